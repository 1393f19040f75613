import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Hosts } from './cluster.ts'

/** What lies on the hosts: per host, one line for each file with its kind, mode, owner, size and time of change. */
export type Snapshot = ReadonlyMap<string, readonly string[]>

/** Notes what lies in the folders in which a set-up leaves its traces, all but the paths that are passed over. */
export async function takeSnapshot({ hosts }: Hosts, passingOver: readonly string[] = []): Promise<Snapshot> {
  const lists = hosts.map(async (host) => [host.name, await list(host, passingOver)] as const)
  return new Map(await Promise.all(lists))
}

/** Nothing on the hosts is otherwise than it was. */
export async function assertSameSnapshot(
  { hosts }: Hosts,
  before: Snapshot,
  passingOver: readonly string[] = [],
): Promise<void> {
  const after = await takeSnapshot({ hosts }, passingOver)
  for (const { name } of hosts) {
    const [old, now] = [new Set(before.get(name)), new Set(after.get(name))]
    const differences = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`)
    differences.push(...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`))
    assert.deepEqual(differences, [], `something changed on ${name}`)
  }
}

async function list(host: Host, passingOver: readonly string[]): Promise<string[]> {
  // A folder's own time changes with every temporary file in it, so the time counts for files only. A living etcd
  // writes its database and its log all the time.
  const line = [
    '(',
    '-type',
    'd',
    '-printf',
    '%p %M %u:%g\\n',
    ')',
    '-o',
    '-printf',
    '%p %M %u:%g %s %T@ %l\\n',
  ]
  const passed = ['/var/lib/etcd/member', '/var/lib/systemd', ...passingOver]
  // sudo's mark that somebody has used it.
  const marks = ['-name', '.ansible', '-o', '-name', '.sudo_as_admin_successful']
  const passing = [...marks, ...passed.flatMap((path) => ['-o', '-path', path])]
  const places = ['/etc', '/home', '/opt', '/root', '/srv', '/usr', '/var/lib']
  return (await host.run(['find', ...places, '(', ...passing, ')', '-prune', '-o', ...line])).split('\n')
}
