import assert from 'node:assert/strict'
import { cpSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { describeCluster, etcdVersion, type GeneratedCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl } from '../steps/members.ts'
import { assertAsInFolder, pki, shownBy, statusOf } from '../steps/pki.ts'
import {
  assertRefused,
  assertSuccess,
  bringUp,
  changesNothing,
  staysAsItIs,
  verifies,
} from '../steps/playbooks.ts'
import { serviceOf } from '../steps/service.ts'
import { clockOffBy } from '../tools/faketime.ts'

/** For how long the first certificates are valid: enough to bring the cluster up, and less than clocks may differ. */
const firstSeconds = 240

/** The clock under which a certificate of one day is made that ends so many seconds from now. */
const clockFor = (secondsLeft: number) => clockOffBy(secondsLeft - 24 * 60 * 60)

/** A cluster whose certificates have ended is broken, and comes back with its data once they are renewed. */
export const expired: Scenario = {
  name: 'expired',
  title: 'a cluster whose certificates have ended comes back by renewing them, whether members run or not',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = describeCluster(lab, { tls: { certificateLifetime: '1d' } })
    const generated = await cluster.quorate('generate', [], { env: await clockFor(firstSeconds) })
    assert.equal(generated.exitCode, 0, failureText(generated))
    const [first, second] = lab.hosts as [Host, Host]
    await bringUp(context, cluster)
    await etcdctl(first, 'put', '/lab/precious', 'data')
    await layDown(cluster, 8)
    await assertFormed(cluster)
    await context.step('the certificates have ended', () => passEnd(cluster))
    await context.step('nobody is let in, and a member that restarts finds no others', async () => {
      await assert.rejects(
        etcdctl(first, '--command-timeout=2s', 'get', '/lab/precious'),
        /certificate has expired/,
      )
      await startInVain([second])
      assert.match(await second.journal('etcd.service'), /certificate has expired/)
      const why =
        /certificate-expired: \S+ expired on .* "Renew or rotate certificates" in the cluster's README\.md/
      assertRefused(await cluster.playbook('verify.yml'), why)
    })
    await comesBack(context, cluster)
    await verifies(context, cluster)
    await staysAsItIs(context, cluster)

    await context.step(
      "peers' certificates have ended; two try to start, and one finds no leader",
      async () => {
        await layDown(cluster, -10, 'peer.crt')
        await startInVain(lab.hosts.slice(1))
        assert.match(await etcdctl(first, 'endpoint', 'status'), /etcdserver: no leader/)
      },
    )
    await comesBack(context, cluster)

    await context.step('certificates have ended again; one member is stopped, two try to start', async () => {
      await layDown(cluster, -10)
      cpSync(cluster.folder, `${cluster.folder}.old`, { recursive: true })
      await first.run(['systemctl', 'stop', 'etcd.service'])
      await startInVain(lab.hosts.slice(1))
    })
    await comesBack(context, cluster)
    await verifies(context, cluster)
    await context.step(
      'site.yml of an old copy of the folder, whose certificates have expired, is refused',
      async () => {
        const outcome = await lab.ansible.playbook(`${cluster.folder}.old/ansible`, 'site.yml')
        assertRefused(outcome, /folder-expired: \S+ of this folder has expired .* has another one/)
      },
    )
    await changesNothing(context, cluster)
  },
}

/** Waits until every certificate but the authorities' has ended. */
async function passEnd(cluster: GeneratedCluster): Promise<void> {
  const ends = [...(await statusOf(cluster)).values()]
    .filter(isLeaf)
    .map(({ notAfter }) => Date.parse(notAfter))
  await sleep(Math.max(...ends) + 1000 - Date.now())
  await assertStates(cluster, 'expired')
}

async function assertStates(cluster: GeneratedCluster, state: 'valid' | 'expired'): Promise<void> {
  for (const each of (await statusOf(cluster)).values())
    assert.equal(each.state, isLeaf(each) ? state : 'valid', each.id)
}

const isLeaf = ({ id }: { readonly id: string }) => !id.endsWith('-ca')

/** Restarts etcd on hosts; five seconds later none of them is up. */
async function startInVain(hosts: readonly Host[]): Promise<void> {
  for (const host of hosts) await host.run(['systemctl', 'restart', '--no-block', 'etcd.service'])
  await sleep(5000)
  for (const host of hosts)
    assert.notEqual((await serviceOf(host)).state, 'active', `etcd on ${host.name} needs no certificate`)
}

/** Puts certificates on every host, for the keys that it has, that end in so many seconds. */
async function layDown(
  cluster: GeneratedCluster,
  secondsLeft: number,
  which: '*.crt' | 'peer.crt' = '*.crt',
): Promise<void> {
  await pki(cluster, 'renew', ['--all'], { env: await clockFor(secondsLeft) })
  if (secondsLeft < 0) await assertStates(cluster, 'expired')
  for (const { name, root } of cluster.hosts) {
    const from = join(cluster.folder, 'nodes', name, 'rootfs')
    for (const file of globSync(`etc/etcd/pki/${which}`, { cwd: from }))
      cpSync(join(from, file), join(root, file))
  }
}

/** What the runbook says: renew, then site.yml. */
async function comesBack(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await pki(cluster, 'renew', ['--all'])
  await assertStates(cluster, 'valid')
  await context.step('pki renew --all, and site.yml brings the cluster back', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await assertFormed(cluster)
  for (const host of cluster.hosts)
    assert.equal((await etcdctl(host, 'get', '/lab/precious', '--print-value-only')).trimEnd(), 'data')
  await assertAsInFolder(cluster, await shownBy(cluster, { server: 'client-ca', peer: 'peer-ca' }))
}
