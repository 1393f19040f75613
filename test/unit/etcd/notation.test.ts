import { describe, expect, test } from 'vitest'
import { fileEntryOf, flagOf, nanoseconds, variableOf } from '../../../src/etcd/notation.ts'

test.each([
  ['data-dir', 'ETCD_DATA_DIR'],
  ['experimental-initial-corrupt-check', 'ETCD_EXPERIMENTAL_INITIAL_CORRUPT_CHECK'],
])('%s is set by %s', (option, want) => {
  expect(variableOf(option)).toBe(want)
})

test('a flag has its value in the same word', () => {
  expect(flagOf({ option: 'client-cert-auth', value: 'true' })).toBe('--client-cert-auth=true')
})

test.each([
  ['0', 0],
  ['0s', 0],
  ['100ms', 100e6],
  ['1h30m', 5400e9],
  ['1.5s', 1.5e9],
  ['2us', 2000],
])('%s is %d ns', (duration, want) => {
  expect(nanoseconds(duration)).toBe(want)
})

describe('in a configuration file', () => {
  const rows: readonly (readonly [string, string, string, string, unknown])[] = [
    ['3.6.14', 'name', '007', 'name', '007'],
    ['3.6.14', 'client-cert-auth', 'true', 'client-transport-security client-cert-auth', true],
    ['3.6.14', 'quota-backend-bytes', '8589934592', 'quota-backend-bytes', 8589934592],
    ['3.6.14', 'auto-compaction-retention', '1h', 'auto-compaction-retention', '1h'],
    ['3.6.14', 'grpc-keepalive-timeout', '20s', 'grpc-keepalive-timeout', 20e9],
    ['3.6.14', 'log-outputs', 'stderr,/var/log/etcd.log', 'log-outputs', ['stderr', '/var/log/etcd.log']],
    ['3.5.14', 'peer-cert-allowed-cn', 'a', 'peer-transport-security allowed-cn', 'a'],
    ['3.5.15', 'peer-cert-allowed-cn', 'a,b', 'peer-transport-security allowed-cn', ['a', 'b']],
    ['3.5.33', 'socket-reuse-port', 'true', 'socket-options reuse-port', true],
  ]
  test.each(rows)('%s: %s=%s is %s', (version, option, value, place, want) => {
    const entry = fileEntryOf({ option, value }, version)
    expect([entry.place.section, entry.place.key].filter(Boolean).join(' ')).toBe(place)
    expect(entry.value).toEqual(want)
  })

  test('an option that a file cannot set is a bug of ours, since the rules refuse it', () => {
    expect(() => fileEntryOf({ option: 'client-crl-file', value: '/x' }, '3.6.14')).toThrow('client-crl-file')
  })
})
