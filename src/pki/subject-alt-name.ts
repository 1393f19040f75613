import { canonicalAddress } from '../ip-address.ts'
import type { CertificatePlan } from './plan.ts'

/** The entries of a subjectAltName (RFC 5280, 4.2.1.6), each as `DNS:etcd-1` or `IP:fd00::1`; other kinds as OpenSSL has them. */
export type AlternativeName = string

/** What a planned certificate has to be valid for. */
export const plannedNames = (plan: CertificatePlan): readonly AlternativeName[] => [
  ...plan.dnsNames.map((name) => `DNS:${name}`),
  ...plan.ipAddresses.map((address) => `IP:${address}`),
]

/** What a certificate is valid for, from node:crypto's text of its subjectAltName. */
export function certifiedNames(text: string | undefined): readonly AlternativeName[] {
  // Entries are parted by ", "; one that holds a comma or a quote itself is a JSON string (nodejs.org/api/crypto.html).
  const entries = text?.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
  return entries.map((entry) => canonicalName(entry.trimStart()))
}

/** A plan with more names. */
export function withNames(plan: CertificatePlan, names: readonly AlternativeName[]): CertificatePlan {
  const of = (kind: string) => names.filter((name) => name.startsWith(kind)).map(plainName)
  return {
    ...plan,
    dnsNames: [...plan.dnsNames, ...of('DNS:')],
    ipAddresses: [...plan.ipAddresses, ...of('IP:')],
  }
}

function canonicalName(entry: string): AlternativeName {
  const [, kind, name = ''] = entry.match(/^(DNS|IP Address):(.*)$/s) ?? []
  if (kind === 'DNS') return `DNS:${name.toLowerCase()}`
  const address = kind === 'IP Address' ? canonicalAddress(name) : undefined
  if (address !== undefined) return `IP:${address}`
  return entry
}

/** The name without its kind. */
export const plainName = (name: AlternativeName): string => name.replace(/^(DNS|IP):/, '')
