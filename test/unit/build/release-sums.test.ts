import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { describe, expect, it, onTestFinished, test } from 'vitest'
import { addDigests } from '../../../src/build/release-sums.ts'
import { DIGESTS, newestPinned } from '../../../src/etcd/digests.ts'
import { NEWEST_MINOR, RECOMMENDED_VERSION } from '../../../src/etcd/releases.ts'

const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string]

/** SHA256SUMS of a release, as its page has it: other systems and the sources too. */
const sums = (version: string, amd64 = a, arm64 = b) =>
  [
    `${c}  etcd-v${version}-darwin-amd64.zip`,
    `${amd64}  etcd-v${version}-linux-amd64.tar.gz`,
    `${arm64}  etcd-v${version}-linux-arm64.tar.gz`,
    `${c}  etcd-v${version}-windows-amd64.zip`,
    `${c}  v${version}.tar.gz`,
    '',
  ].join('\n')

const kubespray = (entry: string) =>
  ['---', 'kubectl_checksums:', '  amd64:', `    1.36.0: sha256:${c}`, 'etcd_binary_checksums:', entry].join(
    '\n',
  )
const both = (version: string, digest: string) =>
  `  amd64:\n    ${version}: ${digest}\n  arm64:\n    ${version}: ${digest}\ncni_binary_checksums: {}\n`

describe('addDigests', () => {
  it('takes the Linux archives of SHA256SUMS, and names the source', () => {
    expect(addDigests({}, sums('3.6.99'))).toEqual({
      '3.6.99': { sources: ['SHA256SUMS'], amd64: a, arm64: b },
    })
  })

  it('takes kubespray’s digests of etcd only', () => {
    const table = addDigests({}, kubespray(both('3.6.99', `sha256:${a}`)))
    expect(table).toEqual({ '3.6.99': { sources: ['kubespray'], amd64: a, arm64: a } })
  })

  it('sorts by number and adds a second source', () => {
    const table = addDigests(addDigests({}, sums('3.6.10')), sums('3.6.9'), true)
    expect(Object.keys(addDigests(table, sums('3.5.99')))).toEqual(['3.5.99', '3.6.9', '3.6.10'])
    expect(addDigests(table, sums('3.6.9'))['3.6.9']?.sources).toEqual(['quoted', 'SHA256SUMS'])
  })

  it.each([
    [
      'another digest than the table',
      sums('3.6.14'),
      /^etcd 3\.6\.14 for amd64 has the digest ffe8.* in the table, not aaaa/,
    ],
    [
      'a digest that is cut off',
      sums('3.6.99').replace(a, a.slice(1)),
      /^This is not a line of SHA256SUMS: /,
    ],
    ['a page instead of the file', '<!DOCTYPE html>\n', /^This is not a line of SHA256SUMS: /],
    ['an empty file', '\n', /has 0 versions for Linux/],
    ['two releases in one', sums('3.6.99') + sums('3.6.98'), /has 2 versions for Linux/],
    [
      'a release without arm64',
      sums('3.6.99').replace('arm64', 'arm'),
      /does not know the architecture arm\./,
    ],
    ['one archive only', `${a}  etcd-v3.6.99-linux-amd64.tar.gz\n`, /no digest of etcd 3\.6\.99 for arm64\./],
    ['a candidate', sums('3.7.0-rc.1'), /^3\.7\.0-rc\.1 is not a release/],
    ['another etcd', sums('4.0.0'), /^quorate does not know etcd 4\.0: see/],
    ['a newer minor version', sums('3.99.0'), /^quorate does not know etcd 3\.99: see/],
    [
      'kubespray with SHA-512',
      kubespray(both('3.6.99', `sha512:${a}`)),
      /^etcd 3\.6\.99 for amd64 has no SHA-256/,
    ],
  ])('refuses %s', (_what, text, message) => {
    expect(() => addDigests(DIGESTS, text)).toThrow(message)
  })
})

describe('npm run releases', () => {
  const copy = () => {
    const folder = mkdtempSync(join(tmpdir(), 'quorate-releases-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const name of ['src', 'schema', 'docs', 'package.json'])
      cpSync(name, join(folder, name), { recursive: true })
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
    const file = (name: string) => readFileSync(join(folder, name), 'utf8')
    const run = (text: string) => {
      writeFileSync(join(folder, 'SHA256SUMS'), text)
      return execaSync(process.execPath, ['src/build/releases.ts', 'SHA256SUMS'], {
        cwd: folder,
        reject: false,
      })
    }
    return { file, run }
  }
  const [line = ''] = /^\d+\.\d+/.exec(RECOMMENDED_VERSION) ?? []

  test('makes a new patch the default, and writes what follows from it', () => {
    const { file, run } = copy()
    const { exitCode, stdout } = run(sums(`${line}.99`))
    expect([exitCode, stdout]).toEqual([0, `New or confirmed: ${line}.99`])
    expect(JSON.parse(file('schema/cluster.schema.json')).$defs.etcd.properties.version.default).toBe(
      `${line}.99`,
    )
    expect(file('docs/options.md')).toMatch(
      new RegExp(`^\\| ${line} \\| ${line}\\.99 \\|.*, ${line}\\.99 \\|$`, 'm'),
    )
    expect(file('docs/spec.md')).toContain(`\`"${line}.99"\``)
  })

  test('keeps the default when another line gets a patch', () => {
    const { file, run } = copy()
    const before = file('schema/cluster.schema.json')
    expect(run(sums(`${NEWEST_MINOR}.99`)).exitCode).toBe(0)
    expect(file('schema/cluster.schema.json')).toBe(before)
    expect(file('docs/options.md')).toContain(`${NEWEST_MINOR}.99 |`)
  })

  test('writes nothing when a digest differs', () => {
    const { file, run } = copy()
    const before = file('src/etcd/digests.json')
    const { exitCode, stderr } = run(sums(newestPinned('3.5') ?? ''))
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^SHA256SUMS: etcd 3\.5\.\d+ for amd64 has the digest .* Nothing was written\.$/)
    expect(file('src/etcd/digests.json')).toBe(before)
  })
})
