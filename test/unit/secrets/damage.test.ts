import { describe, expect, it } from 'vitest'
import { open } from '../../../src/secrets/seal.ts'
import { keyring, recorded, recordedPlain } from './support.ts'

// Whatever becomes of one character, the text opens to what it was or not at all.

const names = ['vault-1.1', 'vault-1.2', 'age-one', 'age-three'] as const

/** What a character becomes: another of its kind, a space, a line end, one that is not ASCII, nothing, two of it. */
const changes = (character: string): readonly string[] => [
  character === '0' ? '1' : '0',
  character === 'A' ? 'B' : 'A',
  ' ',
  '\n',
  'ä',
  '',
  character + character,
]

describe.each(names)('a damaged file: %s', (name) => {
  const text = recorded(name)

  it('opens to what it was, or not at all', { timeout: 120_000 }, async () => {
    const damaged = [...text].flatMap((character, index) =>
      changes(character).map((other) => text.slice(0, index) + other + text.slice(index + 1)),
    )
    const opened = await Promise.all(
      damaged.map(async (each) => {
        const { value, problem } = await open(each, keyring)
        // A text that begins otherwise is a plain one, and comes back as it is.
        return value === each ? 'plain' : value === recordedPlain ? 'whole' : (problem ?? 'wrong')
      }),
    )
    expect(opened).not.toContain('wrong')
    expect(opened.filter((each) => each === 'plain').length).toBeLessThan(250)
    expect(opened.filter((each) => /-(?:damaged|not-text)$/.test(each)).length).toBeGreaterThan(1000)
  })

  it('cut anywhere, does not open', { timeout: 120_000 }, async () => {
    const whole = text.trimEnd().length
    const opened = await Promise.all(
      Array.from({ length: whole - 40 }, (_, index) => open(text.slice(0, 40 + index), keyring)),
    )
    expect(opened.filter(({ value }) => value !== undefined)).toEqual([])
  })
})
