import assert from 'node:assert/strict'
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNoBundleLeft, assertNothingFailed, cloudInitOf, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { staysAsItIs, verifies } from '../steps/playbooks.ts'

/** What the user's own cloud-config does: whatever the lab has laid down for a first boot, and what ends a script of runcmd. */
const own = {
  bootcmd: [
    'if [ -e /root/first-boot ]; then mv /root/first-boot /root/booted; sync; sh /root/booted; fi',
    'echo boot >>/root/boots',
  ],
  package_upgrade: true,
  package_reboot_if_required: true,
  runcmd: ['test -e /etc/etcd && echo after etcd >>/root/own', 'exit 0'],
}

/** A first boot that is cut short ends as a member all the same, at the next boot. */
export const cloudInitInterrupted: Scenario = {
  name: 'cloud-init-interrupted',
  title: 'hosts whose first boot ends early, by a power cut or a reboot, become members at the next',
  run: async (context) => {
    const off = { isOff: true } as const
    await using lab = await context.startLab({
      hosts: [
        hostNumber(1, off),
        hostNumber(2, off),
        hostNumber(3, { ...off, suite: 'trixie' }),
        hostNumber(4, off),
        hostNumber(5, { ...off, suite: 'trixie' }),
      ],
      etcd: [etcdVersion],
    })
    const cluster = await generateCluster(lab, { cloudInit: { keys: 'embed', config: own } })
    const [early, late, lateTrixie, rebooted, rebootedTrixie] = lab.hosts as [Host, Host, Host, Host, Host]
    seedAll(cluster)
    await endsFirstBoot(context, early, 'loses power during the user’s bootcmd', {
      firstBoot: 'sleep 600',
      isThen: () => hasBooted(early),
    })
    for (const host of [late, lateTrixie]) {
      await endsFirstBoot(context, host, 'loses power during the set-up of etcd', {
        isThen: () => readFileSync(join(host.root, 'etc/passwd'), 'utf8').includes('\netcd:'),
        lost: ['bootstrap.sh', 'rootfs/etc/etcd/pki/server.key'],
      })
    }
    for (const host of [rebooted, rebootedTrixie]) {
      await endsFirstBoot(context, host, 'is rebooted by package_reboot_if_required', {
        firstBoot: 'touch /run/reboot-required',
        // Then its container ends, and waits to be started.
        isThen: () => hasBooted(host) && host.consoleLog().includes('Rebooting.'),
      })
    }
    await context.step('every host has set up etcd, once and whole, and the user’s commands came after', () =>
      Promise.all(lab.hosts.map(assertSetUp)),
    )
    await assertFormed(cluster)
    await assertReplicates(early, rebootedTrixie, 'interrupted')
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}

/** The user's bootcmd has begun with what the lab has laid down. */
const hasBooted = ({ root }: Host): boolean => existsSync(join(root, 'root/booted'))

type End = {
  /** What the first boot does besides. */
  readonly firstBoot?: string
  readonly isThen: () => boolean
  /** What had not reached the disk of the bundle. */
  readonly lost?: readonly string[]
}

async function endsFirstBoot(
  { step }: ScenarioContext,
  host: Host,
  how: string,
  { firstBoot, isThen, lost = [] }: End,
): Promise<void> {
  await step(`${host.name} ${how} on its first boot, and becomes a member at the next`, async () => {
    if (firstBoot !== undefined) writeFileSync(join(host.root, 'root/first-boot'), firstBoot)
    const first = host.start()
    first.catch(() => {})
    const deadline = Date.now() + 60_000
    while (!isThen()) {
      if (Date.now() > deadline) assert.fail(`${host.name} does not get there:\n${host.consoleLog()}`)
      await sleep(2)
    }
    await host.kill()
    assert.ok(existsSync(join(host.root, 'var/lib/quorate')), 'the boot has ended too late')
    assert.ok(!existsSync(join(host.root, 'var/lib/etcd/member')), 'etcd had been started')
    for (const path of lost) truncateSync(join(host.root, 'var/lib/quorate', path))
    // The first start waits for a login as well, and gets one now.
    await Promise.all([host.start(), first])
    await becomesMember(host)
  })
}

/** etcd is started, if not ready: for that, it may take others. */
async function becomesMember(host: Host): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!existsSync(join(host.root, 'var/lib/etcd/member/wal'))) {
    if (Date.now() > deadline) assert.fail(`${host.name} does not start etcd:\n${host.consoleLog()}`)
    await sleep(100)
  }
}

async function assertSetUp(host: Host): Promise<void> {
  // The log, which assertCloudInitDone looks at, tells of the first boot as well.
  assert.match((await cloudInitOf(host)).text, /^status: done$/m, host.name)
  const result = JSON.parse(await host.run(['cat', '/run/cloud-init/result.json']))
  assert.deepEqual(result.v1.errors, [], host.name)
  await assertNothingFailed(host)
  await assertNoBundleLeft(host)
  assert.equal(await host.run(['cat', '/root/own']), 'after etcd', host.name)
}
