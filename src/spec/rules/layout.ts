import { at, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** What a layout costs that shares an authority, or a key as well (etcd #8607: peers take whatever their authority has signed). */
export const layout: Rule = ({ spec }) => {
  const chosen = spec.tls?.layout
  if (chosen === undefined || chosen === 'separate-ca') return []
  // One member shares its key with no other.
  const code =
    chosen === 'single-ca' || spec.nodes?.length === 1 ? 'layout-single-ca' : 'layout-shared-certificate'
  return [report(code, at('/tls/layout'), { layout: chosen })]
}
