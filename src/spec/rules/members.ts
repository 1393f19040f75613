import { atKey, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** An even number of members tolerates no more failures than one member less (etcd's website, faq.md). */
export const members: Rule = ({ spec }) => {
  const number = spec.nodes?.length ?? 0
  if (number === 0 || number % 2 === 1) return []
  return [
    report('members-even', atKey('/nodes'), { members: number, survives: Math.floor((number - 1) / 2) }),
  ]
}
