import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import { bringUpByHand } from '../steps/channels.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { forgetCluster } from '../steps/fresh.ts'
import { assertFormed, etcdctl, untilHealthy } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, verifies } from '../steps/playbooks.ts'
import { type Address, askResolver, serveRecords, zone } from '../steps/resolver.ts'
import { startSampling } from '../steps/sampler.ts'
import { startWriting } from '../steps/writer.ts'

type Section = Readonly<Record<string, unknown>>

/** A host's address in the network of the peers, its name there, and its address and name for clients elsewhere. */
const peerAddress = ({ address }: Host) => address.replace('10.240.', '10.241.')
const peerName = ({ name }: Host) => `${name}.peers.${zone}`
const outside = ({ address }: Host) => address.replace('10.240.0.', '203.0.113.')
const virtual = '10.240.0.100'
const clientName = ({ name }: Host) => `${name}.${zone}`

/** A cluster with one address for each node moves into two networks, to names, behind NAT, and to other ports, while clients write. */
export const networks: Scenario = {
  name: 'networks',
  title:
    'peers and clients have networks, names, ports and NAT of their own, and a living cluster moves there',
  run: async (context) => {
    await using lab = await fromCheckpoint(context)
    await context.step(
      'each host has a second network and an outside address, and a resolver has the names of all',
      () => prepare(lab),
    )
    await etcdctl(lab.hosts[0] as Host, 'put', '/lab/before', 'kept')
    const writer = startWriting(lab.hosts)
    const sampler = await startSampling(lab.hosts)
    await moves(context, lab, 'to a network for peers, and to every address for clients', {
      node: (host) => ({
        peer: { listen: [peerAddress(host)] },
        client: { listen: ['0.0.0.0'] },
        ipAddresses: [virtual],
      }),
      peer: (host) => `https://${peerAddress(host)}:2380`,
      client: (host) => `https://${host.address}:2379`,
      listens: [/10\.241\.0\.\d+:2380/, /\*:2379/],
    })
    await virtualAddress(context, lab)
    const named = (host: Host) => ({
      peer: { listen: [peerAddress(host)], advertise: peerName(host) },
      client: { listen: ['::'], advertise: clientName(host) },
    })
    await moves(context, lab, 'to names', {
      node: named,
      peer: (host) => `https://${peerName(host)}:2380`,
      client: (host) => `https://${clientName(host)}:2379`,
      listens: [/10\.241\.0\.\d+:2380/, /\*:2379/],
    })
    await moves(context, lab, 'behind 1:1 NAT', {
      node: (host) => ({ peer: { advertise: outside(host) }, client: { advertise: outside(host) } }),
      peer: (host) => `https://${outside(host)}:2380`,
      client: (host) => `https://${outside(host)}:2379`,
      listens: [/10\.240\.0\.\d+:2380/, /10\.240\.0\.\d+:2379/],
    })
    await moves(context, lab, 'to names and other ports', {
      node: named,
      etcd: { ports: { client: 12379, peer: 12380 } },
      peer: (host) => `https://${peerName(host)}:12380`,
      client: (host) => `https://${clientName(host)}:12379`,
      listens: [/10\.241\.0\.\d+:12380/, /\*:12379/],
    })
    await moves(context, lab, 'and back to one address for all', {
      node: () => ({}),
      peer: (host) => `https://${host.address}:2380`,
      client: (host) => `https://${host.address}:2379`,
      listens: [/10\.240\.0\.\d+:2380/, /10\.240\.0\.\d+:2379/, /127\.0\.0\.1:2379/],
    })
    context.line(`${await sampler.stop()} samples: at no moment were two members down`)
    context.line(`${await writer.stop()} writes, all of them there`)
    await fromNothing(context, lab, {
      node: (host) => ({
        peer: { listen: [host.address, peerAddress(host)], advertise: outside(host) },
        client: { listen: ['0.0.0.0'], advertise: clientName(host) },
      }),
      peer: (host) => `https://${outside(host)}:2380`,
      client: (host) => `https://${clientName(host)}:2379`,
      listens: [/10\.240\.0\.\d+:2380/, /10\.241\.0\.\d+:2380/, /\*:2379/],
    })
  },
}

