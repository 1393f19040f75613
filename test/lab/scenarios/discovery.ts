import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import { assertNothingToDo, assertStops, bringBundle } from '../steps/bundle.ts'
import { seedAll, waitForHealth } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster, type SpecOptions } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { addMemberAt, assertFormed, etcdctl, untilHealthy } from '../steps/members.ts'
import {
  assertRefused,
  assertSuccess,
  assertUnchanged,
  bringUp,
  saidBy,
  verifies,
} from '../steps/playbooks.ts'
import { type Address, askResolver, type Service, serveRecords, zone } from '../steps/resolver.ts'
import { startSampling } from '../steps/sampler.ts'
import { zoneRecords } from '../steps/zone-records.ts'

const peerName = ({ name }: Host) => `${name}.peers.${zone}`
const clientName = ({ name }: Host) => `${name}.${zone}`
const peers = `_etcd-server-ssl-lab._tcp.${zone}`

/** bind9-host, and what it needs that Debian's smallest system lacks. */
const packages = [
  ...['bind9-host', 'bind9-libs', 'libfstrm0', 'libicu72', 'libjemalloc2', 'liblmdb0', 'libmaxminddb0'],
  ...['libprotobuf-c1', 'libuv1', 'libxml2'],
]

/** Members find each other by DNS. Names and records are wrong at first, and each channel says what it finds. */
export const discovery: Scenario = {
  name: 'discovery',
  title: 'members find each other by names and SRV records, and nothing is changed while one is wrong',
  run: async (context) => {
    const described = [1, 2, 3, 4].map((number) => hostNumber(number, { packages, ...(number === 4 && OFF) }))
    await using lab = await context.startLab({ hosts: described, etcd: [etcdVersion] })
    await askResolver(lab)
    const cluster = await clusterOf(lab, DISCOVERY)
    await wrongNames(context, cluster)
    await wrongRecords(context, cluster)
    await serveRecords(lab, { addresses: recordsOf(cluster.hosts), services: zoneRecords(cluster) })
    await bringUp(context, cluster)
    await found(context, cluster)
    await changes(context, cluster)
    await verifies(context, cluster)
    await joins(context, cluster)
  },
}

const OFF = { isOff: true } as const
const DISCOVERY = { srv: zone, name: 'lab' } as const

function clusterOf(
  lab: Lab,
  discovery: typeof DISCOVERY | undefined,
  { hosts = lab.hosts.slice(0, 3), ...more }: Change = {},
): Promise<GeneratedCluster> {
  return generateCluster(lab, {
    hosts: hosts.map(({ name }) => name),
    nodes: hosts.map(named),
    ...(discovery && { etcd: { discovery } }),
    ...more,
  })
}

type Change = { readonly hosts?: readonly Host[]; readonly cloudInit?: NonNullable<SpecOptions['cloudInit']> }

const named = (host: Host) => ({
  name: host.name,
  address: host.address,
  peer: { advertise: peerName(host) },
  client: { advertise: clientName(host) },
})

const recordsOf = (hosts: readonly Host[]): Address[] =>
  hosts.flatMap((host) => [
    [peerName(host), host.address],
    [clientName(host), host.address],
  ])

