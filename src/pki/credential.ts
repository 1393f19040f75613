import type { AuthorityId, CertificatePlan } from './plan.ts'
import type { ReadCertificate, ReadKey } from './read.ts'
import { formatTime } from './time.ts'

/** A certificate with its private key, and what others print of it. */
export type Credential = {
  readonly id: string
  /** The text of `pki/<id>.crt`. */
  readonly certificatePem: string
  /** The text of `secrets/<id>.key`; undefined only for an authority whose key is kept elsewhere. */
  readonly keyPem: string | undefined
  /** Who signed it; an authority counts as its own. */
  readonly authority: AuthorityId
  /** As OpenSSL prints it, the parts joined: `O=system:masters, CN=kube-apiserver`. */
  readonly subject: string
  /** Hexadecimal, lower case. */
  readonly serial: string
  /** RFC 3339, whole seconds, UTC: `2026-08-01T12:00:00Z`. */
  readonly notBefore: string
  readonly notAfter: string
  /** SHA-256 of the certificate in DER: 64 hexadecimal digits, lower case. */
  readonly fingerprint: string
  /** In the plan's order and spelling; none for an authority. */
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
}

/** A cluster's whole PKI. Ids are those of the plan, in its order. */
export type Pki = {
  readonly authorities: ReadonlyMap<AuthorityId, Credential>
  readonly certificates: ReadonlyMap<string, Credential>
  /** What this run has issued, and why, in words. */
  readonly issued: readonly { readonly id: string; readonly reason: string }[]
}

type Named = Pick<CertificatePlan, 'id' | 'authority' | 'dnsNames' | 'ipAddresses'>

/** Puts a certificate that fits its plan together with its key. */
export function makeCredential(
  plan: Named,
  { x509, pem }: ReadCertificate,
  key: ReadKey | undefined,
): Credential {
  return {
    id: plan.id,
    certificatePem: pem,
    keyPem: key?.pem,
    authority: plan.authority,
    subject: (x509.subject ?? '').replaceAll('\n', ', '),
    serial: x509.serialNumber.toLowerCase(),
    notBefore: formatTime(x509.validFromDate),
    notAfter: formatTime(x509.validToDate),
    fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    dnsNames: plan.dnsNames,
    ipAddresses: plan.ipAddresses,
  }
}

/** One credential of a PKI. An id that the plan does not have is a bug, and throws. */
export function credentialOf(pki: Pki, id: string): Credential {
  const credential = pki.certificates.get(id) ?? pki.authorities.get(id as AuthorityId)
  if (credential === undefined) throw new RangeError(`the plan has no certificate ${id}`)
  return credential
}
