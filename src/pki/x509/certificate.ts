import { type KeyObject, X509Certificate } from 'node:crypto'
import type { CaPlan, CertificatePlan } from '../plan.ts'
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
export type Issuance = {
  /** The key of the certificate's own; only its public half goes in. */
  readonly key: KeyObject
  /** 16 bytes, the highest bit set, so that every serial number is 128 bits long. */
  readonly serialNumber: Uint8Array
  /** Both in whole seconds. */
  readonly notBefore: Date
  readonly notAfter: Date
}

/** A CA that signs: its key, and its name and key identifier, byte for byte as its certificate has them. */
export type Signer = {
  readonly key: KeyObject
  readonly name: Asn1
  readonly keyIdentifier: string | undefined
}

/** A self-signed certificate of a new CA (RFC 5280, 4.1, 4.2.1), signed with the issuance's own key. */
export function issueCa(plan: CaPlan, issuance: Issuance): X509Certificate {
  const name = encodeName({ commonName: plan.commonName, organizations: [] })
  return signCa(name, keyIdentifier(subjectPublicKeyInfo(issuance.key)), issuance)
}

/**
 * A new certificate of a CA that there is, with the same name, key and key identifier: whatever it has signed
 * stays signed by it.
 */
export function renewCa({ name, keyIdentifier: identifier }: Signer, issuance: Issuance): X509Certificate {
  return signCa(name, identifier ?? keyIdentifier(subjectPublicKeyInfo(issuance.key)), issuance)
}

function signCa(name: Asn1, identifier: string, issuance: Issuance): X509Certificate {
  return signCertificate(issuance.key, {
    ...issuance,
    publicKey: subjectPublicKeyInfo(issuance.key),
    issuer: name,
    subject: name,
    extensions: encodeExtensions(
      basicConstraints('authority'),
      keyUsage('authority', issuance.key.asymmetricKeyType),
      subjectKeyIdentifier(identifier),
      authorityKeyIdentifier(identifier),
    ),
  })
}

/** A leaf certificate (RFC 5280, 4.1, 4.2.1) signed by a CA. */
export function issueLeaf(plan: CertificatePlan, issuance: Issuance, signer: Signer): X509Certificate {
  const publicKey = subjectPublicKeyInfo(issuance.key)
  const named = plan.dnsNames.length + plan.ipAddresses.length > 0
  return signCertificate(signer.key, {
    ...issuance,
    publicKey,
    issuer: signer.name,
    subject: encodeName(plan),
    extensions: encodeExtensions(
      basicConstraints('leaf'),
      keyUsage('leaf', issuance.key.asymmetricKeyType),
      extendedKeyUsage(plan.usages),
      subjectKeyIdentifier(keyIdentifier(publicKey)),
      ...(signer.keyIdentifier === undefined ? [] : [authorityKeyIdentifier(signer.keyIdentifier)]),
      ...(named ? [subjectAltName(plan.dnsNames, plan.ipAddresses)] : []),
    ),
  })
}

type ToBeSigned = Omit<Issuance, 'key'> & {
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

/** A CA by its certificate, which is v3 as that of every CA, and its key. */
export function signerOf(certificate: X509Certificate, key: KeyObject): Signer {
  const [tbsCertificate] = children(decode(certificate.raw))
  const [, , , , , name, , ...rest] = children(tbsCertificate)
  if (name === undefined) throw new TypeError('an authority has a certificate without a subject')
  const [extensions] = children(rest.at(-1))
  return { key, name, keyIdentifier: findSubjectKeyIdentifier(children(extensions)) }
}
