import assert from 'node:assert/strict'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'

/** Hosts without an IPv4 address: SSH, the mirror, peers and clients all use IPv6. */
export const ipv6: Scenario = {
  name: 'ipv6',
  title: 'three hosts that have IPv6 alone form a cluster',
  run: async (context) => {
    const hosts = threeHosts.map(({ name, addresses }) => ({ name, addresses: addresses.slice(1) }))
    await using lab = await context.startLab({ hosts, etcd: [etcdVersion] })
    assert.deepEqual(
      lab.hosts.map(({ address }) => address),
      ['fd00:10::10', 'fd00:10::11', 'fd00:10::12'],
    )
    const cluster = await generateCluster(lab, { mirror: 'ipv6' })
    await bringUp(context, cluster)
    await assertFormed(lab)
    await assertReplicates(lab.host('etcd-1'), lab.host('etcd-3'), 'six')
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}
