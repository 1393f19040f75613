import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { membersOf } from '../steps/members.ts'
import { assertRefused, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { loseData, replaceMember } from '../steps/replacement.ts'
import { serviceOf } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

/**
 * What stands in the way of a member, before there is one and afterwards: it is said before anything is changed anywhere,
 * and what the runbook says about it helps. A node whose data is gone while its peers live never founds a second cluster.
 */
export const refusals: Scenario = {
  name: 'refusals',
  title:
    "a taken port, another cluster's data and lost data are reported, and left alone until somebody has helped",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const [healthy, lost, foreign] = lab.hosts as [Host, Host, Host]
    const cluster = await generateCluster(lab)
    await refusesTakenPort(context, cluster, lost)
    await refusesForeignData(context, cluster, foreign)
    await bringUp(context, cluster)

    await loseData(lost)
    await refusesLoss(context, cluster, lost, 'its data')
    await context.step('systemd itself refuses to start the member without its data', async () => {
      assert.notEqual((await lost.attempt(['systemctl', 'start', 'etcd.service'])).exitCode, 0)
      assert.equal((await serviceOf(lost)).state, 'inactive')
    })
    await replaceMember(context, cluster, healthy, lost)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)

    await lost.run(['systemctl', 'stop', 'etcd.service'])
    for (const { title, gone } of losses) {
      await lost.run(['sh', '-c', gone])
      await refusesLoss(context, cluster, lost, title)
    }
  },
}

/** More ways in which a member's data can be gone: what is removed from the host. */
const losses = [
  { title: 'its data directory', gone: 'rm -rf /var/lib/etcd' },
  {
    title: 'everything of etcd, as on a new machine',
    gone: 'rm -rf /var/lib/etcd /etc/etcd /etc/default/etcd /etc/systemd/system/etcd.service* /opt/etcd /usr/local/bin/etcd*; systemctl daemon-reload; userdel etcd',
  },
]

/** site.yml refuses in words that match, also in check mode, and changes nothing on any host. */
async function refuses(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  title: string,
  why: RegExp,
): Promise<void> {
  const before = await takeSnapshot(cluster)
  await step(`site.yml refuses, and changes nothing: ${title}`, async () => {
    for (const check of [true, false]) assertRefused(await cluster.playbook('site.yml', { check }), why)
  })
  await assertSameSnapshot(cluster, before)
}

async function refusesTakenPort(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  await host.run(['systemd-run', '--quiet', '--unit=squatter', 'python3', '-m', 'http.server', '2379'])
  while ((await host.run(['ss', '-Hltn', 'sport = :2379'])) === '') await sleep(50)
  await refuses(
    context,
    cluster,
    `something else listens on ${host.name}`,
    /port-taken: Another process listens on port 2379 of etcd-2/,
  )
  await host.run(['systemctl', 'stop', 'squatter.service'])
}

/** A data directory that another cluster's member has left is never taken over. */
async function refusesForeignData(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  await context.step(`a stranger has run on ${host.name}`, () => runStranger(cluster.lab, host))
  const why = /foreign-data: \/var\/lib\/etcd on etcd-3 holds the data of a member/
  await refuses(context, cluster, `${host.name} has the data of another cluster`, why)
  // As the message says.
  await host.run(['mv', '/var/lib/etcd', '/root/moved-aside'])
}

/** Has another etcd leave its data where ours is to have its own. */
async function runStranger({ mirror }: Lab, host: Host): Promise<void> {
  const archive = `${mirror.url.ipv4}/${mirror.path(etcdVersion)}`
  const flagsOf = (names: readonly string[], url: string) => names.map((name) => `--${name}=${url}`)
  const flags = [
    ...['--name=stranger', '--data-dir=/var/lib/etcd', '--initial-cluster=stranger=http://127.0.0.1:12380'],
    ...flagsOf(['listen-client-urls', 'advertise-client-urls'], 'http://127.0.0.1:12379'),
    ...flagsOf(['listen-peer-urls', 'initial-advertise-peer-urls'], 'http://127.0.0.1:12380'),
  ]
  await host.run(['sh', '-c', `curl --fail --silent '${archive}' | tar -xz -C /tmp --strip-components=1`])
  // Type=notify: it is there once it serves, so its WAL is written.
  await host.run([
    'systemd-run',
    '--quiet',
    '--unit=stranger',
    '--property=Type=notify',
    '/tmp/etcd',
    ...flags,
  ])
  await host.run(['systemctl', 'stop', 'stranger.service'])
  assert.match(await host.run(['ls', '/var/lib/etcd/member/wal']), /\.wal/)
}

/** The lost member is not started, and the others keep it as it was. */
async function refusesLoss(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  lost: Host,
  title: string,
): Promise<void> {
  const [peer] = cluster.hosts as [Host]
  const members = await membersOf(peer)
  const why = /data-lost(-elsewhere)?: .*etcd-2/
  await refuses(context, cluster, `${lost.name} has lost ${title}`, why)
  assert.notEqual((await serviceOf(lost)).state, 'active', `etcd was started on ${lost.name}`)
  assert.deepEqual(await membersOf(peer), members, 'the membership changed')
}
