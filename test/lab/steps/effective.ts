import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'

/** A line of etcd's log. */
export type LogLine = Readonly<Record<string, unknown>>

/** What etcd says, as it starts, that it has been told: by the line's message, the line's fields. */
export type Effective = Readonly<Record<(typeof messages)[number], LogLine>>

// The same in 3.4 to 3.7 (etcd, embed/etcd.go, print and configure…Listeners).
const messages = ['starting an etcd server', 'starting with peer TLS', 'starting with client TLS'] as const

// What is otherwise at each start (the member has data at the second one), or follows from where the line stands.
const passing = ['ts', 'caller', 'member-initialized']

/** The configuration that the etcd which runs on a host has logged as its own at its start. */
export async function effectiveOn(host: Host): Promise<Effective> {
  const lines = await logOf(host)
  const entries = messages.map((message) => {
    const line = lines.findLast(({ msg }) => msg === message)
    assert.ok(line, `etcd on ${host.name} has never logged "${message}"`)
    return [message, Object.fromEntries(Object.entries(line).filter(([field]) => !passing.includes(field)))]
  })
  return Object.fromEntries(entries)
}

/** The names by which etcd has been started on a host so far, once for each start. */
export async function startsOn(host: Host): Promise<unknown[]> {
  return (await logOf(host)).filter(({ msg }) => msg === messages[0]).map(({ name }) => name)
}

async function logOf(host: Host): Promise<LogLine[]> {
  const options = ['--unit=etcd.service', '--output=cat', '--no-pager', '--quiet']
  const text = await host.run(['journalctl', ...options])
  return text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
}

/** What the process of etcd on a host was given: its variables of the form ETCD_…, and its parameters. */
export async function givenTo(
  host: Host,
  process: number,
): Promise<{ readonly variables: ReadonlyMap<string, string>; readonly parameters: readonly string[] }> {
  const read = async (file: string) =>
    (await host.run(['cat', `/proc/${process}/${file}`])).split('\0').filter(Boolean)
  const [, ...parameters] = await read('cmdline')
  const variables = (await read('environ')).flatMap((line) => {
    const [, name, value] = /^ETCD_(\w+?)=(.*)$/s.exec(line) ?? []
    return name === undefined ? [] : [[name.toLowerCase().replaceAll('_', '-'), value ?? ''] as const]
  })
  return { variables: new Map(variables), parameters }
}
