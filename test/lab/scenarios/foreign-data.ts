import assert from 'node:assert/strict'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertRefused } from '../steps/playbooks.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

/** A data directory that another cluster's member has left is never taken over. */
export const foreignData: Scenario = {
  name: 'foreign-data',
  title: "a node with another cluster's data is refused",
  run: async ({ startLab, step }) => {
    await using lab = await startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const host = lab.host('etcd-3')
    await step(`a stranger has run on ${host.name}`, async () => {
      const archive = `${lab.mirror.url.ipv4}/${lab.mirror.path(etcdVersion)}`
      const here = ['--listen-client-urls', '--advertise-client-urls'].map(
        (flag) => `${flag}=http://127.0.0.1:12379`,
      )
      const peer = ['--listen-peer-urls', '--initial-advertise-peer-urls'].map(
        (flag) => `${flag}=http://127.0.0.1:12380`,
      )
      const flags = [
        '--name=stranger',
        '--data-dir=/var/lib/etcd',
        '--initial-cluster=stranger=http://127.0.0.1:12380',
      ]
      await host.run(['sh', '-c', `curl --fail --silent '${archive}' | tar -xz -C /tmp --strip-components=1`])
      // Type=notify: it is there once it serves, so its WAL is written.
      const unit = ['systemd-run', '--quiet', '--unit=stranger', '--property=Type=notify']
      await host.run([...unit, '/tmp/etcd', ...flags, ...here, ...peer] as ['systemd-run', ...string[]])
      await host.run(['systemctl', 'stop', 'stranger.service'])
      assert.match(await host.run(['ls', '/var/lib/etcd/member/wal']), /\.wal/)
    })
    const cluster = await generateCluster(lab)
    const before = await takeSnapshot(lab)
    await step('site.yml refuses and changes nothing', async () => {
      for (const check of [true, false]) {
        assertRefused(
          await cluster.playbook('site.yml', { check }),
          /\/var\/lib\/etcd on etcd-3 holds the data of a member/,
        )
      }
    })
    await assertSameSnapshot(lab, before)
  },
}
