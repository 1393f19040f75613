import assert from 'node:assert/strict'
import type { Effective } from './effective.ts'

/** How an option's value looks in etcd's log. */
type Notation = (value: string) => unknown

const text: Notation = (value) => value
const number: Notation = Number
const truth: Notation = (value) => value === 'true'
const list: Notation = (value) => value.split(',').sort()
/** A number of milliseconds, or a duration with its unit, as Go prints it. */
const duration: Notation = (value) => goDuration(/^\d+$/.test(value) ? Number(value) : milliseconds(value))

// By option, where the line "starting an etcd server" shows it under its own name unless another is given.
const shown: Readonly<Record<string, readonly [Notation, string?]>> = {
  name: [text],
  'data-dir': [text],
  'wal-dir': [text],
  'listen-peer-urls': [list],
  'listen-client-urls': [list],
  'listen-metrics-urls': [list],
  'advertise-client-urls': [list],
  'initial-advertise-peer-urls': [list],
  'initial-cluster': [text],
  'initial-cluster-state': [text],
  'initial-cluster-token': [text],
  'heartbeat-interval': [duration],
  'election-timeout': [duration],
  'quota-backend-bytes': [number],
  'max-request-bytes': [number],
  'max-concurrent-streams': [number],
  'snapshot-count': [number],
  'max-wals': [number],
  'max-learners': [number],
  'pre-vote': [truth],
  'auto-compaction-mode': [text],
  'auto-compaction-retention': [duration],
  'corrupt-check-time': [duration, 'corrupt-check-time-interval'],
  'experimental-corrupt-check-time': [duration, 'corrupt-check-time-interval'],
  'experimental-initial-corrupt-check': [truth, 'initial-corrupt-check'],
  'experimental-compact-hash-check-enabled': [truth, 'compact-check-time-enabled'],
  cors: [list],
  'host-whitelist': [list],
}

/** By option, what the text about the TLS of clients, or of peers, says of it. */
const shownOfTls: Readonly<Record<string, (value: string) => string>> = {
  'cert-file': (value) => `cert = ${value},`,
  'key-file': (value) => `key = ${value},`,
  'trusted-ca-file': (value) => `trusted-ca = ${value},`,
  'client-cert-auth': (value) => `client-cert-auth = ${value},`,
}

/** Options that no line shows. */
const unshown: readonly string[] = [
  ...['logger', 'log-level', 'log-outputs', 'log-format', 'metrics', 'enable-pprof', 'enable-grpc-gateway'],
  ...['tls-min-version', 'tls-max-version'],
]

/** etcd runs with what it was given: every option, by flag's name, is shown with its value where etcd shows it at all. */
export function assertTakenUp(given: ReadonlyMap<string, string>, effective: Effective): void {
  const start = effective['starting an etcd server']
  for (const [option, value] of given) {
    const [notation, field = option] = shown[option] ?? []
    if (notation !== undefined) {
      const said = start[field]
      const seen = Array.isArray(said) ? said.toSorted() : said
      assert.deepEqual(seen, notation(value), `etcd was given ${option}=${value}`)
    } else if (option === 'feature-gates') {
      assertGates(value, start[option])
    } else if (!shownByTls(option, value, effective)) {
      assert.ok(unshown.includes(option), `nobody has said where etcd's log shows ${option}`)
    }
  }
}

function shownByTls(option: string, value: string, effective: Effective): boolean {
  const [client, peer] = [effective['starting with client TLS'], effective['starting with peer TLS']]
  if (option === 'cipher-suites') {
    for (const line of [client, peer]) assert.deepEqual(line[option], value.split(','))
    return true
  }
  const say = shownOfTls[option.replace(/^peer-/, '')]
  if (say === undefined) return false
  const said = String((option.startsWith('peer-') ? peer : client)['tls-info'])
  assert.ok(said.includes(say(value)), `etcd was given ${option}=${value} and says: ${said}`)
  return true
}

/** 3.6 does not show its gates; later ones show all that were set, in an order of their own. */
function assertGates(value: string, said: unknown): void {
  if (said === undefined) return
  const seen = String(said).split(',')
  for (const gate of value.split(','))
    assert.ok(seen.includes(gate), `etcd was given ${gate} and shows ${said}`)
}

function milliseconds(value: string): number {
  const [, amount, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(value) ?? []
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit]
  assert.ok(factor !== undefined, `${value} is no duration`)
  return Number(amount) * factor
}

/** As Go prints a time.Duration: `150ms`, `1.5s`, `1h0m0s`. */
function goDuration(value: number): string {
  if (value < 1000) return `${value}ms`
  const [hours, minutes] = [Math.floor(value / 3_600_000), Math.floor(value / 60_000) % 60]
  const seconds = `${(value % 60_000) / 1000}s`
  if (hours > 0) return `${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${minutes}m${seconds}` : seconds
}
