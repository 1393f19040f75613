import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { days } from '../units.ts'
import { clientsOf, type Rule } from './rule.ts'

const DEFAULT = '/tls/certificateLifetime'
const CA = '/tls/authorityLifetime'

/** No certificate expires after its CA: it would be refused from then on (RFC 5280, section 6.1.3). */
export const lifetimes: Rule = ({ spec, isWritten }) => {
  const { authority: origin, authorityLifetime: ca, certificateLifetime } = spec.tls ?? {}
  // The spec does not know how long provided and external CAs are valid.
  if (ca === undefined || origin !== 'generated') return []
  const chosen = [
    { pointer: DEFAULT, certificate: certificateLifetime, field: 'certificateLifetime' },
    ...clientsOf(spec).map(({ client, pointer }) => ({
      pointer: `${pointer}/lifetime`,
      certificate: client.lifetime,
      field: 'its lifetime',
    })),
  ]
  return chosen.flatMap(({ pointer, certificate, field }): Diagnostic[] => {
    if (certificate === undefined || days(certificate) <= days(ca)) return []
    const written = [pointer, CA].filter(isWritten)
    const target = at(written[0] ?? '/tls', ...written.slice(1))
    return [report('lifetime-exceeds-ca', target, { certificate, ca, field })]
  })
}
