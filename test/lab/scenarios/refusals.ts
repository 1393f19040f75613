import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { blocksNamedIn, sectionIn, typesAll, verdictTexts } from '../steps/advice.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl, membersOf, untilHealthy } from '../steps/members.ts'
import { Operator, restore } from '../steps/operator.ts'
import { assertRefused, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { loseData, replaceMember } from '../steps/replacement.ts'
import { serviceOf } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

/**
 * What stands in the way of a member, before there is one and afterwards: it is said before anything is changed anywhere,
 * and what the text and the runbook say about it helps. A node whose data is gone while its peers live never forms a second
 * cluster.
 */
export const refusals: Scenario = {
  name: 'refusals',
  title:
    "a taken port, another etcd's data and lost data are reported, and left alone until somebody does what the text says",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const [healthy, lost] = lab.hosts as [Host, Host]
    const cluster = await generateCluster(lab)
    const operator = new Operator(cluster)
    await context.step(
      'with --limit, nobody could say whether the cluster exists: members-hidden',
      async () => {
        const outcome = await cluster.playbook('site.yml', { arguments: ['--limit', lost.name] })
        assertRefused(
          outcome,
          /members-hidden: etcd-2 has no data yet, .* Run this without --limit and etcd_tolerate\./,
        )
      },
    )
    await refusesTakenPort(context, cluster, lost)
    await takesOver(context, operator)

    await loseData(lost)
    await refusesLoss(context, cluster, lost, 'its data')
    await context.step('systemd itself refuses to start the member without its data', async () => {
      assert.notEqual((await lost.attempt(['systemctl', 'start', 'etcd.service'])).exitCode, 0)
      assert.equal((await serviceOf(lost)).state, 'inactive')
    })
    await replaceMember(context, cluster, healthy, lost)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)

    const snapshot = await takesSnapshot(operator)
    await lost.run(['systemctl', 'stop', 'etcd.service'])
    for (const { title, gone } of losses) {
      await lost.run(['sh', '-c', gone])
      await refusesLoss(context, cluster, lost, title)
    }
    await refusesSilence(context, cluster, lost)
    await replaceMember(context, cluster, healthy, lost)
    await losesAll(context, operator, snapshot)
    await verifies(context, cluster)
    operator.assertAllTyped('refusals')
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

const section = 'Take over the data of another etcd'

/** An etcd of three members that somebody set up by hand, as guides have it, with the same names, paths and token. */
async function takesOver(context: ScenarioContext, operator: Operator): Promise<void> {
  const { step } = context
  const { cluster } = operator
  const { lab, hosts } = cluster
  const [first, , third] = hosts as [Host, Host, Host]
  await step('an etcd of three members runs that was set up by hand', async () => {
    for (const host of hosts) await setsUpByHand(cluster, host)
    for (const host of hosts)
      await host.run(['systemctl', 'enable', '--quiet', '--now', '--no-block', 'etcd'])
    await byHand(first, 'for i in $(seq 60); do etcdctl put /guide/key kept && exit; sleep 0.5; done; exit 1')
  })
  await step('site.yml refuses it, and names the section of the runbook', async () => {
    const before = await takeSnapshot(cluster)
    const why = /foreign-etcd: .*"Take over the data of another etcd" in the cluster's README\.md/
    assertRefused(await cluster.playbook('site.yml'), why)
    await assertSameSnapshot(cluster, before)
    for (const text of (await verdictTexts(cluster, third)).values()) assert.equal(sectionIn(text), section)
  })
  await step('the commands of that section move its data into the new cluster', async () => {
    const snapshot = join(lab.folder, 'taken-over.db')
    await operator.onNode(first, section, 0, { OPTIONS: '--endpoints=http://127.0.0.1:2379' })
    // What it says for an etcd that does not run any more.
    await operator.onNode(third, section, 1, { 'OLD-DATA': '/var/lib/etcd' })
    await operator.here(section, 2, { NAME: first.name, SNAPSHOT: snapshot })
    for (const host of hosts) await operator.onNode(host, section, 3)
    await operator.here(section, 4)
    await restore(operator, snapshot)
    for (const host of hosts)
      assert.equal((await etcdctl(host, 'get', '/guide/key', '--print-value-only')).trim(), 'kept')
  })
  await verifies(context, cluster)
}

const byHand = (host: Host, script: string) =>
  host.run(['sh', '-c', `export ETCDCTL_ENDPOINTS=http://127.0.0.1:2379; ${script}`])

/** Installs etcd and a unit with the flags of the guides. */
async function setsUpByHand({ lab: { mirror }, hosts }: GeneratedCluster, host: Host): Promise<void> {
  const archive = `${mirror.url.ipv4}/${mirror.path(etcdVersion)}`
  const { name, address } = host
  const flags = [
    `--name=${name}`,
    '--data-dir=/var/lib/etcd',
    `--listen-client-urls=http://${address}:2379,http://127.0.0.1:2379`,
    `--advertise-client-urls=http://${address}:2379`,
    `--listen-peer-urls=http://${address}:2380`,
    `--initial-advertise-peer-urls=http://${address}:2380`,
    `--initial-cluster=${hosts.map((each) => `${each.name}=http://${each.address}:2380`).join(',')}`,
    '--initial-cluster-token=lab',
    '--initial-cluster-state=new',
  ]
  const unit = `[Unit]
Description=etcd
[Service]
Type=notify
ExecStart=/usr/local/bin/etcd ${flags.join(' ')}
Restart=on-failure
[Install]
WantedBy=multi-user.target
`
  const install = `curl --fail --silent '${archive}' | tar -xz -C /usr/local/bin --no-same-owner --strip-components=1 --wildcards '*/etcd*'
cat >/etc/systemd/system/etcd.service
systemctl daemon-reload`
  await host.run(['sh', '-euc', install], { input: unit })
}

async function takesSnapshot({ cluster }: Operator): Promise<string> {
  const [first] = cluster.hosts as [Host]
  const operator = new Operator(cluster)
  const snapshot = join(cluster.lab.folder, 'snapshot.db')
  await operator.onNode(first, 'Back up the data', 0)
  await operator.here('Back up the data', 1, { NAME: first.name, SNAPSHOT: snapshot })
  return snapshot
}

/** The others have to say whether a node without data was a member; the text says how they are started. */
async function refusesSilence(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  lost: Host,
): Promise<void> {
  const others = cluster.hosts.filter(({ name }) => name !== lost.name)
  await step('no member answers that could say whether it was one: site.yml refuses', async () => {
    for (const host of others) await host.run(['systemctl', 'stop', 'etcd'])
    const outcome = await cluster.playbook('site.yml')
    assertRefused(
      outcome,
      /members-silent: etcd-2 has no data, and the members that formed lab \(etcd-\d, etcd-\d\)/,
    )
    const [, text = ''] = /members-silent: ([\s\S]*?)README\.md/.exec(outcome.output) ?? []
    for (const host of others) await typesAll(host, text.replaceAll(/\s+/g, ' '))
    await untilServed(others)
    assertRefused(await cluster.playbook('site.yml'), /data-lost-elsewhere: /)
  })
}

async function untilServed(hosts: readonly Host[]): Promise<void> {
  for (const host of hosts)
    await host.run([
      'sh',
      '-c',
      'set -a; . /etc/etcd/etcdctl.env; for i in $(seq 60); do etcdctl --command-timeout=2s get / >/dev/null && exit; sleep 0.5; done; exit 1',
    ])
}

/** The data of all members is gone: the text says that the quorum is, and names the section that leads back. */
async function losesAll({ step }: ScenarioContext, operator: Operator, snapshot: string): Promise<void> {
  const { cluster } = operator
  const { hosts } = cluster
  const [first] = hosts as [Host]
  await step('all data is gone: site.yml says that the quorum is lost', async () => {
    for (const host of hosts) await loseData(host)
    const outcome = await cluster.playbook('site.yml')
    for (const { name } of hosts)
      assertRefused(
        outcome,
        new RegExp(`quorum-lost: ${name} was a member .* "The quorum is lost" in the cluster's`),
      )
  })
  await step('the section that it names brings the data back from a snapshot', async () => {
    const text = (await verdictTexts(cluster, first)).get('quorum-lost') ?? ''
    const [, , , , moveAside = '', form = ''] = blocksNamedIn(cluster, text)
    for (const host of hosts) await host.run(['sh', '-euc', moveAside])
    await operator.here(sectionIn(text), 5)
    assert.match(form, /site\.yml/)
    await restore(operator, snapshot)
    await untilHealthy(first)
    await assertFormed(cluster)
    for (const host of hosts)
      assert.equal((await etcdctl(host, 'get', '/guide/key', '--print-value-only')).trim(), 'kept')
  })
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
