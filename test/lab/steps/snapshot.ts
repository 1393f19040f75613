import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'

/** What lies on the hosts: per host, one line for each file with its kind, mode, owner, size and time of change. */
export type Snapshot = ReadonlyMap<string, readonly string[]>

/** Notes what lies in the folders in which a set-up leaves its traces. */
export async function takeSnapshot(lab: Lab): Promise<Snapshot> {
  return new Map(await Promise.all(lab.hosts.map(async (host) => [host.name, await list(host)] as const)))
}

/** Nothing on the hosts is otherwise than it was. */
export async function assertSameSnapshot(lab: Lab, before: Snapshot): Promise<void> {
  const after = await takeSnapshot(lab)
  for (const { name } of lab.hosts) {
    const [old, now] = [new Set(before.get(name)), new Set(after.get(name))]
    const differences = [...old].filter((line) => !now.has(line)).map((line) => `- ${line}`)
    differences.push(...[...now].filter((line) => !old.has(line)).map((line) => `+ ${line}`))
    assert.deepEqual(differences, [], `something changed on ${name}`)
  }
}

async function list(host: Host): Promise<string[]> {
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
  const passing = [
    '-name',
    '.ansible',
    '-o',
    '-path',
    '/var/lib/etcd/member',
    '-o',
    '-path',
    '/var/lib/systemd',
  ]
  const places = ['/etc', '/home', '/opt', '/root', '/srv', '/usr', '/var/lib']
  return (await host.run(['find', ...places, '(', ...passing, ')', '-prune', '-o', ...line])).split('\n')
}
