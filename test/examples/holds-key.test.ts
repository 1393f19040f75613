import { createPrivateKey } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { clusterOf } from '../unit/emit/support.ts'
import { holdsKey } from './holds-key.ts'
import { testKeys } from './test-keys.ts'

const keys = testKeys(clusterOf())
const numbers = keys.map(({ number }) => number)

const rows = keys.map(({ file, pem, number }) => {
  const key = createPrivateKey(pem)
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' })
  const sec1 = key.export({ type: 'sec1', format: 'der' })
  const base64 = pkcs8.toString('base64')
  const pairs = number.toString('hex').match(/../g) ?? []
  const forms: readonly [string, string | Buffer][] = [
    ['PEM', pem],
    ['a line in Latin-1 before DER', Buffer.concat([Buffer.from('\xe9\n', 'latin1'), pkcs8])],
    ['DER of SEC 1', sec1],
    ['base64 of DER', base64],
    ['base64 of DER after a byte', Buffer.concat([Buffer.from('x'), pkcs8]).toString('base64')],
    ['base64 of DER after two bytes', Buffer.concat([Buffer.from('xy'), pkcs8]).toString('base64')],
    ['base64 of DER, after a word', `content${base64}`],
    ['base64 of DER, line by line', base64.replace(/.{64}/g, '  - $&\n')],
    ['base64 of PEM', Buffer.from(pem).toString('base64')],
    ['gzip and base64 of PEM', gzipSync(pem).toString('base64')],
    ['a JWK', JSON.stringify(key.export({ format: 'jwk' }))],
    ['hexadecimal', number.toString('hex')],
    ['what openssl prints', pairs.map((pair, index) => (index % 15 ? pair : `\n    ${pair}`)).join(':')],
  ]
  return { file, forms }
})

describe.each(rows)('$file is found as', ({ forms }) => {
  test.each(forms)('%s', (_, file) => expect(holdsKey(Buffer.from(file), numbers)).toBe(true))
})

test('its public half is no private key', () => {
  const texts = keys.map(({ pem }) => createPrivateKey(pem).export({ format: 'jwk' }))
  const halves = texts.map(({ x, y }) => JSON.stringify({ x, y }))
  expect(halves.filter((half) => holdsKey(Buffer.from(half), numbers))).toEqual([])
})

test('the same keys come out every time, and others for another cluster', () => {
  expect(testKeys(clusterOf())).toEqual(keys)
  const others = testKeys(clusterOf({ name: 'other' })).map(({ pem }) => pem)
  expect(keys.filter(({ pem }) => others.includes(pem))).toEqual([])
})

test('keys of another algorithm are not made up', () => {
  expect(() => testKeys(clusterOf({ tls: { algorithm: 'ed25519' } }))).toThrow(/ed25519/)
})
