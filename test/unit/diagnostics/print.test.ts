import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { palette } from '../../../src/diagnostics/colours.ts'
import type { Diagnostic, Span } from '../../../src/diagnostics/diagnostic.ts'
import { printDiagnostics } from '../../../src/diagnostics/print.ts'

const fault = (span: Span, more: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'some-code',
  severity: 'error',
  pointer: '',
  span,
  message: 'Wrong.',
  hint: 'Right it.',
  ...more,
})

/** Prints one fault at the piece of a text that stands between ‹ and ›. */
function printAt(marked: string, more: Partial<Diagnostic> = {}): string[] {
  const start = marked.indexOf('‹')
  const end = marked.indexOf('›') - 1
  const text = marked.replace(/[‹›]/g, '')
  const printed = printDiagnostics([fault({ start, end }, more)], { file: 'a.yaml', text }, palette(false))
  return printed.split('\n').slice(0, -2)
}

describe('the code frame', () => {
  it.each([
    ['underlines a value', 'a: ‹b›', ['a.yaml:1:4: error: Wrong. [some-code]', '  1 | a: b', '    |    ^']],
    [
      'counts characters',
      'é🙂: ‹b›',
      ['a.yaml:1:5: error: Wrong. [some-code]', '  1 | é🙂: b', '    |      ^'],
    ],
    [
      'counts a tab as one',
      '\ta: ‹b›',
      ['a.yaml:1:5: error: Wrong. [some-code]', '  1 | \\ta: b', '    |      ^'],
    ],
    [
      'joins combining marks',
      'e\u0301: ‹b›',
      ['a.yaml:1:5: error: Wrong. [some-code]', '  1 | e\u0301: b', '    |    ^'],
    ],
    [
      'widens wide ones',
      '‹名前›: b',
      ['a.yaml:1:1: error: Wrong. [some-code]', '  1 | 名前: b', '    | ^^^^'],
    ],
    [
      'shows what is invisible',
      'a: ‹\u202e\x1b›',
      ['a.yaml:1:4: error: Wrong. [some-code]', '  1 | a: \\u202E\\x1B', '    |    ^^^^^^^^^^'],
    ],
    [
      'takes the first of several lines',
      'a\nb: ‹c\n  d›\ne',
      ['a.yaml:2:4: error: Wrong. [some-code]', '  2 | b: c', '    |    ^'],
    ],
    ['knows CRLF', 'a\r\nb: ‹c\r\n›', ['a.yaml:2:4: error: Wrong. [some-code]', '  2 | b: c', '    |    ^']],
    [
      'points at the end of a line',
      'a:‹›\nb',
      ['a.yaml:1:3: error: Wrong. [some-code]', '  1 | a:', '    |   ^'],
    ],
    ['points at the end of the file', 'a\n‹›', ['a.yaml:2:1: error: Wrong. [some-code]', '  2 |', '    | ^']],
  ])('%s', (_, marked, want) => {
    expect(printAt(marked)).toEqual([...want, '  Right it.'])
  })

  it.each([
    ['the beginning', `‹here›${' x'.repeat(500_000)}`, /^ {2}1 \| here( x)+ ?\.\.\.$/],
    [
      'the middle',
      `${'x '.repeat(200)}‹here›${' x'.repeat(200)}`,
      /^ {2}1 \| \.\.\.( ?x )+here( x)+ ?\.\.\.$/,
    ],
    ['the end', `${'x '.repeat(500_000)}‹here›`, /^ {2}1 \| \.\.\.( ?x )+here$/],
    ['a value without end', `a: ‹${'x'.repeat(1_000_000)}›`, /^ {2}1 \| a: x+\.\.\.$/],
  ])('cuts a long line around %s', (_, marked, want) => {
    const [, line = '', signs = ''] = printAt(marked)
    expect(line).toMatch(want)
    expect(line.length).toBeLessThan(115)
    const from = signs.indexOf('^')
    expect(line.slice(from, from + 4)).toBe(marked.includes('here') ? 'here' : 'xxxx')
  })

  it('shows what else has part in it', () => {
    const positions = new Map([['/a', { value: { start: 3, end: 4 } }]])
    const source = { file: 'a.yaml', text: 'a: 1\nb: 2\nc: 1\n', positions }
    const printed = printDiagnostics(
      [fault({ start: 13, end: 14 }, { related: ['/a'] })],
      source,
      palette(false),
    )
    expect(printed.split('\n').slice(1, 5)).toEqual(['  1 | a: 1', '    |    -', '  3 | c: 1', '    |    ^'])
  })
})

describe('what is printed', () => {
  const source = { file: 'dir/a.yaml', text: 'one\ntwo\n' }

  it('is sorted by place, and counted', () => {
    const warning = fault({ start: 0, end: 3 }, { severity: 'warning', hint: '' })
    const printed = printDiagnostics(
      [fault({ start: 4, end: 7 }), warning, fault({ start: 0, end: 3 })],
      source,
      palette(false),
    )
    expect(printed.split('\n').filter((line) => line.startsWith('dir') || line.endsWith('.'))).toEqual([
      'dir/a.yaml:1:1: error: Wrong. [some-code]',
      '  Right it.',
      'dir/a.yaml:1:1: warning: Wrong. [some-code]',
      'dir/a.yaml:2:1: error: Wrong. [some-code]',
      '  Right it.',
      '2 errors and 1 warning in dir/a.yaml.',
    ])
  })

  it('is nothing where there is nothing to say', () => {
    expect(printDiagnostics([], source, palette(true))).toBe('')
  })

  it('does without a text', () => {
    const { span: _, ...noSpan } = fault({ start: 0, end: 0 })
    expect(printDiagnostics([noSpan], { file: 'a.yaml' }, palette(false))).toBe(
      'a.yaml: error: Wrong. [some-code]\n  Right it.\n\n1 error in a.yaml.',
    )
  })

  it('ends some time', () => {
    const many = Array.from({ length: 5000 }, () => fault({ start: 4, end: 7 }))
    const printed = printDiagnostics(many, source, palette(false))
    expect(printed.match(/some-code/g)).toHaveLength(100)
    expect(printed).toMatch(/^5000 errors in dir\/a\.yaml\. The first 100 are shown\.$/m)
  })

  it('is the same with colours, which are its only escapes', () => {
    const hostile = { file: '\x1b]0;title\x07.yaml', text: '\x1b[2Jone\n' }
    const diagnostics = [fault({ start: 0, end: 4 }, { message: '\x1b[31m', hint: '\x9b31m' })]
    const plain = printDiagnostics(diagnostics, hostile, palette(false))
    expect(plain).not.toMatch(/[^\P{Cc}\n]/u)
    const coloured = printDiagnostics(diagnostics, hostile, palette(true))
    expect(coloured).not.toBe(plain)
    expect(stripVTControlCharacters(coloured)).toBe(plain)
  })
})
