import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertRefused, bringUp } from '../steps/playbooks.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

/** Where something else listens on etcd's port, that is said before anything is changed anywhere. */
export const portTaken: Scenario = {
  name: 'port-taken',
  title: 'a port that something else holds is reported before anything changes',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const host = lab.host('etcd-2')
    const cluster = await generateCluster(lab)
    await host.run(['systemd-run', '--quiet', '--unit=squatter', 'python3', '-m', 'http.server', '2379'])
    while ((await host.run(['ss', '-Hltn', 'sport = :2379'])) === '') await sleep(50)
    const before = await takeSnapshot(lab)
    await context.step('site.yml refuses and changes nothing', async () => {
      for (const check of [true, false]) {
        assertRefused(await cluster.playbook('site.yml', { check }), /listens on port 2379 of etcd-2/)
      }
    })
    await assertSameSnapshot(lab, before)
    await host.run(['systemctl', 'stop', 'squatter.service'])
    await bringUp(context, cluster)
  },
}
