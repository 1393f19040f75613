import type { X509Certificate } from 'node:crypto'
import { visible } from '../diagnostics/visible.ts'
import type { CertificatePlan } from './plan.ts'
import { certifiedNames, plainName, plannedNames } from './subject-alt-name.ts'
import { usageName } from './usage.ts'

/**
 * Why a certificate does not match its plan, in words that are safe to print; empty when it does. Compares the subject, the
 * SANs, the usages and the signature, and not the dates: time alone never replaces a certificate.
 */
export function misfits(
  plan: CertificatePlan,
  certificate: X509Certificate,
  authority: X509Certificate,
): readonly string[] {
  return [
    ...subjectMisfits(plan, certificate.subject),
    ...setMisfits('SANs', certifiedNames(certificate.subjectAltName), plannedNames(plan)),
    ...setMisfits('usages', usagesOf(certificate), plan.usages),
    ...signatureMisfits(certificate, authority),
  ].map(visible)
}

/**
 * The same for a certificate of an external CA, which may add to what was requested: it has to hold what is needed, and a
 * client keeps its common name.
 */
export function lacks(
  plan: CertificatePlan,
  certificate: X509Certificate,
  authority: X509Certificate,
): readonly string[] {
  const { CN: commonNames, O: organizations } = attributesOf(certificate)
  const names = missing(certifiedNames(certificate.subjectAltName), plannedNames(plan))
  const usages = missing(usagesOf(certificate), plan.usages)
  return [
    ...commonNameLacks(plan, commonNames),
    ...(plan.kind !== 'client' && commonNames.includes('root')
      ? ["its common name is root, etcd's superuser, which no member may be"]
      : []),
    ...missing(organizations, plan.organizations).map((each) => `it lacks the organization ${each}`),
    ...(names.length > 0 ? [`it lacks the SANs ${names.map(plainName).join(', ')}`] : []),
    ...(usages.length > 0 ? [`it lacks the usages ${usages.join(', ')}`] : []),
    ...signatureMisfits(certificate, authority),
  ].map(visible)
}

/** A client keeps its common name, or has none if the plan has none. */
function commonNameLacks({ kind, commonName }: CertificatePlan, names: readonly string[]): readonly string[] {
  if (kind !== 'client' || names.join('\n') === commonName) return []
  const wanted = commonName === '' ? 'it should have none' : `not ${commonName}`
  return [`its common name is ${names.join(' and ') || 'missing'}, ${wanted}`]
}

const usagesOf = ({ keyUsage }: X509Certificate): readonly string[] => (keyUsage ?? []).map(usageName)

/** The attributes of the subject, each with all its values: of several, Go reads the last. */
function attributesOf(certificate: X509Certificate): { readonly CN: string[]; readonly O: string[] } {
  const { subject } = certificate.toLegacyObject() as { readonly subject?: Record<string, string | string[]> }
  const valuesOf = (name: string) => [subject?.[name] ?? []].flat()
  return { CN: valuesOf('CN'), O: valuesOf('O') }
}

const signatureMisfits = (certificate: X509Certificate, authority: X509Certificate): readonly string[] => [
  ...(certificate.ca ? ['it was itself a CA'] : []),
  ...(isSignedBy(certificate, authority) ? [] : ['it was signed by another CA']),
]

/** Whether a CA signed a certificate: by the name and key identifier, and by the key. */
export const isSignedBy = (certificate: X509Certificate, authority: X509Certificate): boolean =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey)

/** Whether a certificate is the last of its chain. */
export const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer

/** The order of organizations means nothing, neither to etcd nor to Kubernetes. */
function subjectMisfits(plan: CertificatePlan, subject: string | undefined): readonly string[] {
  const planned = [
    ...plan.organizations.map((organization) => `O=${escapeValue(organization)}`),
    ...(plan.commonName === '' ? [] : [`CN=${escapeValue(plan.commonName)}`]),
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
  const added = missing(have, want).map(plainName)
  const removed = missing(want, have).map(plainName)
  const changes = [
    ...(added.length > 0 ? [`added ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`removed ${removed.join(', ')}`] : []),
  ]
  if (changes.length === 0) return []
  return [`its ${what} changed: ${changes.join('; ')}`]
}

/** What is wanted and not there. */
const missing = (have: readonly string[], want: readonly string[]): readonly string[] =>
  want.filter((item) => !have.includes(item))
