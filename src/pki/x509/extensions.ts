import { hash } from 'node:crypto'
import { addressBytes } from '../../ip-address.ts'
import type { ExtendedKeyUsage } from '../plan.ts'
import { usageIdentifiers } from '../usage.ts'
import {
  type Asn1,
  bitString,
  boolean,
  byteString,
  children,
  contents,
  decode,
  encode,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from './der.ts'

/** The extensions of RFC 5280, 4.2.1, that quorate's certificates carry: one function each. */

const subjectKeyIdentifierType = '2.5.29.14'

const extension = (type: string, value: Asn1, { critical = false } = {}): Asn1 =>
  sequence(
    objectIdentifier(type),
    ...(critical ? [boolean(true)] : []),
    octetString(byteString(encode(value))),
  )

/** 4.2.1.9: a CA that signs only leaves (pathLenConstraint 0), or no CA. */
export const basicConstraints = (subject: 'authority' | 'leaf'): Asn1 =>
  extension(
    '2.5.29.19',
    subject === 'authority' ? sequence(boolean(true), integer(Uint8Array.of(0))) : sequence(),
    { critical: true },
  )

// Bits of KeyUsage in its first byte: bit 0 is the highest.
const digitalSignature = 0x80
const keyEncipherment = 0x20
const keyCertSign = 0x04
const cRLSign = 0x02

/** 4.2.1.3: what the key may do. Only RSA keys can encipher one. */
export const keyUsage = (subject: 'authority' | 'leaf', keyType: string | undefined): Asn1 => {
  const authority = keyCertSign | cRLSign
  const leaf = keyType === 'rsa' ? digitalSignature | keyEncipherment : digitalSignature
  const bits = subject === 'authority' ? authority : leaf
  // DER drops trailing zero bits of a named bit list (X.690, 11.2.2).
  const unusedBits = 31 - Math.clz32(bits & -bits)
  return extension('2.5.29.15', bitString(String.fromCharCode(bits), unusedBits), { critical: true })
}

/** 4.2.1.12: what the certificate is for. */
export const extendedKeyUsage = (usages: readonly ExtendedKeyUsage[]): Asn1 =>
  extension('2.5.29.37', sequence(...usages.map((usage) => objectIdentifier(usageIdentifiers[usage]))))

/** 4.2.1.6: names as dNSName [2], then addresses as iPAddress [7] of 4 or 16 bytes. */
export const subjectAltName = (dnsNames: readonly string[], ipAddresses: readonly string[]): Asn1 =>
  extension(
    '2.5.29.17',
    sequence(
      ...dnsNames.map((name) => implicit(2, name)),
      ...ipAddresses.map((address) => implicit(7, byteString(addressBytes(address)))),
    ),
  )

/** 160 bits of the SHA-256 of a public key (RFC 7093, 2, method 1), from its SubjectPublicKeyInfo. */
export const keyIdentifier = (subjectPublicKeyInfo: Asn1): string => {
  const [, publicKey] = children(subjectPublicKeyInfo)
  const bits = Buffer.from(contents(publicKey).slice(1), 'latin1')
  return byteString(hash('sha256', bits, 'buffer').subarray(0, 20))
}

/** 4.2.1.2. */
export const subjectKeyIdentifier = (identifier: string): Asn1 =>
  extension(subjectKeyIdentifierType, octetString(identifier))

/** 4.2.1.1: the subject key identifier of the CA that signs. */
export const authorityKeyIdentifier = (identifier: string): Asn1 =>
  extension('2.5.29.35', sequence(implicit(0, identifier)))

/** The subject key identifier that a certificate's Extensions hold, if they hold one. */
export const findSubjectKeyIdentifier = (extensions: readonly Asn1[]): string | undefined => {
  const type = contents(objectIdentifier(subjectKeyIdentifierType))
  const found = extensions.map(children).find(([identifier]) => contents(identifier) === type)
  return found === undefined
    ? undefined
    : contents(decode(Buffer.from(contents(found[found.length - 1]), 'latin1')))
}

/** The Extensions [3] of a TBSCertificate (4.1.2.9). */
export const encodeExtensions = (...extensions: readonly Asn1[]): Asn1 => explicit(3, sequence(...extensions))
