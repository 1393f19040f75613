import assert from 'node:assert/strict'
import type { Host, HostDescription } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { type Command, failureText } from '../machine/command.ts'
import type { ScenarioContext } from '../scenario.ts'
import { type GeneratedCluster, generateCluster, type Hosts } from './cluster.ts'
import type { Example } from './examples.ts'
import { assertFormed, etcdctl, leaderOf } from './members.ts'

/** Hosts for an example: its nodes, at their own addresses, and whatever else is asked for. */
export function hostsOf({ spec }: Example, more: Partial<HostDescription> = {}): HostDescription[] {
  return spec.nodes.map(({ name, address }) => ({ name, addresses: [address], ...more }))
}

/** Generates an example's cluster. Nothing is changed but where etcd comes from, which the lab has for itself. */
export async function generateExample(
  lab: Lab,
  { name: file, spec }: Example,
  install: object | undefined = spec.etcd?.install,
): Promise<GeneratedCluster> {
  const { apiVersion, kind, name, nodes, etcd, tls, ansible, ...others } = spec
  assert.deepEqual({ apiVersion, kind }, { apiVersion: 'quorate/v1', kind: 'EtcdCluster' })
  assert.deepEqual(others, {}, `sections of ${file} that the lab leaves out`)
  const cluster = await generateCluster(lab, {
    name,
    hosts: nodes.map((node) => node.name),
    etcd: { ...etcd, ...(install && { install }) },
    ...(tls && { tls }),
    ...(ansible && { ansible }),
  })
  assert.deepEqual(
    nodes,
    cluster.hosts.map((host) => ({ name: host.name, address: host.address })),
    `the nodes of ${file}`,
  )
  return cluster
}

/** Runs a command on a host as root, which has to succeed; returns the lines that it printed on either stream. */
export async function linesOf(host: Host, command: readonly string[]): Promise<string[]> {
  const outcome = await host.attempt(command as Command)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  return outcome.output.trimEnd().split('\n')
}

/** `systemctl is-active etcd` says so on every host. */
export async function assertActive({ hosts }: Hosts): Promise<void> {
  for (const host of hosts)
    assert.deepEqual(await linesOf(host, ['systemctl', 'is-active', 'etcd']), ['active'], host.name)
}

/** What `endpoint health` has printed: every host's member is healthy, and nothing else is said. */
export function assertHealthy(lines: readonly string[], { hosts }: Hosts): void {
  const said = lines.map((line) => line.replace(/: successfully committed proposal: took = .*$/, '')).sort()
  const healthy = hosts.map(({ address }) => `https://${address}:2379 is healthy`).sort()
  assert.deepEqual(said, healthy)
}

/** The rows of a table that etcdctl has drawn, by the headings of its columns. */
export function rowsOf(table: readonly string[]): Readonly<Record<string, string>>[] {
  const cells = (line: string) => line.split('|').map((cell) => cell.trim())
  const [headings = [], ...rows] = table.filter((line) => line.startsWith('|')).map(cells)
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

/** A table without its last column. */
export function withoutLastColumn(table: readonly string[]): string[] {
  return table.map((line) => line.replace(/([+|])[^+|]*[+|]$/, '$1'))
}

/**
 * Stops one member after another, each time the one that leads while any does. Two writes succeed after each stop that
 * leaves a majority, and none after the next. Then starts them again.
 */
export async function survivesStops({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const alive = [...cluster.hosts]
  const stopped: Host[] = []
  const mayStop = Math.ceil(alive.length / 2) - 1
  while (stopped.length <= mayStop) {
    const leader = await leaderOf({ hosts: alive })
    const host = alive.splice(
      alive.findIndex(({ name }) => name === leader),
      1,
    )[0] as Host
    await host.run(['systemctl', 'stop', 'etcd.service'])
    stopped.push(host)
    const [writer, reader] = [alive[0] as Host, alive.at(-1) as Host]
    const writes = [1, 2].map((number) => [`/seed/${stopped.length}/${number}`, String(number)] as const)
    if (stopped.length <= mayStop) {
      await step(`${stopped.length} of ${cluster.hosts.length} stopped: two writes succeed`, async () => {
        for (const [key, value] of writes) {
          assert.equal(await etcdctl(writer, 'put', key, value), 'OK')
          assert.equal(await etcdctl(reader, 'get', '--print-value-only', key), value)
        }
      })
    } else {
      await step(`${stopped.length} of ${cluster.hosts.length} stopped: writes fail`, async () => {
        for (const [key, value] of writes)
          await assert.rejects(etcdctl(writer, 'put', key, value), /deadline exceeded|timed out|no leader/)
      })
    }
  }
  await step('they are started again, and all is well', async () => {
    await Promise.all(stopped.map((host) => host.run(['systemctl', 'start', 'etcd.service'])))
    await assertFormed(cluster)
  })
}
