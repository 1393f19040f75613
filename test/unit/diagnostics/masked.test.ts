import { describe, expect, it } from 'vitest'
import { palette } from '../../../src/diagnostics/colours.ts'
import { masked } from '../../../src/diagnostics/masked.ts'
import { printDiagnostics } from '../../../src/diagnostics/print.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { specText } from '../spec/specs.ts'

const SECRET = 'GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX'
const IDENTITY = `AGE-SECRET-KEY-1${SECRET}`

describe('a private key that was pasted into a spec', () => {
  it.each([
    ['a key', IDENTITY, `AGE-SECRET-KEY-${'*'.repeat(59)}`],
    ['in lower case', IDENTITY.toLowerCase(), `age-secret-key-${'*'.repeat(59)}`],
    ['among others', `[${IDENTITY}, x]`, `[AGE-SECRET-KEY-${'*'.repeat(59)}, x]`],
    ["a plugin's", 'AGE-PLUGIN-A-1QQQQQQ', 'AGE-PLUGIN-*********'],
    ["a plugin's program", 'age-plugin-yubikey', 'age-plugin-yubikey'],
    ['a public one', 'age1ql3z7hjy', 'age1ql3z7hjy'],
    [
      'in PEM',
      '-----BEGIN EC PRIVATE KEY-----\n  MHc+/w==\n-----END',
      '-----BEGIN EC PRIVATE KEY-----\n  ********\n-----END',
    ],
    [
      'in PEM on one line',
      '"-----BEGIN PRIVATE KEY-----\\nMHc=\\n-----END PRIVATE KEY-----"',
      '"-----BEGIN PRIVATE KEY-----********-----END PRIVATE KEY-----"',
    ],
    [
      'in PEM with headers',
      '-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-256-CBC,0F\n\nMHc=\n-----END',
      '-----BEGIN RSA PRIVATE KEY-----\n********* **************\n\n****\n-----END',
    ],
    ['in PEM, cut off', 'a: -----BEGIN PRIVATE KEY-----MHc"', 'a: -----BEGIN PRIVATE KEY-----***"'],
    ['a public one in PEM', '-----BEGIN PUBLIC KEY-----MHc', '-----BEGIN PUBLIC KEY-----MHc'],
    [
      'the words alone',
      "grep -- '-----BEGIN PRIVATE KEY-----' a.pem",
      "grep -- '-----BEGIN PRIVATE KEY-----' a.pem",
    ],
  ])('is not to be read: %s', (_, given, want) => {
    expect(masked(given)).toBe(want)
  })

  it.each([
    ['as a recipient', { secrets: { encryption: 'age', recipients: [IDENTITY] } }],
    ['twice', { secrets: { encryption: 'age', recipients: [IDENTITY, IDENTITY] } }],
    ['for a list', { secrets: { encryption: 'age', recipients: IDENTITY } }],
    ['as an id', { secrets: { encryption: 'ansible-vault', vaultId: IDENTITY } }],
    ['as a kind', { secrets: { encryption: IDENTITY } }],
    ['as a field', { secrets: { [IDENTITY]: true } }],
    ['as a name', { name: IDENTITY }],
    ['as an address', { nodes: [{ name: 'a', address: IDENTITY }] }],
    ['on the line of another fault', { secrets: { encryption: 'ag' }, name: `${IDENTITY}"` }],
  ])('is not printed: %s', (_, sections) => {
    for (const text of [specText(sections), JSON.stringify(JSON.parse(specText(sections)))]) {
      const { diagnostics, positions } = parseSpec(text)
      expect(diagnostics).not.toEqual([])
      const printed = printDiagnostics(diagnostics, { file: 'a.yaml', text, positions }, palette(false))
      const said = [printed, ...diagnostics.flatMap(({ message, hint }) => [message, hint])].join()
      expect(said.toUpperCase()).not.toContain(SECRET.slice(0, 8))
    }
  })
})
