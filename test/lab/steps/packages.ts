import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'

/** Debian's packages of etcd. */
export const etcdPackages = ['etcd-server', 'etcd-client'] as const

/** The version that apt would install of a package: undefined where it knows none. */
export async function candidateOf(host: Host, name: string): Promise<string | undefined> {
  const policy = await host.run(['apt-cache', 'policy', name])
  const candidate = /^ {2}Candidate: (\S+)$/m.exec(policy)?.[1]
  return candidate === '(none)' ? undefined : candidate
}

/** The names of the packages that apt leaves as they are. */
export async function heldPackages(host: Host): Promise<string[]> {
  return (await host.run(['apt-mark', 'showhold'])).split('\n').filter(Boolean).sort()
}

/** etcd comes from Debian's packages, which apt leaves as they are, and its data lies where the spec says alone. */
export async function assertInstalledByPackage(host: Host): Promise<void> {
  assert.deepEqual(await heldPackages(host), [...etcdPackages].sort(), `what is held on ${host.name}`)
  const owner = await host.run(['dpkg-query', '--search', '/usr/bin/etcd', '/usr/bin/etcdctl'])
  assert.match(owner, /^etcd-server: \/usr\/bin\/etcd$/m)
  const found = await host.run(['find', '/', '-xdev', '-path', '*/member/wal'])
  assert.equal(found, '/var/lib/etcd/member/wal', `where members' data lies on ${host.name}`)
  assert.equal(await host.run(['ls', '-A', '/var/lib/etcd']), 'member')
}

/** apt finds Debian's etcd, of a version and with all that it depends on, once it has been asked to look. */
export async function assertFindsEtcd(host: Host, version: string): Promise<void> {
  assert.equal(await candidateOf(host, 'etcd-server'), undefined, `apt on ${host.name} has looked already`)
  await host.run(['apt-get', '--quiet', 'update'])
  for (const name of etcdPackages) {
    const candidate = (await candidateOf(host, name)) ?? 'nothing'
    assert.ok(/^[\d.]+/.exec(candidate)?.[0] === version, `apt on ${host.name} finds ${candidate} as ${name}`)
  }
  await host.run(['apt-get', '--quiet', '--simulate', 'install', ...etcdPackages])
}
