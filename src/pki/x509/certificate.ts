import { type KeyObject, X509Certificate } from 'node:crypto'
import type { AuthorityPlan, CertificatePlan } from '../plan.ts'
import { type Asn1, children, decode, encode, explicit, integer, sequence, time } from './der.ts'
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
import { signatureAlgorithm, signed, subjectPublicKeyInfo } from './signed.ts'

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
  return signAuthority(name, keyIdentifier(subjectPublicKeyInfo(grant.key)), grant)
}

/**
 * A new certificate of an authority that there is, with the same name, key and key identifier: whatever it has signed
 * stays signed by it.
 */
export function renewAuthority({ name, keyIdentifier: identifier }: Signer, grant: Grant): X509Certificate {
  return signAuthority(name, identifier ?? keyIdentifier(subjectPublicKeyInfo(grant.key)), grant)
}

function signAuthority(name: Asn1, identifier: string, grant: Grant): X509Certificate {
  return signCertificate(grant.key, {
    ...grant,
    publicKey: subjectPublicKeyInfo(grant.key),
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
  const tbsCertificate = sequence(
    explicit(0, integer(Uint8Array.of(2))), // v3
    integer(certificate.serialNumber),
    signatureAlgorithm(key),
    certificate.issuer,
    sequence(time(certificate.notBefore), time(certificate.notAfter)),
    certificate.subject,
    certificate.publicKey,
    certificate.extensions,
  )
  return new X509Certificate(encode(signed(tbsCertificate, key)))
}

/** An authority by its certificate, which is v3 as that of every authority, and its key. */
export function signerOf(certificate: X509Certificate, key: KeyObject): Signer {
  const [tbsCertificate] = children(decode(certificate.raw))
  const [, , , , , name, , ...rest] = children(tbsCertificate)
  if (name === undefined) throw new TypeError('an authority has a certificate without a subject')
  const [extensions] = children(rest.at(-1))
  return { key, name, keyIdentifier: findSubjectKeyIdentifier(children(extensions)) }
}
