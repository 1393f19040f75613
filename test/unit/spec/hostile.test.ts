import { cpuUsage } from 'node:process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { palette } from '../../../src/diagnostics/colours.ts'
import { printDiagnostics } from '../../../src/diagnostics/print.ts'
import { redacted } from '../../../src/diagnostics/redacted.ts'
import { CLOUD_CONFIG } from '../../../src/spec/dialect.ts'
import { loadYaml } from '../../../src/spec/load.ts'
import { parseSpec } from '../../../src/spec/parse.ts'

const LARGEST = 2 ** 20

const head =
  'apiVersion: quorate/v1\nkind: EtcdCluster\nname: prod\nnodes: [{ name: a, address: 10.0.0.1 }]\n'

const times = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join('')

/** A piece repeated up to the largest file that quorate reads. */
const filled = (piece: string, before = '', after = ''): string =>
  before + piece.repeat(Math.floor((LARGEST - before.length - after.length) / piece.length)) + after

const longName = 'f'.repeat(90)

/** A text below the size limit, and the first thing that is said about it. */
const inputs: readonly (readonly [name: string, text: string, code: string])[] = [
  ['90,000 equal fields in one line', `{${times(90_000, () => 'ab: 1, ')}}`, 'values-too-many'],
  ['200,000 equal lines', filled('a: 1\n'), 'values-too-many'],
  ['100,000 mappings as names', `{${times(100_000, () => '{}: 1, ')}}`, 'values-too-many'],
  [
    'unknown fields of a node',
    `${head.replace(/nodes.*/, '')}nodes: [{${times(9900, (n) => `${longName}${n}: 1, `)}}]`,
    'field-unknown',
  ],
  ['lines without a space', times(60_000, (n) => `name:a${n}\n`).concat('b: 1'), 'yaml-indentation'],
  ['lines with bullets', `a:\n${times(60_000, () => '• b: c\n')}  d: 1`, 'yaml-nested-value'],
  ['long unknown fields', `${head}tls: {${times(9900, (n) => `${longName}${n}: 1, `)}}`, 'field-unknown'],
  [
    'long options',
    `${head}etcd: { extraOptions: {${times(9900, (n) => `${longName}${n}: 1, `)}} }`,
    'option-unknown',
  ],
  [
    'options that are nearly known',
    `${head}etcd: { extraOptions: {${times(9900, (n) => `experimental-enable-distributed-tracing${n}: 1, `)}} }`,
    'option-unknown',
  ],
  [
    '9,900 nodes that are text',
    `${head.replace(/nodes.*/, '')}nodes: [${times(9900, (n) => `a${n}, `)}]`,
    'type-wrong',
  ],
  [
    '3,000 nodes',
    `${head.replace(/nodes.*/, '')}nodes: [${times(3000, (n) => `{ name: a${n}, address: x }, `)}]`,
    'list-too-long',
  ],
  [
    '3,000 equal nodes',
    `${head.replace(/nodes.*/, '')}nodes: [${times(3000, () => '{ name: a, address: 10.0.0.1 }, ')}]`,
    'list-too-long',
  ],
  ['4,900 clients', `${head}tls: { clients: [${times(4900, (n) => `{ name: c${n} }, `)}] }`, 'list-too-long'],
  ['4,900 client hosts', `${head}clientHosts: [${times(4900, (n) => `{ name: c${n} }, `)}]`, 'list-too-long'],
  [
    '1,000 clients on one host, with the same file',
    `${head}clientHosts: [{ name: h }]\ntls: { clients: [${times(1000, (n) => `{ name: c${n}, install: { hosts: [h], certificate: /srv/c.crt } }, `)}] }`,
    'client-file-clash',
  ],
  [
    '1,000 clients on one host, and one fault',
    `${head}clientHosts: [{ name: h }]\ntls: { clients: [${times(1000, (n) => `{ name: c${n}, install: { hosts: [h] } }, `)}], x: 1 }`,
    'field-unknown',
  ],
  [
    '9,000 organizations',
    `${head}tls: { clients: [{ name: c, organizations: [${times(9000, () => 'o, ')}] }] }`,
    'entry-repeated',
  ],
  [
    'aliases of aliases',
    `a0: &a0 [x, x]\n${times(30, (n) => `a${n + 1}: &a${n + 1} [${times(10, () => `*a${n}, `)}]\n`)}`,
    'alias-too-many',
  ],
  ['9,000 unknown aliases', `a: [${times(9000, (n) => `*b${n}, `)}]`, 'alias-unknown'],
  ['9,000 tags', `a: [${times(9000, () => '!x a, ')}]`, 'tag-refused'],
  ['500,000 levels of lists', `a: ${'['.repeat(500_000)}`, 'yaml-depth'],
  ['200,000 levels of mappings', `a: ${'{a: '.repeat(200_000)}`, 'yaml-depth'],
  ['1,400 levels by indentation', times(1400, (n) => `${' '.repeat(n)}a:\n`), 'yaml-depth'],
  ['400,000 dashes', '- '.repeat(400_000), 'yaml-depth'],
  ['400,000 question marks', '? '.repeat(400_000), 'yaml-depth'],
  ['brackets that nobody closes', filled('a: [\n'), 'yaml-unclosed'],
  ['quotes that nobody closes', filled('a: "b\n'), 'yaml-runs-on'],
  ['a bracket before many that are closed', filled('{},', 'a: ['), 'yaml-syntax'],
  ['comments in brackets', filled('1, # x\n', 'a: [').slice(0, 60_000).concat(']'), 'yaml-unclosed'],
  ['colons', filled('a:'), 'field-unknown'],
  ['tabs', filled('\t'), 'spec-empty'],
  ['tabs in quotes', times(100_000, () => 'a: "\t"\n'), 'values-too-many'],
  ['empty documents', filled('---\n'), 'spec-empty'],
  ['control characters', filled('\x01'), 'control-character'],
  ['a conflict without end', filled('<<<<<<<'), 'spec-not-mapping'],
  ['openings of templates', `${head}etcd: { token: "${'{{'.repeat(500_000)}" }`, 'text-too-long'],
  ['a long name', head.replace('prod', 'a-'.repeat(400_000)), 'value-malformed'],
  ['a long host', head.replace('name: a', `name: ${'a.'.repeat(400_000)}`), 'text-too-long'],
  ['a long path', `${head}etcd: { paths: { data: ${'/a'.repeat(400_000)}! } }`, 'text-too-long'],
  [
    'a long mirror',
    `${head}etcd: { install: { mirror: "https://${'a'.repeat(900_000)}!" } }`,
    'text-too-long',
  ],
  ['labels of keys', filled('-----BEGIN PRIVATE KEY-----\n'), 'spec-not-mapping'],
  ['beginnings of labels', filled('-----BEGIN '), 'spec-not-mapping'],
  ['beginnings of age keys', filled('AGE-SECRET-KEY-'), 'spec-not-mapping'],
  ['beginnings of keys of age plugins', filled('AGE-PLUGIN-'), 'spec-not-mapping'],
  ['base64', filled('QUFBQUFBQUFBQUFBQUFB '), 'spec-not-mapping'],
  [
    'a key, and faults after it',
    `x: "-----BEGIN PRIVATE KEY-----\\nAAAAAAAAAAAAAAAAAAAA"\ny: {${times(9000, (n) => `a${n}: 01, `)}}`,
    'number-octal',
  ],
]

