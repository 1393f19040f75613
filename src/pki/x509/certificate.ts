import { createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { keyKind, signatureAlgorithms } from '../key.ts'
import type { AuthorityPlan, CertificatePlan } from '../plan.ts'
import {
  type Asn1,
  bitString,
  byteString,
  children,
  decode,
  encode,
  explicit,
  integer,
  nothing,
  objectIdentifier,
  sequence,
  time,
} from './der.ts'
import {
  authorityKeyIdentifier,
  basicConstraints,
  encodeExtensions,
  extendedKeyUsage,
  findSubjectKeyIdentifier,
  keyIdentifier,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.ts'
import { encodeName } from './name.ts'

/** What every certificate is given besides its plan. */
export type Grant = {
  /** The key of the certificate's own; only its public half goes in. */
  readonly key: KeyObject
  /** 16 bytes, the highest bit set, so that every serial number is 128 bits long. */
  readonly serialNumber: Uint8Array
  /** Both in whole seconds. */
  readonly notBefore: Date
  readonly notAfter: Date
}

/** An authority that signs: its key, and its name and key identifier, byte for byte as its certificate has them. */
export type Signer = {
  readonly key: KeyObject
  readonly name: Asn1
  readonly keyIdentifier: string | undefined
}

/** A self-signed certificate of a new authority (RFC 5280, 4.1, 4.2.1), signed with the grant's own key. */
export function issueAuthority(plan: AuthorityPlan, grant: Grant): X509Certificate {
  const name = encodeName({ commonName: plan.commonName, organizations: [] })
  const publicKey = subjectPublicKeyInfo(grant.key)
  const identifier = keyIdentifier(publicKey)
  return signCertificate(grant.key, {
    ...grant,
    publicKey,
    issuer: name,
    subject: name,
    extensions: encodeExtensions(
      basicConstraints('authority'),
      keyUsage('authority', grant.key.asymmetricKeyType),
      subjectKeyIdentifier(identifier),
      authorityKeyIdentifier(identifier),
    ),
  })
}

/** A leaf certificate (RFC 5280, 4.1, 4.2.1) signed by an authority. */
export function issueLeaf(plan: CertificatePlan, grant: Grant, signer: Signer): X509Certificate {
  const publicKey = subjectPublicKeyInfo(grant.key)
  const named = plan.dnsNames.length + plan.ipAddresses.length > 0
  return signCertificate(signer.key, {
    ...grant,
    publicKey,
    issuer: signer.name,
    subject: encodeName(plan),
    extensions: encodeExtensions(
      basicConstraints('leaf'),
      keyUsage('leaf', grant.key.asymmetricKeyType),
      extendedKeyUsage(plan.usages),
      subjectKeyIdentifier(keyIdentifier(publicKey)),
      ...(signer.keyIdentifier === undefined ? [] : [authorityKeyIdentifier(signer.keyIdentifier)]),
      ...(named ? [subjectAltName(plan.dnsNames, plan.ipAddresses)] : []),
    ),
  })
}

type ToBeSigned = Omit<Grant, 'key'> & {
  readonly publicKey: Asn1
  readonly issuer: Asn1
  readonly subject: Asn1
  readonly extensions: Asn1
}

function signCertificate(key: KeyObject, certificate: ToBeSigned): X509Certificate {
  const kind = keyKind(key)
  if (kind === undefined) throw new TypeError('an authority cannot sign with a key of this kind')
  const { identifier, digest } = signatureAlgorithms[kind]
  const signatureAlgorithm = sequence(objectIdentifier(identifier), ...(kind === 'rsa' ? [nothing()] : []))
  const tbsCertificate = sequence(
    explicit(0, integer(Uint8Array.of(2))), // v3
    integer(certificate.serialNumber),
    signatureAlgorithm,
    certificate.issuer,
    sequence(time(certificate.notBefore), time(certificate.notAfter)),
    certificate.subject,
    certificate.publicKey,
    certificate.extensions,
  )
  const signature = sign(digest, encode(tbsCertificate), key)
  return new X509Certificate(
    encode(sequence(tbsCertificate, signatureAlgorithm, bitString(byteString(signature)))),
  )
}

const subjectPublicKeyInfo = (key: KeyObject): Asn1 =>
  decode(createPublicKey(key).export({ type: 'spki', format: 'der' }))

/** An authority by its certificate, which is v3 as that of every authority, and its key. */
export function signerOf(certificate: X509Certificate, key: KeyObject): Signer {
  const [tbsCertificate] = children(decode(certificate.raw))
  const [, , , , , name, , ...rest] = children(tbsCertificate)
  if (name === undefined) throw new TypeError('an authority has a certificate without a subject')
  const [extensions] = children(rest.at(-1))
  return { key, name, keyIdentifier: findSubjectKeyIdentifier(children(extensions)) }
}
