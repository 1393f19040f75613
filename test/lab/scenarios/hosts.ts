import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureText } from '../machine/command.ts'
import type { Scenario } from '../scenario.ts'
import { threeHosts } from '../steps/hosts.ts'

const version = '3.6.14'

/** Proves the lab itself: hosts, network, both Ansibles, the mirror, and a host that loses its power. */
export const hosts: Scenario = {
  name: 'hosts',
  title: 'three hosts come up, Ansible reaches them, they reach the mirror, and one survives a power cut',
  run: async ({ startLab, step }) => {
    await using lab = await startLab({ hosts: threeHosts, etcd: [version] })
    writeFileSync(
      join(lab.folder, 'inventory'),
      lab.hosts.map((host) => `${host.name} ansible_host=${host.address}\n`).join(''),
    )
    for (const choice of ['pinned', 'debian'] as const) {
      await step(`ansible ping (${choice})`, async () => {
        for (const user of ['root', 'admin']) {
          const parameters = ['-i', 'inventory', 'all', '-u', user, '--become', '-m', 'ansible.builtin.ping']
          const outcome = await lab.ansible.run(lab.folder, ['ansible', ...parameters], choice)
          assert.ok(outcome.exitCode === 0, failureText(outcome))
          assert.equal(outcome.output.match(/SUCCESS/g)?.length, lab.hosts.length, failureText(outcome))
        }
      })
    }
    await step('a host fetches etcd from the mirror', async () => {
      const [digest] = Object.values(lab.mirror.digests(version))
      for (const mirror of Object.values(lab.mirror.url)) {
        const fetch = `curl --fail --silent --show-error '${mirror}/${lab.mirror.path(version)}' | sha256sum`
        const outcome = await lab.host('etcd-1').ssh(fetch)
        assert.equal(outcome.output.slice(0, 64), digest, failureText(outcome))
      }
    })
    await step('a host comes back from a power cut', async () => {
      const [host, other] = [lab.host('etcd-2'), lab.host('etcd-3')]
      await host.run(['sh', '-c', 'echo kept >/root/kept'])
      const bootBefore = await host.run(['journalctl', '--list-boots', '--no-pager', '--quiet'])
      await host.kill()
      assert.notEqual((await host.ssh('true')).exitCode, 0, 'the host still answers')
      await host.start()
      assert.equal(await host.run(['cat', '/root/kept']), 'kept')
      assert.notEqual(await host.run(['journalctl', '--list-boots', '--no-pager', '--quiet']), bootBefore)
      assert.equal((await other.ssh('true')).exitCode, 0, 'another host went down with it')
    })
  },
}
