import assert from 'node:assert/strict'
import { gzipSync } from 'node:zlib'
import type { Host } from '../hosts/host.ts'
import { bridgeAddresses } from '../hosts/network.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import {
  assertCloudInitDone,
  assertNoBundleLeft,
  assertNothingFailed,
  doneForInstance,
  seedAll,
  waitForHealth,
} from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertKeysKeptClose } from '../steps/keys.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { staysAsItIs, verifies } from '../steps/playbooks.ts'
import { serviceOf, waitForNewProcess } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

/** Three machines that nobody touches: they are switched on with their user-data, and are a cluster. */
export const cloudInit: Scenario = {
  name: 'cloud-init',
  title: 'three hosts become a cluster from their user-data alone, and stay it over reboots',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [
        hostNumber(1, { isOff: true }),
        hostNumber(2, { isOff: true }),
        hostNumber(3, { isOff: true, suite: 'trixie' }),
      ],
      etcd: [etcdVersion],
    })
    const network = { interface: 'eth0', prefixLength: 24, gateway: bridgeAddresses.ipv4 }
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'embed', network } })
    await comesUp(context, cluster)
    await context.step('cloud-init is done everywhere, without errors, and nothing has failed', async () => {
      await Promise.all(lab.hosts.map(assertCloudInitDone))
      await Promise.all(lab.hosts.map(assertNothingFailed))
      // The lab has set the addresses, and keeps whoever would from setting them again.
      for (const host of lab.hosts) {
        const written = await host.run(['cat', '/etc/systemd/network/10-cloud-init-eth0.network'])
        assert.match(written, new RegExp(`^Address=${host.address}/24$`, 'm'))
      }
    })
    await context.step('no key can be read by others, and none stands in a log', async () => {
      for (const host of lab.hosts) {
        await assertNoBundleLeft(host)
        await assertKeysKeptClose(host)
      }
    })
    for (const host of lab.hosts) await survivesReboot(context, cluster, host)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}

async function comesUp({ step, line }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [first, second, third] = cluster.hosts as [Host, Host, Host]
  seedAll(cluster, [first, third])
  // As a provider with a small limit is given it.
  seedAll(cluster, [second], gzipSync)
  const start = performance.now()
  await step('all hosts are switched on', () => Promise.all(cluster.hosts.map((host) => host.start())))
  await step('every member is healthy', () => Promise.all(cluster.hosts.map(waitForHealth)))
  line(`from boot to quorum: ${((performance.now() - start) / 1000).toFixed(1)} s`)
  await assertFormed(cluster)
  await assertReplicates(first, second, 'cloud-init')
}

// cloud-init notes what it has found, and etcd that it has joined.
const writtenAtEachBoot = ['/var/lib/cloud', '/etc/etcd/joined']

async function survivesReboot(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  const before = await takeSnapshot({ hosts: [host] }, writtenAtEachBoot)
  const done = await doneForInstance(host)
  const service = await serviceOf(host)
  await step(`${host.name}: a reboot changes nothing`, async () => {
    await host.reboot()
    await waitForNewProcess(host, { ...service, mainProcess: 0 })
    await assertCloudInitDone(host)
    await assertNothingFailed(host)
    await assertSameSnapshot({ hosts: [host] }, before, writtenAtEachBoot)
    assert.equal(await doneForInstance(host), done, 'modules of cloud-init have run again')
    await assertFormed(cluster)
  })
}
