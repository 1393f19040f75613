import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNoRemains, assertNothingToDo, bringBundle, bundleFolder } from '../steps/bundle.ts'
import { assertAsInTable, bringUpByHand, completesOthers, listingOf, withoutOwn } from '../steps/channels.ts'
import { assertCloudInitDone, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { interrupt } from '../steps/interruptions.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { staysAsItIs, verifies } from '../steps/playbooks.ts'
import { waitForNewProcess } from '../steps/service.ts'

/** The one idea: whichever channel sets up a node, it is the same node. */
export const channels: Scenario = {
  name: 'channels',
  title: 'cloud-init, the bundle and Ansible each set up a node, and it is the same node',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [
        hostNumber(1, { isOff: true }),
        hostNumber(2),
        hostNumber(3),
        hostNumber(4, { isOff: true, suite: 'trixie', addresses: ['fd00:10::13', '10.240.0.13'] }),
      ],
      etcd: [etcdVersion],
    })
    const cluster = await generateCluster(lab, {
      hosts: ['etcd-1', 'etcd-2', 'etcd-3'],
      cloudInit: { keys: 'embed' },
    })
    await comesUpByThree(context, cluster)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
    await comparesNodes(context, cluster)
    const alone = await generateCluster(lab, {
      name: 'alone',
      hosts: ['etcd-4'],
      mirror: 'ipv6',
      etcd: { style: 'file' },
      cloudInit: { keys: 'embed' },
    })
    await comparesChannels(context, alone, lab.host('etcd-4'))
  },
}

async function comesUpByThree({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [first, second, third] = cluster.hosts as [Host, Host, Host]
  await step('etcd-1 comes up by cloud-init, etcd-2 by the line of the runbook', async () => {
    seedAll(cluster, [first])
    await Promise.all([first.start(), bringUpByHand(cluster, second)])
    await assertCloudInitDone(first)
    for (const host of [first, second]) await waitForNewProcess(host, { mainProcess: 0 })
  })
  await step('site.yml sets up etcd-3 and leaves these alone', () =>
    completesOthers(cluster, [first, second]),
  )
  await assertFormed(cluster)
  await assertReplicates(first, third, 'channels')
}

async function comparesNodes({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('every host holds what its files.txt has, and the three are alike', async () => {
    const listings = await Promise.all(cluster.hosts.map((host) => listingOf(cluster, host)))
    for (const [index, host] of cluster.hosts.entries()) {
      assertAsInTable(cluster, host, listings[index] ?? [])
      assert.deepEqual(withoutOwn(listings[index] ?? []), withoutOwn(listings[0] ?? []), host.name)
    }
  })
  await step("the bundle's script finds nothing to do on any", async () => {
    for (const host of cluster.hosts) {
      await bringBundle(cluster, host, { keys: false })
      await assertNothingToDo(host)
    }
  })
}

/** One node three times, on a new machine each time. */
async function comparesChannels(
  { step, line }: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  const ways = {
    'cloud-init': async () => {
      seedAll(cluster)
      await host.start()
      await assertCloudInitDone(host)
    },
    'the bundle': async () => {
      await host.start()
      await bringUpByHand(cluster, host)
    },
    'site.yml, after a run of the script that was killed': async () => {
      await host.start()
      await bringBundle(cluster, host)
      const isKilled = await interrupt(host, 0.4, 'KILL')
      assert.ok(isKilled, 'the script had ended already')
      await host.run(['rm', '-r', bundleFolder])
      await completesOthers(cluster, [])
      await assertNoRemains(host)
    },
  }
  const listings: (readonly string[])[] = []
  for (const [way, setUp] of Object.entries(ways)) {
    await step(`etcd-4 is set up anew by ${way}`, async () => {
      if (listings.length > 0) await host.reinstall()
      await setUp()
      await waitForNewProcess(host, { mainProcess: 0 })
      await assertFormed(cluster)
      listings.push(await listingOf(cluster, host))
    })
  }
  const [first = [], ...others] = listings
  for (const listing of others) assert.deepEqual(listing, first, 'a channel has left the node otherwise')
  assertAsInTable(cluster, host, first)
  line(`${first.length} lines about the node are the same, whichever way it was set up`)
}
