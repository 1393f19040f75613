import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { palette } from '../../../src/diagnostics/colours.ts'
import { printDiagnostics } from '../../../src/diagnostics/print.ts'
import { redacted } from '../../../src/diagnostics/redacted.ts'
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
    expect(redacted(given)).toBe(want)
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

const BODY = 'MC4CAQAwBQYDK2VwBCIEIOq1Xvq0Zk9mYh0Wb3JkIGlzIG5vdCBhIGtleSE='
const PEM = `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----\n`
const [BEGIN, , END] = PEM.split('\n')
const inBase64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')
const inLines = (text: string) => text.replace(/.{1,40}/g, '  $&\n')

describe('a private key in disguise', () => {
  it.each([
    ['in base64', `a: ${inBase64(PEM)}`, inBase64(PEM)],
    ['in base64, in lines', `a: |\n${inLines(inBase64(PEM))}`, inBase64(PEM)],
    ['in gzip and base64', `a: ${inBase64(gzipSync(PEM))}`, inBase64(gzipSync(PEM))],
    ['in gzip and base64, in lines', inLines(inBase64(gzipSync(PEM))), inBase64(gzipSync(PEM))],
    ['in base64, in a command', `echo ${inBase64(PEM)} | base64 -d`, inBase64(PEM)],
    ['as words', `printf '%s\\n' '${BEGIN}' ${BODY} '${END}'`, BODY],
    ['as words, cut off', `printf '%s\\n' '${BEGIN}' "${BODY}"`, BODY],
    ['as words, the end alone', `printf "${BODY}" '${END}'`, BODY],
    ['as lines of a script', `- |\n  echo '${BEGIN}'\n  echo ${BODY}\n  echo done`, BODY],
    ['as lines of a list', `- ["${BEGIN}",\n   "${BODY}",\n   "${END}"]`, BODY],
    ['as entries of a list', `- "${BEGIN}"\n- "${BODY}"\n- "${END}"`, BODY],
    ['on one line', JSON.stringify(PEM), BODY],
    ['in pieces', `'${BEGIN}' ${BODY.replace(/.{5}/g, '$& ')} '${END}'`, BODY.slice(0, 5)],
  ])('is not to be read: %s', (_, given, secret) => {
    const shown = redacted(given)
    expect(shown).toHaveLength(given.length)
    for (let start = 0; start + 5 <= secret.length; start += 5) {
      expect(shown).not.toContain(secret.slice(start, start + 5))
    }
    expect(redacted(shown)).toBe(shown)
  })

  it.each([
    ['other fields', `a: /usr/local/bin/something\nb: '${BEGIN}'\nc: /usr/local/bin/something`],
    ['base64 of something else', `a: ${inBase64(PEM.replaceAll('PRIVATE KEY', 'CERTIFICATE'))}`],
    ['gzip of something else', `a: ${inBase64(gzipSync('a'.repeat(1000)))}`],
    ['prose', `# ${'Every word of this line could be base64 '.repeat(20)}`],
  ])('leaves alone %s', (_, given) => {
    expect(redacted(given)).toBe(given)
  })

  it.each([
    ['a message that quotes a line of it', `name: ${BEGIN}\n${BODY}\nkind: EtcdCluster\n`],
    ['a field of it', `? ${BEGIN}\n: ${BODY}\nkind: 5\n`],
    ['another entry of the list', `cloudInit:\n  config:\n    runcmd: ["${BEGIN}", { ${BODY}: 1 }, 5]\n`],
    ['a name in base64', `cloudInit: { ${inBase64(PEM)}: 1 }\n`],
    ['a value in base64', `cloudInit: ${inBase64(gzipSync(PEM))}\n`],
    ['a value that is cut', `cloudInit: { keys: "echo ${'x'.repeat(40)} '${BODY}' ${END}" }\n`],
  ])('is not printed by %s', (_, text) => {
    const { diagnostics, positions } = parseSpec(text)
    const printed = printDiagnostics(diagnostics, { file: 'a.yaml', text, positions }, palette(false))
    expect(printed).not.toBe('')
    for (const secret of [BODY, inBase64(PEM).slice(20), inBase64(gzipSync(PEM)).slice(20)]) {
      expect(printed).not.toContain(secret.slice(0, 12))
    }
  })
})
