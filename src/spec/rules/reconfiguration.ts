import { at, report } from '../../diagnostics/report.ts'
import { EXTRA_OPTIONS, givenValue } from './extra-options.ts'
import type { Rule } from './rule.ts'

/** By default, etcd refuses a member change that would lose quorum (op-guide/configuration.md). */
export const reconfiguration: Rule = ({ spec }) => {
  const name = 'strict-reconfig-check'
  if (givenValue(spec, name) !== 'false') return []
  const reason = 'etcd accepts member changes after which the cluster has no quorum'
  const advice = 'Remove it: true is the default.'
  return [report('option-unsafe', at(`${EXTRA_OPTIONS}/${name}`), { name, reason, advice })]
}
