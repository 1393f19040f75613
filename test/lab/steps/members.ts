import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import { failureText } from '../machine/command.ts'
import type { Hosts } from './cluster.ts'

/** A member as `etcdctl member list` shows it. */
export type Member = { readonly id: string; readonly status: string; readonly name: string }

/** Runs etcdctl on a host as the runbook does, against its own member and as root of the cluster; returns what it printed. */
export function etcdctl(host: Host, ...parameters: readonly string[]): Promise<string> {
  return etcdctlBy('/etc/etcd/etcdctl.env')(host, ...parameters)
}

/** Runs etcdctl with the settings that a cluster has on its hosts. */
export function etcdctlBy(file: string): typeof etcdctl {
  // Without a path: a release's lies in /usr/local/bin, a package's in /usr/bin, and another one is named in the file.
  const script = 'set -a; . "$0"; exec etcdctl --command-timeout=10s "$@"'
  return (host, ...parameters) => host.run(['sh', '-c', script, file, ...parameters])
}

/** The members that the member on a host knows, by name. Ids stay text: as numbers they would lose their last digits. */
export async function membersOf(host: Host): Promise<Member[]> {
  const lines = (await etcdctl(host, 'member', 'list', '--write-out=simple')).trimEnd().split('\n')
  const members = lines.map((line) => {
    const [id = '', status = '', name = ''] = line.split(', ')
    return { id, status, name }
  })
  return members.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The ID of a host's member, as another one knows it. */
export async function idOf(host: Host, member: Host): Promise<string> {
  const id = (await membersOf(host)).find(({ name }) => name === member.name)?.id
  assert.ok(id, `${host.name} does not know ${member.name}`)
  return id
}

/** Adds a member on another host to the cluster, as soon as that lets anybody in. */
export function addMember(host: Host, added: Host): Promise<void> {
  return addMemberAt(host, added.name, `https://${added.address}:2380`)
}

/** The same, by the member's name and peer URL; `options` are etcdctl's. */
export async function addMemberAt(
  host: Host,
  name: string,
  peerUrl: string,
  ...options: readonly string[]
): Promise<void> {
  const add = `etcdctl member add ${name} --peer-urls=${peerUrl} ${options.join(' ')}`
  // A member lets nobody in before all others have been connected for five seconds (etcd, server/etcdserver/server.go).
  const patiently = `for i in $(seq 20); do ${add} && exit; sleep 0.5; done; exit 1`
  await host.run(['sh', '-c', `set -a; . /etc/etcd/etcdctl.env; ${patiently}`])
}

/** The name of the host whose member leads. */
export async function leaderOf({ hosts }: Hosts): Promise<string> {
  for (const host of hosts) {
    const [{ Status }] = JSON.parse(
      // Ids are larger than numbers can hold exactly; as text they compare.
      (await etcdctl(host, 'endpoint', 'status', '--write-out=json')).replace(/(?<=":)\d{16,}/g, '"$&"'),
    )
    if (Status.leader === Status.header.member_id) return host.name
  }
  return assert.fail('no member leads')
}

/** Every host's member knows all of them as started, and each answers as healthy. */
export async function assertFormed({ hosts }: Hosts): Promise<void> {
  const names = hosts.map(({ name }) => name).sort()
  for (const host of hosts) {
    const members = await membersOf(host)
    assert.deepEqual(
      members.map(({ status, name }) => `${name} ${status}`),
      names.map((name) => `${name} started`),
    )
    await etcdctl(host, 'endpoint', 'health')
  }
}

/** What is written through one member is read through another. */
export async function assertReplicates(writer: Host, reader: Host, value: string): Promise<void> {
  await etcdctl(writer, 'put', '/lab/key', value)
  assert.equal((await etcdctl(reader, 'get', '/lab/key', '--print-value-only')).trimEnd(), value)
}

/** A client without a certificate is turned away, and told so. */
export async function assertClosedToStrangers(
  host: Host,
  address = host.address,
  port = 2379,
): Promise<void> {
  // Says nothing and waits, so that the server has the word: whoever it lets in hears nothing until the time is up.
  const client = ['openssl', 's_client', '-quiet', '-connect', `${urlHost(address)}:${port}`]
  const outcome = await host.attempt(['timeout', '5', ...client])
  assert.match(outcome.output, /alert (certificate required|bad certificate)/, failureText(outcome))
}

/** Waits until every member is healthy, as the one on a host sees them; throws if it takes longer than 30 s. */
export async function untilHealthy(host: Host): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (
      await etcdctl(host, 'endpoint', 'health', '--cluster').then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(500)
  }
  assert.fail('the cluster is not healthy within 30 s')
}
