import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { keyFile } from '../../src/pki/files.ts'
import { exportKey } from '../../src/pki/key.ts'
import { planPki } from '../../src/pki/plan.ts'
import { sha256 } from '../../src/render/digest.ts'

/** A private key of an example: the file that `generate` finds it in, its text, and the number that makes it one. */
export type TestKey = { readonly file: string; readonly pem: string; readonly number: Buffer }

/**
 * The private keys of an example. Whoever reads this can work them out: they protect nothing, and no file holds them.
 * Each is the same in every run, so that the certificates made for it once go on to fit. `casOf` is the cluster whose CAs it has.
 */
export function testKeys(cluster: Cluster, casOf: string = cluster.name): TestKey[] {
  const { algorithm, authorities, certificates } = planPki(cluster.tls?.subjects)
  if (algorithm !== 'ecdsa-p256')
    throw new Error(`${cluster.name}: keys of ${algorithm} cannot be derived; give the example ecdsa-p256`)
  return [
    ...authorities.map(({ id }) => keyFor(casOf, id)),
    ...certificates.map(({ id }) => keyFor(cluster.name, id)),
  ]
}

function keyFor(cluster: string, id: string): TestKey {
  const number = Buffer.from(sha256(`quorate, a key for tests: ${cluster} ${id}`), 'hex')
  return { file: keyFile(id), pem: exportKey(keyOf(number)), number }
}

/** The key of P-256 with this number (SEC 1, 3.2.1). One of 2^32 digests is too large for the curve, and throws. */
function keyOf(number: Buffer): KeyObject {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(number)
  // 4, for uncompressed, then the coordinates (SEC 1, 2.3.3).
  const point = pair.getPublicKey()
  const [d, x, y] = [number, point.subarray(1, 33), point.subarray(33)] as const
  const text = (part: Buffer) => part.toString('base64url')
  const key = { kty: 'EC', crv: 'P-256', d: text(d), x: text(x), y: text(y) }
  return createPrivateKey({ format: 'jwk', key })
}
