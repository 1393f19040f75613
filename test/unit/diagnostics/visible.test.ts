import { describe, expect, it } from 'vitest'
import { listed, quote, visible } from '../../../src/diagnostics/visible.ts'

describe('text that is printed', () => {
  it.each([
    ['plain text', { given: 'etcd-1 ü 東京 🙂', want: 'etcd-1 ü 東京 🙂' }],
    ['an escape sequence', { given: '\x1b[31mred', want: '\\x1B[31mred' }],
    ['the sequence of one character', { given: '\x9b31m', want: '\\x9B31m' }],
    ['white space', { given: 'a\tb\r\nc', want: 'a\\tb\\r\\nc' }],
    ['a space that does not break', { given: 'a\u00a0b', want: 'a\\xA0b' }],
    ['a change of direction', { given: 'a\u202eb', want: 'a\\u202Eb' }],
    ['a line separator', { given: 'a\u2028b', want: 'a\\u2028b' }],
    ['half a character', { given: 'a\ud800b', want: 'a\\uD800b' }],
    ['a tag beyond the first plane', { given: 'a\u{e0041}b', want: 'a\\u{E0041}b' }],
  ])('%s', (_, { given, want }) => {
    expect(visible(given)).toBe(want)
    expect(visible(want)).toBe(want)
  })

  it('cuts long values between characters', () => {
    expect(quote('x'.repeat(72))).toBe(`"${'x'.repeat(72)}"`)
    expect(quote('🙂'.repeat(100))).toBe(`"${'🙂'.repeat(69)}..."`)
  })

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('lists %j', (names, want) => {
    expect(listed(names)).toBe(want)
  })
})
