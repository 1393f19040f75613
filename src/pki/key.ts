import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyAlgorithm } from './plan.ts'

/** The kinds of key that etcd serves TLS with (Go, crypto/tls), EC keys by their curve as OpenSSL names it. */
export type KeyKind = 'rsa' | 'prime256v1' | 'secp384r1' | 'secp521r1' | 'ed25519'

/** How a CA signs with each kind of key (RFC 4055, 5; RFC 5758, 3.2; RFC 8410, 3). */
export const signatureAlgorithms: Readonly<
  Record<KeyKind, { readonly identifier: string; readonly digest: string | null }>
> = {
  rsa: { identifier: '1.2.840.113549.1.1.11', digest: 'sha256' },
  prime256v1: { identifier: '1.2.840.10045.4.3.2', digest: 'sha256' },
  secp384r1: { identifier: '1.2.840.10045.4.3.3', digest: 'sha384' },
  secp521r1: { identifier: '1.2.840.10045.4.3.4', digest: 'sha512' },
  ed25519: { identifier: '1.3.101.112', digest: null },
}

/** Of which kind a key is; undefined for one that etcd cannot serve TLS with. */
export function keyKind(key: KeyObject): KeyKind | undefined {
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType
  return kind !== undefined && Object.hasOwn(signatureAlgorithms, kind) ? (kind as KeyKind) : undefined
}

/** A key as the spec names its algorithm; what the spec has no name for by the same pattern (`rsa-8192`). */
export function keyAlgorithm(key: KeyObject): string {
  switch (keyKind(key)) {
    case 'rsa':
      return `rsa-${key.asymmetricKeyDetails?.modulusLength}`
    case 'prime256v1':
      return 'ecdsa-p256'
    case 'secp384r1':
      return 'ecdsa-p384'
    case 'secp521r1':
      return 'ecdsa-p521'
    case 'ed25519':
      return 'ed25519'
    case undefined:
      return key.asymmetricKeyType ?? 'unknown'
  }
}

/** Where new keys and serial numbers come from; passed in, so that tests can choose them. */
export type KeySource = {
  readonly generateKey: (algorithm: KeyAlgorithm) => Promise<KeyObject>
  readonly randomBytes: (size: number) => Uint8Array
}

const generate = promisify(generateKeyPair)

/** New keys from OpenSSL's generator, each made on a thread of its own: RSA takes its time. */
export const nodeKeySource: KeySource = { generateKey, randomBytes }

async function generateKey(algorithm: KeyAlgorithm): Promise<KeyObject> {
  switch (algorithm) {
    case 'ecdsa-p256':
      return (await generate('ec', { namedCurve: 'prime256v1' })).privateKey
    case 'ecdsa-p384':
      return (await generate('ec', { namedCurve: 'secp384r1' })).privateKey
    case 'rsa-2048':
      return (await generate('rsa', { modulusLength: 2048 })).privateKey
    case 'rsa-3072':
      return (await generate('rsa', { modulusLength: 3072 })).privateKey
    case 'rsa-4096':
      return (await generate('rsa', { modulusLength: 4096 })).privateKey
    case 'ed25519':
      return (await generate('ed25519')).privateKey
  }
}

/** A private key as PKCS#8 in PEM (RFC 5958, RFC 7468), which etcd and every tool reads. */
export const exportKey = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
