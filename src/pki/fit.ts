import type { X509Certificate } from 'node:crypto'
import type { CertificatePlan } from './plan.ts'
import { certifiedNames, plainName, plannedNames } from './subject-alt-name.ts'
import { usageName } from './usage.ts'

/**
 * Why a certificate does not do for its plan, in words; empty when it does. Looked at are the subject, the names and
 * addresses, the usages and the signature. Dates are not: time alone never replaces a certificate.
 */
export function misfits(
  plan: CertificatePlan,
  certificate: X509Certificate,
  authority: X509Certificate,
): readonly string[] {
  const usages = (certificate.keyUsage ?? []).map(usageName)
  return [
    ...subjectMisfits(plan, certificate.subject),
    ...setMisfits('names', certifiedNames(certificate.subjectAltName), plannedNames(plan)),
    ...setMisfits('usages', usages, plan.usages),
    ...(certificate.ca ? ['it was itself an authority'] : []),
    ...(isSignedBy(certificate, authority) ? [] : ['it was signed by another authority']),
  ]
}

/** Whether an authority signed a certificate: by its name and key identifier, and by its key. */
export const isSignedBy = (certificate: X509Certificate, authority: X509Certificate): boolean =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

/** The order of organizations means nothing, neither to etcd nor to Kubernetes. */
function subjectMisfits(plan: CertificatePlan, subject: string | undefined): readonly string[] {
  const planned = [
    ...plan.organizations.map((organization) => `O=${escapeValue(organization)}`),
    `CN=${escapeValue(plan.commonName)}`,
  ]
  return setMisfits('subject', subject?.split('\n') ?? [], planned)
}

/** An attribute's value as node:crypto prints it: RFC 2253, 2.4, with control characters in hexadecimal. */
const escapeValue = (value: string): string =>
  value
    .replace(/^[ #]|[,+"\\<>;]| $/g, '\\$&')
    .replace(
      /\p{Cc}/gu,
      (control) => `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )

function setMisfits(what: string, have: readonly string[], want: readonly string[]): readonly string[] {
  const added = want.filter((item) => !have.includes(item)).map(plainName)
  const removed = have.filter((item) => !want.includes(item)).map(plainName)
  const changes = [
    ...(added.length > 0 ? [`added ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`removed ${removed.join(', ')}`] : []),
  ]
  if (changes.length === 0) return []
  return [`its ${what} changed: ${changes.join('; ')}`]
}
