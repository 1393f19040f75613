import assert from 'node:assert/strict'
import type { PlaybookOutcome } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { commandsIn, succeedsHere } from '../steps/advice.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { addMemberAt, etcdctl, membersOf } from '../steps/members.ts'
import { assertFails, assertRefused, assertUnchanged, bringUp, saidBy } from '../steps/playbooks.ts'
import { loseData } from '../steps/replacement.ts'
import { assertSameService, serviceOf, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

/** Members come by the spec and site.yml alone, and lost ones are replaced by replace.yml, while a client writes. */
export const members: Scenario = {
  name: 'members',
  title:
    'site.yml alone takes a living cluster from one member to three and to five, and replace.yml replaces lost ones',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [1, 2, 3, 4, 5].map((number) => hostNumber(number)),
      etcd: [etcdVersion],
    })
    await bringUp(context, await clusterOn(lab, 1))
    const writer = startWriting(lab.hosts.slice(0, 1))
    await grows(context, await clusterOn(lab, 1, 2, 3), 1)
    await replacesLostData(context, await clusterOn(lab, 1, 2, 3))
    await replacesMachine(context, lab, await clusterOn(lab, 1, 2, 5))
    await refusesAnotherLearner(context, await clusterOn(lab, 1, 2, 5, 4, 3))
    await grows(context, await clusterOn(lab, 1, 2, 5, 4, 3), 3)
    await refusesWhileAnotherIsDown(context, await clusterOn(lab, 1, 2, 5, 4, 3))
    assert.deepEqual(writer.failures, [], 'a write failed while members came')
    const count = await writer.stop()
    assert.ok(count > 50, `only ${count} writes`)
  },
}

/** A cluster of etcd-1, etcd-2 and so on, on the hosts with these numbers. */
function clusterOn(lab: Lab, ...numbers: readonly number[]): Promise<GeneratedCluster> {
  const hosts = numbers.map((number) => `etcd-${number}`)
  const nodes = hosts.map((host, index) => ({ name: `etcd-${index + 1}`, address: lab.host(host).address }))
  return generateCluster(lab, { hosts, nodes })
}

const replace = (cluster: GeneratedCluster, member: string) =>
  cluster.playbook('replace.yml', { arguments: ['-e', `member=${member}`] })

/** New nodes in the spec become members, and the others do not restart. */
async function grows(context: ScenarioContext, cluster: GeneratedCluster, before: number): Promise<void> {
  const { hosts, nodes } = cluster
  const old = { hosts: hosts.slice(0, before) }
  const added = nodes.slice(before)
  const services = await servicesOf(old)
  await context.step(`--check says that ${added.join(', ')} would join, and adds nobody`, async () => {
    const known = await membersOf(old.hosts[0] as Host)
    const outcome = await cluster.playbook('site.yml', { check: true })
    assert.equal(outcome.exitCode, 0, failureText(outcome))
    for (const name of added)
      assert.match(saidBy(outcome), new RegExp(`${name}: add +https:.* to the members, as a learner`))
    assert.deepEqual(await membersOf(old.hosts[0] as Host), known)
  })
  await context.step(`${added.join(', ')} join one after another, and no other one restarts`, async () => {
    await succeeds(cluster, 'site.yml')
    assertSameService(services, await servicesOf(old))
  })
  await isAsItIs(context, cluster)
}

/** A member whose disk is gone. */
async function replacesLostData(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [, second] = cluster.hosts as [Host, Host]
  await context.step('replace.yml wants a name, and leaves a healthy member alone', async () => {
    assertRefused(await cluster.playbook('replace.yml'), /member-unnamed: Name the member that is lost/)
    assertRefused(await replace(cluster, 'etcd-2'), /member-healthy: etcd-2 is not lost: it is healthy/)
  })
  await context.step(
    'it replaces a member that has lost its data, as the refusal of site.yml says',
    async () => {
      await loseData(second)
      const refused = await cluster.playbook('site.yml')
      assertRefused(refused, /data-lost: /)
      const command = commandsIn(saidBy(refused)).find((each) => each.includes('replace.yml')) ?? ''
      await succeedsHere(cluster, command)
      await allServe(cluster)
    },
  )
}

/** A member that gets another machine with another address, while the old one still runs, and then does not. */
async function replacesMachine(context: ScenarioContext, lab: Lab, cluster: GeneratedCluster): Promise<void> {
  const old = lab.host('etcd-3')
  await context.step(
    'site.yml does not add it once more, and replace.yml removes no member that still runs elsewhere',
    async () => {
      assertRefused(
        await cluster.playbook('site.yml'),
        /data-lost-elsewhere: .*replace\.yml -e member=etcd-3/,
      )
      const outcome = await replace(cluster, 'etcd-3')
      assertFails(
        outcome,
        /etcd-3 still runs, and is healthy at https:\/\/10\.240\.0\.12:2379\. Nothing was removed/,
      )
      assert.equal((await serviceOf(old)).state, 'active')
    },
  )
  await context.step(
    'once etcd there is stopped, another machine takes the place of the member',
    async () => {
      await old.run(['systemctl', 'stop', 'etcd'])
      assert.equal((await replace(cluster, 'etcd-3')).exitCode, 0)
      await allServe(cluster)
      await old.reinstall()
      await old.start()
    },
  )
}

/** etcd takes one learner at a time, and another one is somebody's. */
async function refusesAnotherLearner(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [first] = cluster.hosts as [Host]
  await context.step('site.yml says why etcd takes no member, and goes on when that is solved', async () => {
    await addMemberAt(first, 'stray', 'https://10.240.0.77:2380', '--learner')
    assertFails(
      await cluster.playbook('site.yml'),
      /The cluster does not take etcd-4: .*too many learner members/,
    )
    const stray = (await membersOf(first)).find(({ status }) => status === 'unstarted')
    await etcdctl(first, 'member', 'remove', stray?.id ?? '')
  })
}

/** Five members: one is lost, and another one is stopped. */
async function refusesWhileAnotherIsDown(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [, , , fourth, fifth] = cluster.hosts as [Host, Host, Host, Host, Host]
  await context.step('replace.yml removes nobody while another member is down', async () => {
    await loseData(fifth)
    await fourth.run(['systemctl', 'stop', 'etcd'])
    assertFails(
      await replace(cluster, 'etcd-5'),
      /No member is added while another one is not healthy: https:/,
    )
    assert.equal((await membersOf(cluster.hosts[0] as Host)).length, 5)
    await fourth.run(['systemctl', 'start', 'etcd'])
    assert.equal((await replace(cluster, 'etcd-5')).exitCode, 0)
  })
  await isAsItIs(context, cluster)
}

/** Every member serves, and further runs of site.yml find nothing to do. */
async function isAsItIs(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await allServe(cluster)
  await context.step('site.yml changes nothing, and verify.yml passes', async () => {
    assertUnchanged(await succeeds(cluster, 'site.yml'))
    await succeeds(cluster, 'verify.yml')
  })
}

async function succeeds(
  cluster: GeneratedCluster,
  playbook: 'site.yml' | 'verify.yml',
): Promise<PlaybookOutcome> {
  const outcome = await cluster.playbook(playbook)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  return outcome
}

/** The members are those of the spec, all of them started, and each answers as healthy. */
async function allServe({ hosts, nodes }: GeneratedCluster): Promise<void> {
  for (const host of hosts) {
    const found = (await membersOf(host)).map(({ name, status }) => `${name} ${status}`)
    assert.deepEqual(found, nodes.map((name) => `${name} started`).sort())
    await etcdctl(host, 'endpoint', 'health')
  }
}
