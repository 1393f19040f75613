import assert from 'node:assert/strict'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { membersOf } from '../steps/members.ts'
import { assertRefused, bringUp } from '../steps/playbooks.ts'
import { serviceOf } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

// How a member's data can be gone: what is removed from the host, and what site.yml then has to say.
const losses = [
  { title: 'its data', gone: 'rm -rf /var/lib/etcd/*' },
  { title: 'its data directory', gone: 'rm -rf /var/lib/etcd' },
  {
    title: 'everything of etcd, as on a new machine',
    gone: 'rm -rf /var/lib/etcd /etc/etcd /etc/default/etcd /etc/systemd/system/etcd.service* /opt/etcd /usr/local/bin/etcd*; systemctl daemon-reload; userdel etcd',
  },
]

/** A node whose data is gone while its peers live is reported and left alone: it never founds a second cluster. */
export const lostMember: Scenario = {
  name: 'lost-member',
  title: 'a member that lost its data is reported and left alone',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await generateCluster(lab)
    await bringUp(context, cluster)
    const [peer, lost] = [lab.host('etcd-1'), lab.host('etcd-2')]
    const members = await membersOf(peer)
    await lost.run(['systemctl', 'stop', 'etcd.service'])
    for (const { title, gone } of losses) {
      await lost.run(['sh', '-c', gone])
      const before = await takeSnapshot(lab)
      await context.step(`site.yml refuses: ${lost.name} has lost ${title}`, async () => {
        for (const check of [true, false]) {
          assertRefused(
            await cluster.playbook('site.yml', { check }),
            /etcd-2.*(lost its data|holds no data)/,
          )
        }
      })
      await assertSameSnapshot(lab, before)
      assert.notEqual((await serviceOf(lost)).state, 'active', `etcd was started on ${lost.name}`)
      assert.deepEqual(await membersOf(peer), members, 'the membership changed')
    }
  },
}
