import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { keepalivedPackages, startKeepalived, stopKeepalived, untilHolds } from '../steps/keepalived.ts'
import { assertClosedToStrangers, assertFormed, assertReplicates } from '../steps/members.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { startWriting } from '../steps/writer.ts'

/** A host's IPv6 address, and its address in the network for monitoring. */
const six = ({ address }: Host) => address.replace('10.240.0.', 'fd00:10::')
/** keepalived moves this one. */
const virtual = '10.240.0.100'
const monitoring = ({ address }: Host) => address.replace('10.240.', '10.242.')

/** Listeners of every kind on hosts that have IPv4 and IPv6, and back to the defaults on a living cluster. */
export const listeners: Scenario = {
  name: 'listeners',
  title:
    'etcd listens on IPv4 and IPv6, not on localhost, and serves metrics over TLS; keepalived moves an address',
  run: async (context) => {
    const hosts = threeHosts.map((host) => ({ ...host, packages: keepalivedPackages }))
    await using lab = await context.startLab({ hosts, etcd: [etcdVersion] })
    for (const host of lab.hosts) {
      await host.addAddress(monitoring(host))
      // Unlike a machine's, /proc/sys of a container is read-only.
      await host.run(['mount', '--options', 'remount,bind,rw', '/proc/sys'])
    }
    const nodes = lab.hosts.map((host) => ({
      name: host.name,
      address: host.address,
      peer: { listen: [host.address, six(host)], advertise: six(host) },
      client: { listen: [virtual, host.address, six(host)] },
      metrics: { listen: [monitoring(host)] },
    }))
    const cluster = await generateCluster(lab, {
      nodes,
      etcd: { localhostListener: false, metrics: { tls: true }, virtualAddresses: [virtual] },
    })
    await context.step('Linux has to let etcd listen on a virtual address: virtual-address', () =>
      allowsVirtual(cluster),
    )
    await bringUp(context, cluster)
    await assertFormed(lab)
    await assertReplicates(lab.host('etcd-1'), lab.host('etcd-3'), 'both')
    await context.step('clients use IPv4 and IPv6, and nothing listens on localhost', () =>
      assertDualStack(cluster),
    )
    await context.step('metrics are read with a client certificate alone', () => assertMetrics(cluster))
    await context.step('keepalived moves a virtual address, and a client follows it', () =>
      followsVirtual(cluster),
    )
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
    await backToDefaults(context, cluster)
  },
}

/** No machine has the address yet. The verdict says what to type. */
async function allowsVirtual(cluster: GeneratedCluster): Promise<void> {
  assertRefused(
    await cluster.playbook('site.yml'),
    /virtual-address: The spec has a virtual address under listen/,
  )
  for (const host of cluster.hosts) {
    const text = (await verdictTexts(cluster, host)).get('virtual-address') ?? ''
    await typesAll(host, text)
    assert.deepEqual([...(await verdictTexts(cluster, host))], [])
  }
}

async function followsVirtual({ hosts }: GeneratedCluster): Promise<void> {
  const [first, second, third] = hosts as [Host, Host, Host]
  await Promise.all([startKeepalived(first, virtual, 150), startKeepalived(second, virtual, 100)])
  for (const holder of [first, second]) {
    await untilHolds(holder, virtual)
    assert.equal(await readsAt(third, virtual), 'both')
    await stopKeepalived(holder)
  }
}

/** What a client on a host reads through the members at an address. */
function readsAt(host: Host, address: string): Promise<string> {
  const read = 'etcdctl --command-timeout=10s --endpoints="https://$1:2379" get /lab/key --print-value-only'
  const script = `set -a; . /etc/etcd/etcdctl.env; unset ETCDCTL_ENDPOINTS; ${read}`
  return host.run(['sh', '-c', script, 'sh', address])
}

async function assertDualStack({ hosts }: GeneratedCluster): Promise<void> {
  for (const host of hosts) {
    const listening = await host.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
    for (const address of [host.address, `[${six(host)}]`])
      for (const port of [2379, 2380]) assert.ok(listening.includes(`${address}:${port} `), listening)
    assert.doesNotMatch(listening, /(127\.0\.0\.1|\[::1\]|\*|0\.0\.0\.0):23(79|80|81)/)
    for (const address of [host.address, `[${six(host)}]`])
      assert.equal(await readsAt(hosts[0] as Host, address), 'both')
  }
}

async function assertMetrics({ hosts }: GeneratedCluster): Promise<void> {
  const [first] = hosts as [Host]
  for (const host of hosts) {
    const url = `https://${monitoring(host)}:2381/metrics`
    const pki = '/etc/etcd/pki'
    const root = ['--cert', `${pki}/root.crt`, '--key', `${pki}/root.key`]
    const curl = ['curl', '--silent', '--show-error', '--cacert', `${pki}/client-ca.crt`] as const
    assert.match(await first.run([...curl, ...root, url]), /^etcd_server_has_leader 1$/m)
    await assertClosedToStrangers(first, monitoring(host), 2381)
  }
}

async function backToDefaults(context: ScenarioContext, { lab }: GeneratedCluster): Promise<void> {
  const writer = startWriting(lab.hosts)
  const cluster = await generateCluster(lab)
  await context.step('site.yml alone goes back to one address, localhost and plain metrics', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(lab)
    for (const host of lab.hosts) {
      assert.match(await host.run(['curl', '--silent', 'http://127.0.0.1:2381/health']), /"health":"true"/)
      assert.doesNotMatch(await host.run(['cat', '/etc/etcd/etcdctl.env']), /ENDPOINTS/)
    }
  })
  await verifies(context, cluster)
  context.line(`${await writer.stop()} writes, all of them there`)
}
