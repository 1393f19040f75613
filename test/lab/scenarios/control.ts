import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { succeedsHere } from '../steps/advice.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { assertKept, startClients } from '../steps/clients.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { leaderOf } from '../steps/members.ts'
import { Operator } from '../steps/operator.ts'
import { assertFails, assertRefused, assertSuccess, saidBy } from '../steps/playbooks.ts'
import { assertRestartedInTurn, assertSameService, orderOfStarts, servicesOf } from '../steps/service.ts'

const snapshots = { etcd: { tuning: { snapshotCount: 5000 } } }

/** What an operator can have of a run besides the change itself. */
export const control: Scenario = {
  name: 'control',
  title: 'a run pauses and goes on, restart.yml and stop.yml, the way back, and what a run leaves behind',
  run: async (context) => {
    await using lab = await fromCheckpoint(context)
    const changed = await generateCluster(lab, snapshots)
    await pauses(context, changed)
    const operator = new Operator(changed)
    await restartsAll(context, operator)
    await goesBack(context, changed)
    await stopsAll(context, operator)
    operator.assertAllTyped('control')
  },
}

async function pauses({ step, line }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const leader = await leaderOf(cluster)
  const before = await servicesOf(cluster)
  await step('a run pauses after the first member: etcd_pause_after', async () => {
    const outcome = await cluster.playbook('site.yml', { arguments: ['-e', 'etcd_pause_after=1'] })
    assertSuccess(cluster, outcome)
    const first = orderOfStarts(await servicesOf(cluster)).at(-1)
    const [other] = cluster.nodes.filter((name) => name !== first && name !== leader)
    assert.match(saidBy(outcome), new RegExp(`paused: ${other}, ${leader} are as before`))
    assert.match(saidBy(outcome), new RegExp(`${first} \\S+ follower \\d+\\.\\d\\d s wrote files, restarted`))
    const restarted = (await servicesOf(cluster)).filter(
      ({ mainProcess }, index) => mainProcess !== before[index]?.mainProcess,
    )
    assert.deepEqual(
      restarted.map(({ host }) => host),
      [first],
    )
  })
  await step(
    'the next run says where leadership moves, and moves it before the leader restarts',
    async () => {
      const foreseen = await cluster.playbook('site.yml', { check: true })
      assert.match(foreseen.output, new RegExp(`^${leader}: move +the leadership to etcd-\\d$`, 'm'))
      const clients = await startClients(cluster)
      const outcome = await cluster.playbook('site.yml')
      assertSuccess(cluster, outcome)
      const done = 'wrote files, moved leadership, restarted'
      assert.match(saidBy(outcome), new RegExp(`${leader} \\S+ follower \\d+\\.\\d\\d s ${done}`))
      line(assertKept(cluster, await clients.stop()))
    },
  )
  const after = await servicesOf(cluster)
  assertRestartedInTurn(before, after)
  assert.equal(orderOfStarts(after).at(-1), leader, 'the leader was not the last')
  assert.notEqual(await leaderOf(cluster), leader)
  await step('the journal of every node has a line of each run', async () => {
    for (const host of cluster.hosts) {
      const lines = (await host.run(['journalctl', '--identifier=quorate', '--output=cat', '--quiet']))
        .trimEnd()
        .split('\n')
      assert.ok(lines.length >= 2, lines.join('\n'))
      const run = /^site\.yml by \S+ on \S+, quorate\.lock\.json [0-9a-f]{12}: /
      for (const each of lines) assert.match(each, run)
      assert.match(lines.at(-1) ?? '', new RegExp(`${leader} write, ${leader} move, ${leader} restart\\b`))
    }
  })
}

async function restartsAll({ step, line }: ScenarioContext, operator: Operator): Promise<void> {
  const { cluster } = operator
  const leader = await leaderOf(cluster)
  const before = await servicesOf(cluster)
  await step('restart.yml restarts all members, the leader last', async () => {
    const clients = await startClients(cluster)
    await operator.here('Restart all members', 0)
    line(assertKept(cluster, await clients.stop()))
    const after = await servicesOf(cluster)
    assertRestartedInTurn(before, after)
    assert.equal(orderOfStarts(after).at(-1), leader, 'the leader was not the last')
  })
}

async function goesBack({ step }: ScenarioContext, good: GeneratedCluster): Promise<void> {
  await step('etcd does not start with a setting: what the text says goes back', async () => {
    const before = await servicesOf(good)
    const missing = { 'auth-token': 'jwt,pub-key=/none,sign-method=RS256' }
    const bad = await generateCluster(good.lab, { etcd: { ...snapshots.etcd, extraOptions: missing } })
    assertRefused(await bad.playbook('restart.yml'), /restart-differs: etcd-1 is not what this folder says/)
    const outcome = await bad.playbook('site.yml')
    assertFails(outcome, /member-unhealthy: .* Or go back: put the old setting back in the spec, generate/)
    assert.match(saidBy(outcome), /invalid auth options|open \/none/)
    const broken = (await servicesOf(bad)).filter(({ state }) => state !== 'active')
    assert.equal(broken.length, 1)
    const back = await generateCluster(good.lab, snapshots)
    assertSuccess(back, await back.playbook('site.yml'))
    const others = (services: typeof before) => services.filter(({ host }) => host !== broken[0]?.host)
    assertSameService(others(before), others(await servicesOf(back)))
  })
}

async function stopsAll({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { cluster } = operator
  await step('stop.yml stops no cluster by mistake', async () => {
    const before = await servicesOf(cluster)
    const outcome = await cluster.playbook('stop.yml')
    assertRefused(outcome, /stop-unconfirmed: /)
    assertRefused(
      await cluster.playbook('stop.yml', { arguments: ['-e', 'etcd_confirm=other'] }),
      /stop-unconfirmed: /,
    )
    assertRefused(
      await cluster.playbook('site.yml', { arguments: ['-e', 'etcd_tolerate=etcd-9'] }),
      /tolerate-unknown: etcd-9 /,
    )
    assertSameService(before, await servicesOf(cluster))
  })
  await step('stop.yml stops all members, and site.yml starts them', async () => {
    assert.match(await operator.here('Stop the whole cluster', 0), /lab is stopped\./)
    for (const { state } of await servicesOf(cluster)) assert.equal(state, 'inactive')
    const [first] = cluster.hosts as [Host]
    assert.equal((await first.run(['systemctl', 'is-enabled', 'etcd'])).trim(), 'enabled')
    await operator.here('Stop the whole cluster', 1)
    const { output } = await cluster.playbook('stop.yml', {
      arguments: ['-e', 'etcd_confirm=lab', '-e', 'etcd_disable=yes'],
    })
    const [, start = ''] = /lab is stopped\. `([^`]+)`/.exec(output.replaceAll(/\s+/g, ' ')) ?? []
    assert.match((await first.attempt(['systemctl', 'is-enabled', 'etcd'])).output, /disabled/)
    await succeedsHere(cluster, start)
    assert.equal((await first.run(['systemctl', 'is-enabled', 'etcd'])).trim(), 'enabled')
  })
}
