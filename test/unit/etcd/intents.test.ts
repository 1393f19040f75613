import { describe, expect, test } from 'vitest'
import { corruptionChecks, modernDefaults } from '../../../src/etcd/intents.ts'

describe('one intent, the option of each version', () => {
  test.each([
    ['3.4.30', ['experimental-initial-corrupt-check=true']],
    ['3.5.4', ['experimental-initial-corrupt-check=true']],
    ['3.5.33', ['experimental-initial-corrupt-check=true', 'experimental-compact-hash-check-enabled=true']],
    ['3.6.14', ['feature-gates=InitialCorruptCheck=true,CompactHashCheck=true']],
    ['3.7.1', ['feature-gates=InitialCorruptCheck=true,CompactHashCheck=true']],
  ])('corruption checks of %s', (version, want) => {
    expect(corruptionChecks(version).map(({ option, value }) => `${option}=${value}`)).toEqual(want)
  })

  test.each([
    ['3.4.45', ['logger', 'enable-grpc-gateway']],
    ['3.5.33', []],
  ])('what %s has to be told', (version, want) => {
    expect(modernDefaults(version).map(({ option }) => option)).toEqual(want)
  })
})
