import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { authorityKeyProblems } from '../../../src/emit/cloud-init/authority-keys.ts'

const KINDS: readonly (readonly [string, () => KeyObject])[] = [
  ['EC', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['Ed25519', () => generateKeyPairSync('ed25519').privateKey],
]

const cluster = (config: Readonly<Record<string, unknown>>) => ({
  cloudInit: {
    isAskedFor: true,
    provider: 'nocloud' as const,
    keys: 'embed' as const,
    config,
    network: undefined,
  },
})
const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const inBase64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
const inLines = (text: string) => text.replace(/.{1,76}/g, '$&\n')

const FORMS: readonly (readonly [string, (pem: string) => unknown])[] = [
  ['plainly', (pem) => pem],
  [
    'among others',
    (pem) => `# a chain\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n${pem}`,
  ],
  ['indented', (pem) => pem.replace(/^/gm, '    ')],
  ['on one line', (pem) => pem.replaceAll('\n', '\\n')],
  ['as words', (pem) => `printf '%s\\n' '${pem.trim().split('\n').join("' '")}'`],
  ['without its labels', (pem) => `echo ${pem.replaceAll(/-----.*-----|\n/g, '')} | base64 -d`],
  ['as arguments', (pem) => ['printf', '%s\\n', ...pem.trim().split('\n')]],
  ['in base64', (pem) => inBase64(pem)],
  ['in base64, in lines', (pem) => inLines(inBase64(pem))],
  ['in base64, in a command', (pem) => `echo ${inBase64(pem)} | base64 -d >/a`],
  ['in gzip and base64', (pem) => inBase64(gzipSync(pem))],
  [
    'in gzip and base64, in a command',
    (pem) => `echo ${inLines(inBase64(gzipSync(pem)))} | base64 -d | gunzip`,
  ],
]

describe.each(KINDS)('the key of an authority, %s', (_, generate) => {
  const key = generate()
  const authority = { id: 'client-ca', keyPem: pemOf(key) }

  it.each(FORMS)('is found %s', (_form, put) => {
    const given = cluster({ packages: ['chrony'], write_files: [{ path: '/a', content: put(pemOf(key)) }] })
    const diagnostics = authorityKeyProblems(given, [{ id: 'peer-ca', keyPem: pemOf(generate()) }, authority])
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 'secrets/client-ca.key' }])
    expect(diagnostics[0]?.message).toMatch(/client-ca, under write_files\[0\]\.content(?:\[3\])?:/)
  })

  it.each(FORMS)('of another is none %s', (_form, put) => {
    expect(authorityKeyProblems(cluster({ a: put(pemOf(generate())) }), [authority])).toEqual([])
  })

  it('is not to be read where it is a name', () => {
    const [problem] = authorityKeyProblems(cluster({ a: { [pemOf(key)]: 1 } }), [authority])
    expect(problem?.message).toContain(', under a:')
  })

  it('may be kept elsewhere', () => {
    expect(authorityKeyProblems(cluster({ a: pemOf(key) }), [{ id: 'ca', keyPem: undefined }])).toEqual([])
  })
})

describe('the forms of one key', () => {
  it.each([
    ['EC', 'sec1', KINDS[0]?.[1]],
    ['RSA', 'pkcs1', KINDS[1]?.[1]],
  ] as const)('are all found: %s as %s', (_, type, generate) => {
    const key = generate?.()
    if (!key) throw new Error('no key')
    const other = key.export({ type: type as 'pkcs1', format: 'pem' }).toString()
    expect(authorityKeyProblems(cluster({ a: other }), [{ id: 'ca', keyPem: pemOf(key) }])).toHaveLength(1)
  })
})
