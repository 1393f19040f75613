import { describe, expect, it } from 'vitest'
import { bytes, days, milliseconds } from '../../../src/spec/units.ts'

describe('units', () => {
  it.each([
    ['100ms', milliseconds, 100],
    ['5s', milliseconds, 5000],
    ['5m', milliseconds, 300_000],
    ['1h', milliseconds, 3_600_000],
    ['1536KiB', bytes, 1_572_864],
    ['512MiB', bytes, 536_870_912],
    ['8GiB', bytes, 8_589_934_592],
    ['365d', days, 365],
  ])('%s', (text, read, want) => {
    expect(read(text)).toBe(want)
  })

  it.each([
    ['', milliseconds],
    ['5', milliseconds],
    ['0s', milliseconds],
    ['5d', milliseconds],
    ['-5s', milliseconds],
    ['5constructor', milliseconds],
    ['8GB', bytes],
    ['1h', days],
  ])('refuse %j', (text, read) => {
    expect(() => read(text)).toThrow(RangeError)
  })
})
