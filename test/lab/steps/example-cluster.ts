import assert from 'node:assert/strict'
import { memberId } from '../../../src/etcd/identity.ts'
import type { Host, HostDescription } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import type { Lab } from '../lab.ts'
import type { ScenarioContext } from '../scenario.ts'
import { clusterOf, etcdVersion, type GeneratedCluster, generate } from './cluster.ts'
import type { Example } from './examples.ts'
import { assertReplicates, etcdctl } from './members.ts'
import { bringUp, staysAsItIs, verifies } from './playbooks.ts'
import { assertHealthy, linesOf } from './printed.ts'

/** Hosts for an example: its nodes, at their own addresses, and whatever else is asked for. */
export function hostsOf({ spec }: Example, more: Partial<HostDescription> = {}): HostDescription[] {
  return spec.nodes.map(({ name, address }) => ({ name, addresses: [address], ...more }))
}

/**
 * Generates an example's cluster from its spec as it stands, but for where etcd comes from: the lab has that for itself,
 * its mirror unless told otherwise. `hosts` are the machines of its nodes; unless given, those of the nodes' names.
 */
export function generateExample(
  lab: Lab,
  { spec }: Example,
  { install, hosts }: { readonly install?: object; readonly hosts?: readonly Host[] } = {},
): Promise<GeneratedCluster> {
  const { etcd } = spec
  const mirrored = () => ({
    mirror: lab.mirror.url.ipv4,
    sha256: lab.mirror.digests(etcd?.version ?? etcdVersion),
  })
  const labs = { ...spec, etcd: { ...etcd, install: install ?? etcd?.install ?? mirrored() } }
  return generate(clusterOf(lab, labs, { hosts: hosts ?? spec.nodes.map(({ name }) => lab.host(name)) }))
}

/**
 * Brings an example up and judges what all examples have in common: etcd is active, it lists the members that the spec
 * has, all of them are healthy and replicate, a second run changes nothing, and verify.yml passes. In between, `judge`
 * looks at what is the example's own.
 */
export async function comesUp(
  context: ScenarioContext,
  example: Example,
  cluster: GeneratedCluster,
  judge: () => Promise<void>,
): Promise<void> {
  const start = performance.now()
  await bringUp(context, cluster)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  context.line(`${example.name}: ${cluster.hosts.length} member(s) in ${seconds} s`)
  await isAsExpected(context, example, cluster)
  const [writer, reader] = [cluster.hosts[0] as Host, cluster.hosts.at(-1) as Host]
  await context.step('what is written through one is read through another', () =>
    assertReplicates(writer, reader, example.name),
  )
  await judge()
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

/** On every host etcd is active, lists the members that the spec has, and finds all of them healthy. */
export async function isAsExpected(
  { step }: ScenarioContext,
  { spec }: Example,
  { hosts }: GeneratedCluster,
): Promise<void> {
  const members = expectedMembers(spec)
  await step('on every host etcd is active, lists its members, and finds all of them healthy', async () => {
    for (const host of hosts) {
      assert.deepEqual(await linesOf(host, ['systemctl', 'is-active', 'etcd']), ['active'], host.name)
      assert.deepEqual((await etcdctl(host, 'member', 'list')).split('\n'), members.map(lineOf), host.name)
      const health = (await etcdctl(host, 'endpoint', 'health', '--cluster')).split('\n')
      assertHealthy(
        health,
        members.map(({ clientUrl }) => clientUrl),
      )
    }
  })
}

type ExpectedMember = {
  readonly name: string
  readonly id: bigint
  readonly peerUrl: string
  readonly clientUrl: string
}

/** A spec's members as etcd computes them, in the order in which it lists them. */
export function expectedMembers({ name: cluster, nodes, etcd, tls }: Example['spec']): ExpectedMember[] {
  const scheme = tls?.enabled === false ? 'http' : 'https'
  const members = nodes.map(({ name, address }) => {
    const peerUrl = `${scheme}://${urlHost(address)}:2380`
    const clientUrl = `${scheme}://${urlHost(address)}:2379`
    return { name, id: memberId(peerUrl, etcd?.token ?? cluster), peerUrl, clientUrl }
  })
  return members.sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** A member's line in `etcdctl member list`. */
function lineOf({ name, id, peerUrl, clientUrl }: ExpectedMember): string {
  return [id.toString(16), 'started', name, peerUrl, clientUrl, 'false'].join(', ')
}
