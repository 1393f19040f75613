import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readMirrorAuthority } from '../../../src/spec/mirror-authority.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { specText } from './specs.ts'

const pem = readFileSync('test/unit/spec/mirror-ca.pem', 'utf8')
const leaf = readFileSync('test/cases-invalid/mirror-authority-leaf.pem', 'utf8')
const der = execFileSync('openssl', ['x509', '-outform', 'der'], { input: pem })
const NOW = new Date('2026-08-15T12:00:00Z')

/** What is read of a CA's file next to the spec, and from where. */
function read(content: string | Uint8Array, path = 'ca.pem', specFile = 'specs/lab.yaml') {
  const { subject } = parseSpec(specText({ etcd: { install: { mirrorAuthority: path } } }))
  if (!subject) throw new Error('the spec cannot be parsed')
  const opened: string[] = []
  const host = {
    exists: () => true,
    isOrdinary: () => true,
    readStart: (file: string) => {
      opened.push(file)
      return Buffer.from(content)
    },
  }
  return { ...readMirrorAuthority(host, specFile, subject, NOW), opened }
}

describe('the CA of a mirror', () => {
  it.each([
    ['alone', pem],
    [
      'with other text around it, and other ends of lines',
      `# mirror CA\n${pem.replaceAll('\n', '\r\n')}\nend\n`,
    ],
  ])('%s is its certificate', (_, text) => {
    const { value, diagnostics } = read(text)
    expect(diagnostics).toEqual([])
    expect(value).toBe(pem.trimEnd())
  })

  it('may be a chain', () => expect(read(pem + pem).value).toBe(`${pem}${pem}`.trimEnd()))

  it.each([
    ['relative to the spec', 'ca.pem', 'specs/ca.pem'],
    ['absolute', '/srv/ca.pem', '/srv/ca.pem'],
  ])('is at a path that is %s', (_, path, want) => expect(read(pem, path).opened).toEqual([want]))

  it.each([
    ['in DER', der, 'mirror-authority-not-pem'],
    ['nothing', '', 'mirror-authority-not-pem'],
    ['cut short', pem.slice(0, 200), 'mirror-authority-not-pem'],
    ['garbled', pem.replace(/\nMII/, '\nAAA'), 'mirror-authority-not-pem'],
    ['a chain with a leaf certificate', pem + leaf, 'mirror-authority-not-ca'],
  ])('is not %s', (_, content, code) => {
    const { value, diagnostics } = read(content)
    expect(value).toBeUndefined()
    expect(diagnostics?.map((each) => `${each.code} ${each.pointer}`)).toEqual([
      `${code} /etcd/install/mirrorAuthority`,
    ])
  })
})
