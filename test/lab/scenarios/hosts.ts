import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario } from '../scenario.ts'
import { etcdVersion as version } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFindsEtcd, etcdPackages } from '../steps/packages.ts'
import type { AnsibleChoice } from '../tools/ansible.ts'
import { administrator } from '../tools/base-tree.ts'

// What each Debian brings.
const debians = [
  { host: 'etcd-1', systemd: 252, etcd: '3.4.23' },
  { host: 'etcd-4', systemd: 257, etcd: '3.5.16' },
]

/** Proves the lab itself: hosts of both Debians, network, both Ansibles, a bastion, the mirror, and a host that loses its power. */
export const hosts: Scenario = {
  name: 'hosts',
  title: 'hosts come up, Ansible reaches them, they reach the mirror, and one survives a power cut',
  run: async ({ startLab, step }) => {
    const bastion = hostNumber(1, { packages: etcdPackages })
    const closed = hostNumber(4, { suite: 'trixie', packages: etcdPackages, loginsFrom: bastion.name })
    await using lab = await startLab({
      hosts: [bastion, hostNumber(2), hostNumber(3), closed],
      etcd: [version],
    })
    await step(`${closed.name} takes logins from ${bastion.name} only`, () => assertClosed(lab, closed.name))
    for (const choice of ['pinned', 'debian'] as const) {
      await step(`ansible ping (${choice})`, () => assertAnsibleReaches(lab, closed.name, choice))
    }
    for (const { host, systemd, etcd } of debians) {
      await step(`${host} has systemd ${systemd}, and apt finds etcd ${etcd}`, async () => {
        const says = await lab.host(host).run(['systemctl', '--version'])
        assert.ok(says.startsWith(`systemd ${systemd} `), `${host} has ${says}`)
        assert.equal(await lab.host(host).run(['systemctl', 'list-units', '--failed', '--quiet']), '')
        await assertFindsEtcd(lab.host(host), etcd)
      })
    }
    await step('a host fetches etcd from the mirror', () => assertMirrorServes(lab))
    await step('a host comes back from a power cut', () => assertSurvivesPowerCut(lab))
  },
}

async function assertClosed(lab: Lab, name: string): Promise<void> {
  for (const account of ['root', administrator.name]) {
    const outcome = await lab.host(name).ssh('true', account, { directly: true })
    assert.match(outcome.output, /Permission denied/, failureText(outcome))
    assert.equal((await lab.host(name).ssh('hostname', account)).stdout, name)
  }
}

async function assertAnsibleReaches(lab: Lab, closed: string, choice: AnsibleChoice): Promise<void> {
  // As quorate's inventory has it. A blank is all that the format of an inventory has between variables.
  const jump = `ansible_ssh_common_args="-o ProxyJump=${administrator.name}@${lab.host('etcd-1').address}:22"`
  const lines = lab.hosts.map(
    ({ name, address }) => `${name} ansible_host=${address} ${name === closed ? jump : ''}\n`,
  )
  writeFileSync(join(lab.folder, 'inventory'), lines.join(''))
  for (const user of ['root', administrator.name]) {
    const parameters = ['-i', 'inventory', 'all', '-u', user, '--become', '-m', 'ansible.builtin.ping']
    const outcome = await lab.ansible.run(lab.folder, ['ansible', ...parameters], choice)
    assert.ok(outcome.exitCode === 0, failureText(outcome))
    assert.equal(outcome.output.match(/SUCCESS/g)?.length, lab.hosts.length, failureText(outcome))
  }
}

async function assertMirrorServes({ mirror, host }: Lab): Promise<void> {
  const [digest] = Object.values(mirror.digests(version))
  for (const url of Object.values(mirror.url)) {
    const fetch = `curl --fail --silent --show-error '${url}/${mirror.path(version)}' | sha256sum`
    const outcome = await host('etcd-1').ssh(fetch)
    assert.equal(outcome.output.slice(0, 64), digest, failureText(outcome))
  }
}

async function assertSurvivesPowerCut(lab: Lab): Promise<void> {
  const [host, other] = [lab.host('etcd-2'), lab.host('etcd-3')]
  await host.run(['sh', '-c', 'echo kept >/root/kept'])
  const bootBefore = await host.run(['journalctl', '--list-boots', '--no-pager', '--quiet'])
  await host.kill()
  assert.notEqual((await host.ssh('true')).exitCode, 0, 'the host still answers')
  await host.start()
  assert.equal(await host.run(['cat', '/root/kept']), 'kept')
  assert.notEqual(await host.run(['journalctl', '--list-boots', '--no-pager', '--quiet']), bootBefore)
  assert.equal((await other.ssh('true')).exitCode, 0, 'another host went down with it')
}