async function prepare(lab: Lab): Promise<void> {
  await askResolver(lab)
  const addresses = lab.hosts.flatMap((host): Address[] => [
    [peerName(host), peerAddress(host)],
    [clientName(host), host.address],
  ])
  await serveRecords(lab, { addresses })
  const translationOf = (host: Host) => ({ inside: host.address, outside: outside(host) })
  for (const host of lab.hosts) {
    const others = lab.hosts.filter((other) => other !== host)
    await host.translate(translationOf(host), others.map(translationOf))
    await host.addAddress(peerAddress(host))
  }
}

/** Clients reach the cluster at an address that goes from one machine to another. */
async function virtualAddress({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('a virtual address moves, and clients find the cluster there', async () => {
    const [first, second, third] = lab.hosts as [Host, Host, Host]
    for (const holder of [first, second]) {
      await holder.addAddress(virtual)
      await third.run(['ip', 'neighbour', 'flush', 'to', virtual])
      const read = `etcdctl --endpoints=https://${virtual}:2379 get /lab/before --print-value-only`
      assert.equal(await third.run(['sh', '-c', `set -a; . /etc/etcd/etcdctl.env; ${read}`]), 'kept')
      await holder.removeAddress(virtual)
    }
  })
}

/** Where the members are to be, and how that is seen. */
type Place = {
  readonly node: (host: Host) => Section
  readonly etcd?: Section
  readonly peer: (host: Host) => string
  readonly client: (host: Host) => string
  readonly listens: readonly RegExp[]
}

async function moves(context: ScenarioContext, lab: Lab, title: string, place: Place): Promise<void> {
  const cluster = await generateCluster(lab, {
    nodes: nodesAt(lab, place),
    ...(place.etcd && { etcd: place.etcd }),
  })
  await context.step(`site.yml alone moves the cluster ${title}`, async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    await assertThere(cluster, place)
    assertUnchanged(await cluster.playbook('site.yml'))
    await bringBundle(cluster, lab.hosts[0] as Host)
    await assertNothingToDo(lab.hosts[0] as Host)
  })
  await verifies(context, cluster)
}

/** Without any move: the shell bundle forms the cluster there, and Ansible has nothing to do. */
async function fromNothing(context: ScenarioContext, lab: Lab, place: Place): Promise<void> {
  await forgetCluster(lab)
  const cluster = await generateCluster(lab, { nodes: nodesAt(lab, place) })
  await context.step(
    'the shell bundle forms a cluster behind 1:1 NAT that clients reach by names',
    async () => {
      await Promise.all(lab.hosts.map((host) => bringUpByHand(cluster, host)))
      await untilHealthy(lab.hosts[0] as Host)
      await assertFormed(cluster)
      await etcdctl(lab.hosts[0] as Host, 'put', '/lab/before', 'kept')
      await assertThere(cluster, place)
      assertUnchanged(await cluster.playbook('site.yml'))
    },
  )
  await verifies(context, cluster)
}

const nodesAt = ({ hosts }: Lab, { node }: Place) =>
  hosts.map((host) => ({ name: host.name, address: host.address, ...node(host) }))

async function assertThere({ hosts }: GeneratedCluster, place: Place): Promise<void> {
  const [first] = hosts as [Host]
  const list = await etcdctl(first, 'member', 'list')
  for (const host of hosts) {
    assert.ok(list.includes(`, ${host.name}, ${place.peer(host)}, ${place.client(host)},`), list)
    const listening = await host.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
    for (const address of place.listens) assert.match(listening, address)
    const asked = `set -a; . /etc/etcd/etcdctl.env; unset ETCDCTL_ENDPOINTS; etcdctl --endpoints=${hosts.map(place.client).join(',')} get /lab/before --print-value-only`
    assert.equal(await first.run(['sh', '-c', asked]), 'kept')
  }
}
