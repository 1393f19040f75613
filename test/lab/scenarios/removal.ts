import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed, etcdctl, idOf, leaderOf, membersOf, untilHealthy } from '../steps/members.ts'
import {
  assertFails,
  assertSuccess,
  assertUnchanged,
  bringUp,
  saidBy,
  staysAsItIs,
  verifies,
} from '../steps/playbooks.ts'
import { commandsOf, fillIn } from '../steps/runbook.ts'
import { assertSameService, serviceOf, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

/** Members go by the spec and site.yml alone, while a client writes. */
export const removal: Scenario = {
  name: 'removal',
  title: 'site.yml alone removes members, also the leader and one that is off, unless that costs the quorum',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [1, 2, 3, 4, 5].map((number) => hostNumber(number)),
      etcd: [etcdVersion],
    })
    await bringUp(context, await clusterOf(lab, 5))
    const writer = startWriting(lab.hosts.slice(0, 1))
    await removesTwo(context, lab)
    assert.deepEqual(writer.failures, [], 'a write failed while members were removed')
    const count = await writer.stop()
    assert.ok(count > 50, `only ${count} writes`)
    await keepsItsQuorum(context, lab)
    await completesAKilledRun(context, lab)
    await removesByHand(context, lab)
  },
}

type Absent = Readonly<Record<string, { readonly deleteData?: boolean }>>

/** The cluster of the first hosts and of those that leave it. */
function clusterOf(lab: Lab, count: number, absent: Absent = {}): Promise<GeneratedCluster> {
  const entry = ({ name, address }: Host) => ({
    name,
    address,
    ...(absent[name] && { state: 'absent', ...absent[name] }),
  })
  const present = lab.hosts.slice(0, count).filter(({ name }) => !absent[name])
  const leaving = lab.hosts.filter(({ name }) => absent[name])
  return generateCluster(lab, {
    hosts: present.map(({ name }) => name),
    nodes: [...present, ...leaving].map(entry),
  })
}

/** Five become three: the machine of one is off, and the other one leads. */
async function removesTwo(context: ScenarioContext, lab: Lab): Promise<void> {
  const { step } = context
  const [first, , , fourth, fifth] = lab.hosts as [Host, Host, Host, Host, Host]
  const all = { hosts: lab.hosts }
  await step('etcd-5 leads, and etcd-4 is off', async () => {
    const leader = lab.host(await leaderOf(all))
    if (leader !== fifth) await etcdctl(leader, 'move-leader', await idOf(leader, fifth))
    await fourth.kill()
  })
  const cluster = await clusterOf(lab, 3, { 'etcd-4': {}, 'etcd-5': { deleteData: true } })
  const services = await servicesOf(cluster)
  await step('verify.yml names both, and --check says who would leave', async () => {
    assertFails(
      await cluster.playbook('verify.yml'),
      /not-removed: .*etcd-4, etcd-5, and they are members still/,
    )
    const outcome = await cluster.playbook('site.yml', { check: true })
    assert.equal(outcome.exitCode, 0, failureText(outcome))
    assert.match(saidBy(outcome), /remove +the member of etcd-4: https:/)
    assert.match(
      saidBy(outcome),
      /move +the leadership from etcd-5 to etcd-1.*remove +the member of etcd-5: https:/,
    )
    assert.match(
      saidBy(outcome),
      /etcd-5: disable +etcd\.service, and stop it.*etcd-5: delete +\/var\/lib\/etcd\/member/,
    )
    assert.equal((await membersOf(first)).length, 5)
  })
  await step('site.yml removes both', async () => {
    const outcome = await cluster.playbook('site.yml')
    assert.equal(outcome.exitCode, 0, failureText(outcome))
    assert.match(saidBy(outcome), /absent-unreachable: WARNING: etcd-4 does not answer/)
    await assertFormed(cluster)
    await assertGone(fifth)
    assert.equal(await lsOf(fifth, '/var/lib/etcd'), '')
  })
  assertSameService(services, await servicesOf(cluster))
  await step('once etcd-4 is on, the next run stops it for good', async () => {
    await fourth.start()
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertGone(fourth)
    assert.match(await lsOf(fourth, '/var/lib/etcd'), /^member\.\d{8}-\d{6}$/)
  })
  await staysAsItIs(context, cluster)
  const smaller = await clusterOf(lab, 3)
  await staysAsItIs(context, smaller)
  await verifies(context, smaller)
  assertSameService(services, await servicesOf(smaller))
}

/** etcd does not run on a host, not at the next boot either, and nothing says that it is a member. */
async function assertGone(host: Host): Promise<void> {
  assert.equal((await serviceOf(host)).state, 'inactive')
  assert.equal((await host.attempt(['systemctl', 'is-enabled', 'etcd.service'])).stdout.trim(), 'disabled')
  assert.notEqual((await host.attempt(['test', '-e', '/etc/etcd/joined'])).exitCode, 0)
}

const lsOf = async (host: Host, path: string) => (await host.run(['ls', path])).trim()

/** Of three members, one is off, and another one is to leave. */
async function keepsItsQuorum({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const [first, , third] = lab.hosts as [Host, Host, Host]
  await step('site.yml removes no member that the quorum needs', async () => {
    const cluster = await clusterOf(lab, 3, { 'etcd-2': {} })
    await third.kill()
    assertFails(await cluster.playbook('site.yml'), /unreachable: etcd-3 cannot be reached/)
    const outcome = await cluster.playbook('site.yml', { arguments: ['-e', 'etcd_tolerate=etcd-3'] })
    const why = `of the 2 members that would stay, these are not healthy: https://${third.address}:2379`
    assertFails(
      outcome,
      new RegExp(`removal-failed: .*etcd-2 is not removed: lab would lose its quorum. ${why}`, 'i'),
    )
    assertUnchanged(outcome)
    assert.equal((await membersOf(first)).length, 3)
    await third.start()
    await untilHealthy(first)
  })
}

/** A run is killed when the member is gone, and its machine is as it was. */
async function completesAKilledRun(context: ScenarioContext, lab: Lab): Promise<void> {
  const [first, second] = lab.hosts as [Host, Host]
  const cluster = await clusterOf(lab, 3, { 'etcd-2': {} })
  await context.step('a run that was killed after the removal is completed by the next', async () => {
    const dying = cluster.playbook('site.yml')
    for (let tries = 0; (await membersOf(first)).length > 2; tries += 1) {
      assert.ok(tries < 600, 'etcd-2 is not removed')
      await sleep(50)
    }
    const [, id] = /^process=(\d+) /m.exec(await first.run(['cat', '/run/etcd-run'])) ?? []
    process.kill(Number(id), 'SIGKILL')
    assert.notEqual((await dying).exitCode, 0)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertGone(second)
    await assertFormed(cluster)
  })
  await staysAsItIs(context, cluster)
}

/** The commands of the runbook for people without Ansible. */
async function removesByHand({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const [first, , third] = lab.hosts as [Host, Host, Host]
  await step('the commands of the runbook remove a member by hand', async () => {
    const { folder } = await clusterOf(lab, 3)
    const runbook = readFileSync(join(folder, 'README.md'), 'utf8')
    const [remove = '', disable = ''] = commandsOf(runbook, 'Remove a member').slice(-2)
    await first.run(['sh', '-euc', fillIn(remove, { ID: await idOf(first, third) })])
    await third.run(['sh', '-euc', disable])
    assert.equal((await serviceOf(third)).state, 'inactive')
    await assertFormed({ hosts: [first] })
  })
}
