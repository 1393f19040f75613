import { at, report } from '../../diagnostics/report.ts'
import { days } from '../units.ts'
import type { Rule } from './rule.ts'

/** No certificate outlives its authority: it would be refused from then on (RFC 5280, section 6.1.3). */
export const lifetimes: Rule = ({ spec, isWritten }) => {
  const { certificateLifetime: certificate, authorityLifetime: authority } = spec.tls ?? {}
  if (certificate === undefined || authority === undefined || days(certificate) <= days(authority)) return []
  const written = ['/tls/certificateLifetime', '/tls/authorityLifetime'].filter(isWritten)
  const target = at(written[0] ?? '/tls', ...written.slice(1))
  return [report('lifetime-exceeds-authority', target, { certificate, authority })]
}
