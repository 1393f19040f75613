import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { looksOctal, plainScalar, yaml11Scalar } from '../../../src/spec/scalar.ts'

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

// What PyYAML 6.0.3 makes of them, by yaml.safe_load.
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number
const read: readonly (readonly [want: unknown, sources: string])[] = [
  [true, 'yes Yes YES on On ON true True TRUE'],
  [false, 'no No NO off Off OFF false False FALSE'],
  [null, '~ null Null NULL'],
  [420, '0644 0_644 +0644'],
  [-10, '-012'],
  [0, '0 00 -0 0_ 0.0'],
  [5, '0b101 0b1_01 5. +5'],
  [31, '0x1f 0x_1F 0x1F'],
  [1342, '22:22'],
  [80542, '22:22:22'],
  [-90, '-1:30'],
  [685230.15, '190:20:30.15 685_230.15 6.8523015e+5'],
  [1000, '1_000 1__000 1.e+3 1.0e+3'],
  [0.5, '.5 0.5 .5_'],
  [3.1, '3.10'],
  [infinity, '.inf +.inf .Inf .INF'],
  [-infinity, '-.inf'],
  [nan, '.nan .NaN .NAN'],
]
const texts =
  `y n Y N tRUE nULL 08 09 0o644 0b 0x 0b2 1:60 0:30 0:30:00 1e3 12e03 1E5 +.5 -.5 ._ . 3.6.14 10.0.0.1 fd00::1 1:2: <<
  2026-01-01 2026-01-01T10:00:00Z inf nan`.split(/\s+/)

describe('a scalar without quotes in a cloud-config', () => {
  it.each(read.flatMap(([want, sources]) => sources.split(' ').map((source) => [source, want] as const)))(
    '%s is read as PyYAML reads it: %s',
    (source, want) => {
      expect(yaml11Scalar(source)).toEqual(want)
    },
  )

  it.each(texts)('%s is text', (source) => {
    expect(yaml11Scalar(source)).toBe(source)
  })
})
