import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { assertRefused, assertSuccess, bringUp, saidBy, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { loseData } from '../steps/replacement.ts'
import { assertSameService, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

/** Members come by the spec and site.yml alone, while a client writes. */
export const members: Scenario = {
  name: 'members',
  title: 'site.yml alone takes a living cluster from one member to three and to five',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [1, 2, 3, 4, 5].map((number) => hostNumber(number)),
      etcd: [etcdVersion],
    })
    await bringUp(context, await clusterOfFirst(lab, 1))
    const writer = startWriting(lab.hosts.slice(0, 1))
    await grows(context, await clusterOfFirst(lab, 3), 1)
    const three = await clusterOfFirst(lab, 3)
    await replaces(context, three)
    await grows(context, await clusterOfFirst(lab, 5), 3)
    assert.deepEqual(writer.failures, [], 'a write failed while members were added')
    const count = await writer.stop()
    assert.ok(count > 50, `only ${count} writes`)
  },
}

function clusterOfFirst(lab: Lab, count: number): Promise<GeneratedCluster> {
  return generateCluster(lab, { hosts: lab.hosts.slice(0, count).map(({ name }) => name) })
}

/** New nodes in the spec become members, and the others do not restart. */
async function grows(context: ScenarioContext, cluster: GeneratedCluster, before: number): Promise<void> {
  const { hosts } = cluster
  const old = { hosts: hosts.slice(0, before) }
  const added = hosts.slice(before)
  const services = await servicesOf(old)
  await context.step(`--check says that ${namesOf(added)} would join, and adds nobody`, async () => {
    const outcome = await cluster.playbook('site.yml', { check: true })
    assertSuccess(cluster, outcome)
    for (const { name } of added)
      assert.match(saidBy(outcome), new RegExp(`${name}: add +https:.* to the members, as a learner`))
    await assertFormed(old)
  })
  await context.step(`${namesOf(added)} join one after another`, async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
  })
  assertSameService(services, await servicesOf(old))
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

const namesOf = (hosts: readonly Host[]) => hosts.map(({ name }) => name).join(', ')

/** A member whose disk is gone, then one whose machine is new. */
async function replaces(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [, second, third] = cluster.hosts as [Host, Host, Host]
  const replace = (member: string) =>
    cluster.playbook('replace.yml', { arguments: ['-e', `member=${member}`] })
  await context.step('replace.yml wants a name, and leaves a healthy member alone', async () => {
    assertRefused(await cluster.playbook('replace.yml'), /member-unnamed: Name the member that is lost/)
    assertRefused(await replace(second.name), /member-healthy: etcd-2 is not lost: it is healthy/)
  })
  await context.step('replace.yml replaces a member that has lost its data', async () => {
    await loseData(second)
    assertRefused(await cluster.playbook('site.yml'), /data-lost: .*replace\.yml -e member=etcd-2/)
    assertRefused(await replace(third.name), /member-healthy/)
    assertSuccess(cluster, await replace(second.name))
    await assertFormed(cluster)
  })
  await staysAsItIs(context, cluster)
  await context.step('replace.yml replaces a member whose machine is new', async () => {
    await third.reinstall()
    await third.start()
    assertSuccess(cluster, await replace(third.name))
    await assertFormed(cluster)
  })
  await verifies(context, cluster)
}
