import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import { keyKind, signatureAlgorithms } from '../key.ts'
import {
  type Asn1,
  bitString,
  byteString,
  decode,
  encode,
  nothing,
  objectIdentifier,
  sequence,
} from './der.ts'

/** What certificates (RFC 5280, 4.1) and requests (RFC 2986, 4.2) have in common: a public key, and a signature. */

/** The public half of a key as a SubjectPublicKeyInfo. */
export const subjectPublicKeyInfo = (key: KeyObject): Asn1 =>
  decode(createPublicKey(key).export({ type: 'spki', format: 'der' }))

function algorithmOf(key: KeyObject): { readonly digest: string | null; readonly identifier: Asn1 } {
  const kind = keyKind(key)
  if (kind === undefined) throw new TypeError('nothing is signed with a key of this kind')
  const { identifier, digest } = signatureAlgorithms[kind]
  return {
    digest,
    identifier: sequence(objectIdentifier(identifier), ...(kind === 'rsa' ? [nothing()] : [])),
  }
}

/** How a key signs, as an AlgorithmIdentifier. */
export const signatureAlgorithm = (key: KeyObject): Asn1 => algorithmOf(key).identifier

/** A value with its signature. */
export function signed(value: Asn1, key: KeyObject): Asn1 {
  const { digest, identifier } = algorithmOf(key)
  return sequence(value, identifier, bitString(byteString(sign(digest, encode(value), key))))
}