describe('a hostile file below the size limit', () => {
  it.each(inputs)('does not keep quorate busy: %s', (_, text, code) => {
    expect(text.length).toBeLessThanOrEqual(LARGEST)
    const before = cpuUsage()
    const { diagnostics, positions } = parseSpec(text)
    printDiagnostics(diagnostics, { file: 'a.yaml', text, positions }, palette(false))
    loadYaml(text, CLOUD_CONFIG)
    const { user, system } = cpuUsage(before)
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code)
    // CPU time: less than 1.5 s on an idle machine, and from 12 s to more than a minute for what was quadratic.
    expect((user + system) / 1e6).toBeLessThan(6)
  })
})

describe('work grows with the text, not with its square', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  /** How many characters printing copies from strings. */
  function copied(text: string): number {
    const { diagnostics, positions } = parseSpec(text)
    const slice = vi.spyOn(String.prototype, 'slice')
    printDiagnostics(diagnostics, { file: 'a.yaml', text, positions }, palette(false))
    const sum = slice.mock.results.reduce((total, { value }) => total + String(value).length, 0)
    vi.restoreAllMocks()
    return sum
  }

  it.each([
    ['faults in one line', (count: number) => `{${times(count, (n) => `a${n}: 01, `)}}`],
    [
      'faults in one line with a key',
      (count: number) => `{ k: AGE-SECRET-KEY-1QQQQQQQQQQQQQQ, ${times(count, (n) => `a${n}: 01, `)}}`,
    ],
    ['faults in lines', (count: number) => times(count, (n) => `a${n}: 01\n`)],
  ])('%s', (_, text) => {
    const [small, large] = [500, 4000].map((count) => copied(text(count)))
    expect(small).toBeGreaterThan(500)
    expect((large ?? 0) / (small ?? 0)).toBeLessThan(12)
  })

  it('of repeated fields, one error is enough', () => {
    const text = `{${times(90_000, () => 'ab: 1, ')}}`
    expect(loadYaml(text).diagnostics.map(({ code }) => code)).toEqual(['values-too-many'])
  })

  it('a key of a plugin is still redacted', () => {
    expect(redacted('AGE-PLUGIN-AGE-PLUGIN-A-1QQQQQQ age-plugin-yubikey')).toBe(
      `AGE-PLUGIN-${'*'.repeat('AGE-PLUGIN-A-1QQQQQQ'.length)} age-plugin-yubikey`,
    )
  })
})
