import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { bringKeys } from '../steps/bundle.ts'
import { assertCloudInitDone, assertNoBundleLeft, assertNothingFailed, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { assertRefused, assertSuccess, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { serviceOf } from '../steps/service.ts'

/** What somebody has cloud-init do besides. */
const own = {
  users: ['default', { name: 'ops', lock_passwd: true }],
  bootcmd: ['echo booted >/run/own-boot'],
  write_files: [
    { path: '/etc/own', content: 'written\n', owner: 'ops:ops', permissions: '0640', defer: true },
    {
      // What is to come before etcd: it sorts before the script of ours.
      path: '/var/lib/cloud/scripts/per-boot/10-own',
      content: '#!/bin/sh\ntest -e /etc/etcd || echo before etcd >>/root/own\n',
      permissions: '0755',
    },
  ],
  // After etcd; exec ends the script that cloud-init makes of these.
  runcmd: [
    'cat /run/own-boot /etc/own >>/root/own',
    'test -e /etc/etcd && echo after etcd >>/root/own',
    'exec true',
  ],
}

/** Machines whose user-data holds no key are ready but for that, and become a cluster as their keys come, however they do. */
export const cloudInitKeys: Scenario = {
  name: 'cloud-init-keys',
  title: 'hosts set up by cloud-init wait for their keys, which come by hand or by site.yml',
  run: async (context) => {
    const off = { isOff: true } as const
    await using lab = await context.startLab({
      hosts: [hostNumber(1, off), hostNumber(2, off), hostNumber(3, { ...off, suite: 'trixie' })],
      etcd: [etcdVersion],
    })
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'later', config: own } })
    const [byHand, rebooted] = lab.hosts as [Host, Host, Host]
    await context.step('the hosts come up without keys, and wait', async () => {
      seedAll(cluster)
      await Promise.all(lab.hosts.map((host) => host.start()))
      await Promise.all(lab.hosts.map(assertCloudInitDone))
      await Promise.all(lab.hosts.map(assertWaits))
      await Promise.all(lab.hosts.map(assertOwnDone))
    })
    await context.step(`${rebooted.name}: after a reboot it still waits`, async () => {
      await rebooted.reboot()
      await assertCloudInitDone(rebooted)
      await assertWaits(rebooted)
    })
    await context.step('verify.yml says that they wait, and site.yml --check --diff passes', async () => {
      assertRefused(
        await cluster.playbook('verify.yml'),
        /waits for its private keys: `ansible-playbook site\.yml` delivers/,
      )
      assertSuccess(cluster, await cluster.playbook('site.yml', { check: true }))
      await Promise.all(lab.hosts.map(assertWaits))
    })
    await context.step(`${byHand.name}: keys that are copied there start etcd`, async () => {
      await bringKeys(cluster, byHand)
      await assertStarts(byHand)
    })
    await completes(context, cluster)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}

/** The user's part of the user-data was done, each at its time. */
async function assertOwnDone(host: Host): Promise<void> {
  assert.equal(await host.run(['cat', '/root/own']), 'before etcd\nbooted\nwritten\nafter etcd', host.name)
  assert.equal(await host.run(['stat', '--format=%U %a', '/etc/own']), 'ops 640')
}

/** The host is as it should be, but that etcd does not run for want of its keys. */
async function assertWaits(host: Host): Promise<void> {
  await assertNothingFailed(host)
  await assertNoBundleLeft(host)
  assert.equal((await serviceOf(host)).state, 'inactive')
  const why = await host.run(['systemctl', 'show', 'etcd.service', '--property=ConditionResult', '--value'])
  assert.equal(why, 'no', `etcd on ${host.name} was not passed over`)
  assert.equal(await host.run(['systemctl', 'is-active', 'etcd-keys.service']), 'active')
}

async function assertStarts(host: Host): Promise<void> {
  const deadline = Date.now() + 10_000
  while ((await serviceOf(host)).state !== 'activating') {
    if (Date.now() > deadline) assert.fail(`etcd on ${host.name} does not start`)
    await sleep(100)
  }
}

async function completes({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('site.yml brings the others theirs, and the cluster is healthy', async () => {
    const outcome = await cluster.playbook('site.yml')
    assertSuccess(cluster, outcome)
    const [first, ...others] = cluster.hosts.map(({ name }) => outcome.recap[name]?.changed ?? 0)
    assert.equal(first, 0, 'the host that had its keys was changed')
    for (const changed of others) assert.ok(changed > 0)
  })
  await assertFormed(cluster)
  const [first, , last] = cluster.hosts as [Host, Host, Host]
  await assertReplicates(first, last, 'keys')
}
