import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execaSync } from 'execa'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import {
  comment,
  environmentValue,
  markdown,
  markdownCode,
  shellWord,
  unitAssignment,
  unitText,
  unitWord,
  yamlString,
} from '../../../src/render/escape.ts'

describe('each destination', () => {
  const rows: readonly (readonly [string, (text: string) => string, string, string])[] = [
    ['environment file: plain', environmentValue, 'etcd-1', '"etcd-1"'],
    ['environment file: quote and backslash', environmentValue, 'a"b\\c', '"a\\"b\\\\c"'],
    ['environment file: what a shell would expand', environmentValue, '$HOME `id`', '"\\$HOME \\`id\\`"'],
    ['unit text: specifier', unitText, '100% of %H', '100%% of %%H'],
    ['unit variable', unitAssignment, 'A=b', '"A=b"'],
    ['unit variable: what systemd reads', unitAssignment, 'A=1 $x 5% "q" \\', '"A=1 $x 5%% \\"q\\" \\\\"'],
    ['unit word: plain', unitWord, '/usr/local/bin/etcd', '/usr/local/bin/etcd'],
    ['unit word: spaces', unitWord, 'a b', '"a b"'],
    ['unit word: variable and specifier', unitWord, '$A %n', '"$$A %%n"'],
    ['unit word: quotes', unitWord, `it's "x"`, `"it's \\"x\\""`],
    ['unit word: empty', unitWord, '', '""'],
    ['shell word: plain', shellWord, '/etc/etcd', '/etc/etcd'],
    ['shell word: quote', shellWord, "a'b", "'a'\\''b'"],
    ['shell word: empty', shellWord, '', "''"],
    ['YAML: a number stays a text', yamlString, '3.10', '"3.10"'],
    ['YAML: next line', yamlString, 'a\u0085b', '"a\\u0085b"'],
    ['Markdown: table and emphasis', markdown, 'a|b *c* <d>', 'a\\|b \\*c\\* \\<d\\>'],
    ['Markdown: code', markdownCode, 'a_b', '`a_b`'],
  ]
  test.each(rows)('%s', (_name, escaped, given, want) => {
    expect(escaped(given)).toBe(want)
  })

  test.each([environmentValue, unitAssignment, unitText, unitWord, comment, markdown, markdownCode])(
    '%o refuses a line break',
    (escaped) => {
      expect(() => escaped('a\nb')).toThrow('control characters')
    },
  )
})

describe('the real readers', () => {
  test('a POSIX shell reads every word back', () => {
    const words = fc.sample(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      { numRuns: 200, seed: 1 },
    )
    const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`
    expect(
      execaSync('sh', ['-c', script], { stripFinalNewline: false }).stdout.split('\0').slice(0, -1),
    ).toEqual(words)
  })

  test('a POSIX shell that sources an environment file reads every value back', () => {
    const values = fc.sample(singleLine, { numRuns: 200, seed: 2 })
    const folder = mkdtempSync(join(tmpdir(), 'quorate-test-'))
    try {
      const file = join(folder, 'environment')
      writeFileSync(file, values.map((value, index) => `V${index}=${environmentValue(value)}\n`).join(''))
      const names = values.map((_, index) => `"$V${index}"`).join(' ')
      const { stdout } = execaSync('sh', ['-c', `. ${shellWord(file)}; printf '%s\\0' ${names}`], {
        stripFinalNewline: false,
      })
      expect(stdout.split('\0').slice(0, -1)).toEqual(values)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('YAML reads every text back', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => load(yamlString(text)) === text))
  })
})

const singleLine = fc.string({ unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text))
