import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyAlgorithm, keyKind, nodeKeySource } from '../../../src/pki/key.ts'
import { pemBlocks, pemLabels } from '../../../src/pki/pem.ts'

const block = (label: string, body = 'AAAA') => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`

describe('blocks of PEM', () => {
  it.each<[string, string, string[], string[]]>([
    ['none', '', [], []],
    ['text alone', 'hello', [], []],
    ['one', block('X'), ['X'], ['X']],
    ['two, with text around', `a\n${block('X')}b\n${block('Y Z')}c`, ['X', 'Y Z'], ['X', 'Y Z']],
    ['without its end', block('X').slice(0, 20), ['X'], []],
    ['with another end', '-----BEGIN X-----\nAAAA\n-----END Y-----\n', ['X'], []],
    ['broken off, then whole', block('X').slice(0, 20) + block('Y'), ['X', 'Y'], ['Y']],
    ['broken off, then the same whole', block('X').slice(0, 20) + block('X'), ['X', 'X'], ['X']],
    ['an end alone', '-----END X-----\n', [], []],
    ['in one line', block('X').replaceAll('\n', ' '), ['X'], ['X']],
    ['after a BOM', `\uFEFF${block('X')}`, ['X'], ['X']],
    ['with lower-case letters in its label', block('x'), [], []],
  ])('%s', (_, text, labels, blocks) => {
    expect(pemLabels(text)).toEqual(labels)
    expect(pemBlocks(text).map(({ label }) => label)).toEqual(blocks)
  })

  it.each(['\n', '\r\n', '\r'])('have one kind of line end, and one at their end: %j', (lineEnd) => {
    expect(pemBlocks(`x${block('X', 'AAAA\nBBBB').replaceAll('\n', lineEnd)}`)).toEqual([
      { label: 'X', text: block('X', 'AAAA\nBBBB') },
    ])
  })
})

describe('the kind of a key', () => {
  it.each<[string, () => KeyObject, string | undefined, string]>([
    [
      'P-256',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      'prime256v1',
      'ecdsa-p256',
    ],
    ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey, 'secp384r1', 'ecdsa-p384'],
    ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey, 'secp521r1', 'ecdsa-p521'],
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'rsa', 'rsa-1024'],
    ['Ed25519', () => generateKeyPairSync('ed25519').publicKey, 'ed25519', 'ed25519'],
    ['Ed448', () => generateKeyPairSync('ed448').privateKey, undefined, 'ed448'],
    ['X25519', () => generateKeyPairSync('x25519').privateKey, undefined, 'x25519'],
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey, undefined, 'ec'],
    [
      'RSA for PSS alone',
      () => generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey,
      undefined,
      'rsa-pss',
    ],
  ])('%s', (_, key, kind, algorithm) => {
    expect(keyKind(key())).toBe(kind)
    expect(keyAlgorithm(key())).toBe(algorithm)
  })

  it.each(['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'ed25519'] as const)(
    'that is made is what was asked for: %s',
    async (algorithm) => {
      expect(keyAlgorithm(await nodeKeySource.generateKey(algorithm))).toBe(algorithm)
    },
  )
})
