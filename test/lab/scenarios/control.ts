import assert from 'node:assert/strict'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { waitingDuring } from '../steps/gap.ts'
import { hostNumber } from '../steps/hosts.ts'
import { leaderOf } from '../steps/members.ts'
import { assertSuccess, bringUp } from '../steps/playbooks.ts'
import { assertRestartedInTurn, orderOfStarts, servicesOf } from '../steps/service.ts'

/** What an operator can have of a run besides the change itself. */
export const control: Scenario = {
  name: 'control',
  title: 'leadership moves before a restart',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [1, 2, 3, 4, 5].map((number) => hostNumber(number)),
      etcd: [etcdVersion],
    })
    await bringUp(context, await generateCluster(lab))
    await movesLeadership(context, await generateCluster(lab, { etcd: { tuning: { snapshotCount: 5000 } } }))
  },
}

async function movesLeadership({ step, line }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const leader = await leaderOf(cluster)
  const before = await servicesOf(cluster)
  await step('site.yml --check --diff says where leadership moves', async () => {
    const outcome = await cluster.playbook('site.yml', { check: true })
    assertSuccess(cluster, outcome)
    assert.match(outcome.output, new RegExp(`^${leader}: move +the leadership to etcd-\\d$`, 'm'))
  })
  await step('site.yml moves leadership before it restarts the leader, the last member', async () => {
    const waiting = await waitingDuring(cluster.hosts, async () =>
      assertSuccess(cluster, await cluster.playbook('site.yml')),
    )
    line(`${waiting.writes} writes; the longest wait between two was ${waiting.longestMilliseconds} ms`)
    assert.equal(waiting.failures, 0)
  })
  const after = await servicesOf(cluster)
  assertRestartedInTurn(before, after)
  assert.equal(orderOfStarts(after).at(-1), leader)
  assert.notEqual(await leaderOf(cluster), leader)
}
