import { atKey, report } from '../../diagnostics/report.ts'
import { titleAt } from '../fields.ts'
import { clientsOf, type Rule } from './rule.ts'

/** Lifetimes only affect what quorate signs itself. */
export const unusedLifetimes: Rule = ({ spec, isWritten }) => {
  const authority = spec.tls?.authority
  if (authority === undefined || authority === 'generated') return []
  const ofCertificates = [
    '/tls/certificateLifetime',
    ...clientsOf(spec).map(({ pointer }) => `${pointer}/lifetime`),
  ]
  const unused = ['/tls/authorityLifetime', ...(authority === 'external' ? ofCertificates : [])]
  const reason =
    authority === 'external'
      ? 'the external CA decides how long certificates are valid'
      : 'you provide the CA'
  return unused
    .filter(isWritten)
    .map((pointer) => report('setting-unused', atKey(pointer), { title: lifetimeTitle(pointer), reason }))
}

function lifetimeTitle(pointer: string): string {
  return pointer.startsWith('/tls/clients/') ? 'lifetime of a client certificate' : titleAt(pointer)
}
