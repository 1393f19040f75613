import assert from 'node:assert/strict'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { leaderOf } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { assertRestartedInTurn, assertSameService, orderOfStarts, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

/** A change to a living cluster: one member at a time, the leader last, and nothing is lost on the way. */
export const rollingUpdate: Scenario = {
  name: 'rolling-update',
  title: 'a change goes through a living cluster one member at a time, the leader last',
  run: async (context) => {
    const { step, line } = context
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    await bringUp(context, await generateCluster(lab))
    const leader = await leaderOf(lab)
    const before = await servicesOf(lab)
    const changed = await generateCluster(lab, { etcd: { tuning: { snapshotCount: 5000 } } })
    await step('site.yml --check --diff shows the change, and makes none', async () => {
      const outcome = await changed.playbook('site.yml', { check: true })
      assertSuccess(changed, outcome)
      assert.match(outcome.output, /^\+ETCD_SNAPSHOT_COUNT="5000"$/m)
      assertSameService(before, await servicesOf(lab))
    })
    const writer = startWriting(lab.hosts)
    await step('site.yml restarts each member in its turn', async () => {
      assertSuccess(changed, await changed.playbook('site.yml'))
    })
    line(`${await writer.stop()} writes went through meanwhile, all of them can be read`)
    const after = await servicesOf(lab)
    const order = orderOfStarts(after)
    line(`the leader was ${leader}; restarted in this order: ${order.join(', ')}`)
    assert.equal(order.at(-1), leader, 'the leader was not the last')
    assertRestartedInTurn(before, after)
    await staysAsItIs(context, changed)
    await verifies(context, changed)
    await step('site.yml stops at the first member that does not come back', async () => {
      // Somebody has put a drop-in on the node, with which etcd cannot start.
      const broken = await generateCluster(lab, { etcd: { tuning: { snapshotCount: 6000 } } })
      const leaderNow = await leaderOf(lab)
      const [first] = lab.hosts.filter(({ name }) => name !== leaderNow)
      assert.ok(first)
      await first.run(['mkdir', '-p', '/etc/systemd/system/etcd.service.d'])
      await first.run([
        'sh',
        '-c',
        'printf "[Service]\\nExecStartPre=/bin/false\\n" >/etc/systemd/system/etcd.service.d/broken.conf',
      ])
      const running = await servicesOf(lab)
      const outcome = await broken.playbook('site.yml')
      assert.notEqual(outcome.exitCode, 0, 'site.yml went on')
      const now = await servicesOf(lab)
      for (const service of now.filter(({ host }) => host !== first.name)) {
        assert.deepEqual(
          service,
          running.find(({ host }) => host === service.host),
        )
      }
      await first.run(['rm', '-r', '/etc/systemd/system/etcd.service.d'])
      assertSuccess(broken, await broken.playbook('site.yml'))
      assertUnchanged(await broken.playbook('site.yml'))
    })
  },
}
