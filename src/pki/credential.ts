import type { X509Certificate } from 'node:crypto'
import { isSelfSigned } from './fit.ts'
import type { CaId } from './layout.ts'
import type { CertificateKind, CertificatePlan } from './plan.ts'
import type { ReadCertificate, ReadKey } from './read.ts'
import { formatTime } from './time.ts'

/** A certificate with its private key, and what others print of it. */
export type Credential = {
  readonly id: string
  readonly kind: 'authority' | CertificateKind
  /**
   * The text of `pki/<id>.crt`. A CA that another one has signed comes before that, and so on up; a leaf
   * comes before all of these except the self-signed one, as a server sends them (RFC 8446, 4.4.2).
   */
  readonly certificatePem: string
  /** The text of `pki/<id>.moving.crt`, in the same way: a member's certificate with its old names too, while it moves. */
  readonly movingPem: string | undefined
  /** Of a CA: only its own certificate, which is the trusted one. The CA above it may have signed other CAs. */
  readonly anchorPem: string
  /** The text of `secrets/<id>.key`; undefined only for a CA whose key is kept elsewhere. */
  readonly keyPem: string | undefined
  /** Who signed it; for a CA, itself. */
  readonly authority: CaId
  /** As OpenSSL prints it, the parts joined: `O=system:masters, CN=kube-apiserver`. */
  readonly subject: string
  /** Hexadecimal, lower case. */
  readonly serial: string
  /** RFC 3339, whole seconds, UTC: `2026-08-01T12:00:00Z`. */
  readonly notBefore: string
  readonly notAfter: string
  /** SHA-256 of the certificate in DER: 64 hexadecimal digits, lower case. */
  readonly fingerprint: string
  /** In the plan's order and spelling; none for a CA. */
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
}

/** A cluster's whole PKI. Ids are those of the plan, in its order. */
export type Pki = {
  readonly authorities: ReadonlyMap<CaId, Credential>
  readonly certificates: ReadonlyMap<string, Credential>
  /** The requests for certificates in PEM, by id; only where CAs are external. */
  readonly requests: ReadonlyMap<string, string>
  /** The CAs that this run has made, with their fingerprints as `openssl x509` prints them. */
  readonly newCas: readonly { readonly id: CaId; readonly fingerprint: string }[]
  /** What this run has issued, and why, in words. */
  readonly issued: readonly Issued[]
}

/** A certificate that was issued, or has to be, and why, in words. */
export type Issued = { readonly id: string; readonly reason: string }

/** A PKI that waits for an external CA: what it has, its requests, and what has to be signed. */
export type PendingPki = {
  /** The certificates that are there and fit, by id. */
  readonly certificates: ReadonlyMap<string, string>
  readonly keys: ReadonlyMap<string, string>
  readonly requests: ReadonlyMap<string, string>
  readonly pending: readonly Issued[]
}

/** A CA's certificate with its key. */
export function caCredential(
  id: CaId,
  { x509, pem, chain }: ReadCertificate,
  key: ReadKey | undefined,
): Credential {
  return {
    id,
    kind: 'authority',
    certificatePem: inOneFile(pem, chain),
    movingPem: undefined,
    anchorPem: pem,
    keyPem: key?.pem,
    authority: id,
    ...described(x509),
    dnsNames: [],
    ipAddresses: [],
  }
}

/** A leaf certificate that matches its plan, with its key and the CAs between it and the root. */
export function leafCredential(
  plan: CertificatePlan,
  { x509, pem }: ReadCertificate,
  key: ReadKey | undefined,
  authority: ReadCertificate,
  moving: ReadCertificate | undefined,
): Credential {
  const above = [authority.x509, ...authority.chain].filter((each) => !isSelfSigned(each))
  return {
    id: plan.id,
    kind: plan.kind,
    certificatePem: inOneFile(pem, above),
    movingPem: moving && inOneFile(moving.pem, above),
    anchorPem: pem,
    keyPem: key?.pem,
    authority: plan.authority,
    ...described(x509),
    dnsNames: plan.dnsNames,
    ipAddresses: plan.ipAddresses,
  }
}

const inOneFile = (pem: string, above: readonly X509Certificate[]): string =>
  above.length === 0 ? pem : [`${pem.trimEnd()}\n`, ...above].join('')

const described = (x509: X509Certificate) => ({
  subject: (x509.subject ?? '').replaceAll('\n', ', '),
  serial: x509.serialNumber.toLowerCase(),
  notBefore: formatTime(x509.validFromDate),
  notAfter: formatTime(x509.validToDate),
  fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
})

/** One credential of a PKI. An id that the plan does not have is a bug, and throws. */
export function credentialOf(pki: Pki, id: string): Credential {
  const credential = pki.certificates.get(id) ?? pki.authorities.get(id as CaId)
  if (credential === undefined) throw new RangeError(`the plan has no certificate ${id}`)
  return credential
}