async function wrongNames({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const { lab, hosts } = cluster
  const [, second, third] = hosts as [Host, Host, Host]
  const right = recordsOf(hosts)
  await step('a name leads nowhere, and one to another member: site.yml says so for every node', async () => {
    const wrong = right.filter(([name]) => ![peerName(second), clientName(third)].includes(name))
    await serveRecords(lab, { addresses: [...wrong, [clientName(third), second.address]] })
    const outcome = await cluster.playbook('site.yml')
    assertRefused(
      outcome,
      /name-unresolved: etcd-1 looks up the names of the members in \/etc\/hosts and DNS/,
    )
    for (const { name } of hosts) {
      const text = `name-unresolved: ${name} looks up the names of the members in /etc/hosts and DNS, and does not find every member: ${peerName(second)}: nothing (${second.name} is at ${second.address}); ${clientName(third)}: ${second.address} (${third.name} is at ${third.address}).`
      assert.ok(saidBy(outcome).includes(text), failureText(outcome))
      assert.ok(
        saidBy(outcome).includes(`no-dns-program: ${name} does not have the program "host"`),
        failureText(outcome),
      )
    }
  })
  await step('the texts are followed: the records are corrected, and the program is installed', async () => {
    await serveRecords(lab, { addresses: right, services: zoneRecords(cluster) })
    await Promise.all(
      hosts.map(async (host) => {
        const texts = await verdictTexts(cluster, host)
        assert.deepEqual([...texts.keys()], ['no-dns-program'])
        await typesAll(host, texts.get('no-dns-program') ?? '')
        assert.deepEqual([...(await verdictTexts(cluster, host))], [])
      }),
    )
  })
}

async function wrongRecords({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const { lab, hosts } = cluster
  const [first, second] = hosts as [Host, Host]
  const right = zoneRecords(cluster)
  await step('a record is missing, and two are too much: site.yml says so, and the bundle', async () => {
    const plain = `_etcd-server-lab._tcp.${zone}`
    const services: Service[] = [
      ...right.filter(([name, target]) => name !== peers || target !== peerName(second)),
      [peers, `old.${zone}`, 2380],
      [plain, `old.${zone}`, 2380],
    ]
    await serveRecords(lab, { addresses: recordsOf(hosts), services })
    const outcome = await cluster.playbook('site.yml')
    assertRefused(outcome, /records-differ: etcd-1 finds other SRV records/)
    for (const part of [
      `${peers} lacks ${peerName(second)}:2380`,
      `${peers} has old.${zone}:2380, which is not in the spec`,
      `${plain} has old.${zone}:2380, which is not in the spec`,
    ])
      assert.ok(saidBy(outcome).includes(part), failureText(outcome))
    // Debian has the own name on this address, which is no fault for peers; that of another member is one.
    await first.run(['sh', '-euc', `echo '127.0.1.1 ${peerName(first)} ${peerName(second)}' >>/etc/hosts`])
    await bringBundle(cluster, first)
    await assertStops(
      first,
      /name-unresolved: [^;]*: etcd-2\.peers\.lab\.example: 127\.0\.1\.1 \(etcd-2 is at 10\.240\.0\.11\)\.[\s\S]*records-differ: /,
    )
    const shown = await first.run(['getent', '-s', 'files dns', 'ahosts', peerName(second)])
    assert.match(shown, /^127\.0\.1\.1 /)
    await first.run(['sed', '-i', '/^127\\.0\\.1\\.1/d', '/etc/hosts'])
  })
}

/** The cluster was formed by the records, and clients find it by theirs. */
async function found({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [first, second] = cluster.hosts as [Host, Host]
  await step('members and clients find the cluster by DNS, and a member restarts', async () => {
    await assertFormed(cluster)
    assert.match(await configuration(first), /^ETCD_DISCOVERY_SRV="?lab\.example"?$/m)
    assert.doesNotMatch(await configuration(first), /^ETCD_INITIAL_CLUSTER=/m)
    assert.match(await first.journal('etcd'), /got bootstrap from DNS for etcd-server/)
    const flags = [`--discovery-srv=${zone}`, '--discovery-srv-name=lab', '--insecure-discovery=false']
    // etcdctl takes endpoints or a domain.
    const ask = `set -a; . /etc/etcd/etcdctl.env; unset ETCDCTL_ENDPOINTS; exec etcdctl ${flags.join(' ')} put /lab/dns found`
    await second.run(['sh', '-c', ask])
    await second.run(['systemctl', 'restart', 'etcd'])
    await untilHealthy(second)
    assert.equal((await etcdctl(second, 'get', '/lab/dns', '--print-value-only')).trim(), 'found')
  })
}

const configuration = (host: Host) => host.run(['cat', '/etc/default/etcd'])

async function changes({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const { lab } = cluster
  const [first] = cluster.hosts as [Host]
  const sampler = await startSampling(cluster.hosts)
  await step('site.yml changes the living cluster to initial-cluster', async () => {
    const fixed = await clusterOf(lab, undefined)
    assertSuccess(fixed, await fixed.playbook('site.yml'))
    await assertFormed(fixed)
    assert.match(await configuration(first), /^ETCD_INITIAL_CLUSTER=/m)
    assert.doesNotMatch(await configuration(first), /DISCOVERY/)
  })
  await step('and back to DNS, and then changes nothing', async () => {
    await clusterOf(lab, DISCOVERY)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    assert.match(await configuration(first), /^ETCD_DISCOVERY_SRV=/m)
    assertUnchanged(await cluster.playbook('site.yml'))
    await bringBundle(cluster, first)
    await assertNothingToDo(first)
  })
  await sampler.stop()
}

/** User-data waits for records that are made after the machine. Then the machine joins the cluster, which it finds by them. */
async function joins({ step }: ScenarioContext, { lab }: GeneratedCluster): Promise<void> {
  const [first, , , fourth] = lab.hosts as [Host, Host, Host, Host]
  await step(`${fourth.name} boots before its records are there, waits for them, and joins`, async () => {
    const cloudInit = { keys: 'embed', config: { package_update: true, packages: ['bind9-host'] } }
    const grown = await clusterOf(lab, DISCOVERY, { hosts: lab.hosts, cloudInit })
    const services = zoneRecords(grown)
    const before = services.filter(([, target]) => !target.startsWith(`${fourth.name}.`))
    await addMemberAt(first, fourth.name, `https://${peerName(fourth)}:2380`)
    seedAll(grown, [fourth])
    await fourth.start()
    await waits(fourth, `${clientName(fourth)}: nothing`)
    await serveRecords(lab, { addresses: recordsOf(lab.hosts), services: before })
    await waits(fourth, `${peers} lacks ${peerName(fourth)}:2380`)
    await serveRecords(lab, { addresses: recordsOf(lab.hosts), services })
    await waitForHealth(fourth)
    await assertFormed(grown)
  })
}

async function waits(host: Host, what: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (host.consoleLog().includes(`wait      for DNS: ${what}`)) return
    await sleep(200)
  }
  assert.fail(`${host.name} does not wait for ${what} within 60 s:\n${host.consoleLog()}`)
}
