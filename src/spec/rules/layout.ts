import { at, report } from '../../diagnostics/report.ts'
import { numberOfMembers, type Rule } from './rule.ts'

/** Warns about layouts that share a CA or a key (etcd #8607: peers accept every certificate that their CA signed). */
export const layout: Rule = ({ spec }) => {
  const chosen = spec.tls?.layout
  if (chosen === undefined || chosen === 'separate-ca') return []
  // A single member does not share its key.
  const code =
    chosen === 'single-ca' || numberOfMembers(spec) === 1 ? 'layout-single-ca' : 'layout-shared-certificate'
  return [report(code, at('/tls/layout'), { layout: chosen })]
}
