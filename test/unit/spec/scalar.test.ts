import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { looksOctal, plainScalar } from '../../../src/spec/scalar.ts'

const sources =
  `~ null Null NULL nULL true True TRUE tRUE false FALSE yes no on off 0 1 -1 +1 0644 0o17 0o8 0x1F 0xG 1.5 .5 5. .
  1e3 1E-3 1e -.5 .inf -.inf +.Inf .INF .nan .NaN .NAN nan inf 3.6 3.10 3.6.14 10.0.0.1 1_000 2026-01-01 12:30 fd00::1 1:2
  99999999999999999999 -0 +.5 0b1`.split(/\s+/)

describe('a scalar without quotes', () => {
  it.each(sources)('%s is read as js-yaml reads it', (source) => {
    expect(plainScalar(source)).toEqual(load(source))
  })

  it.each([
    ['0644', true],
    ['-07', true],
    ['0', false],
    ['0.5', false],
    ['0x1F', false],
  ])('%s looks octal: %s', (source, want) => {
    expect(looksOctal(source)).toBe(want)
  })
})
