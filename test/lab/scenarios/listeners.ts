import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertClosedToStrangers, assertFormed, assertReplicates } from '../steps/members.ts'
import { assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { startWriting } from '../steps/writer.ts'

/** A host's IPv6 address, and its address in the network for monitoring. */
const six = ({ address }: Host) => address.replace('10.240.0.', 'fd00:10::')
const monitoring = ({ address }: Host) => address.replace('10.240.', '10.242.')

/** Listeners of every kind on hosts that have IPv4 and IPv6, and back to the defaults on a living cluster. */
export const listeners: Scenario = {
  name: 'listeners',
  title:
    'etcd listens on IPv4 and IPv6, not on localhost, and serves metrics over TLS in a network of their own',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    for (const host of lab.hosts) await host.addAddress(monitoring(host))
    const nodes = lab.hosts.map((host) => ({
      name: host.name,
      address: host.address,
      peer: { listen: [host.address, six(host)], advertise: six(host) },
      client: { listen: [host.address, six(host)] },
      metrics: { listen: [monitoring(host)] },
    }))
    const cluster = await generateCluster(lab, {
      nodes,
      etcd: { localhostListener: false, metrics: { tls: true } },
    })
    await bringUp(context, cluster)
    await assertFormed(lab)
    await assertReplicates(lab.host('etcd-1'), lab.host('etcd-3'), 'both')
    await context.step('clients use IPv4 and IPv6, and nothing listens on localhost', () =>
      assertDualStack(cluster),
    )
    await context.step('metrics are read with a client certificate alone', () => assertMetrics(cluster))
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
    await backToDefaults(context, cluster)
  },
}

async function assertDualStack({ hosts }: GeneratedCluster): Promise<void> {
  for (const host of hosts) {
    const listening = await host.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
    for (const address of [host.address, `[${six(host)}]`])
      for (const port of [2379, 2380]) assert.ok(listening.includes(`${address}:${port} `), listening)
    assert.doesNotMatch(listening, /(127\.0\.0\.1|\[::1\]|\*|0\.0\.0\.0):23(79|80|81)/)
    const ask =
      'set -a; . /etc/etcd/etcdctl.env; unset ETCDCTL_ENDPOINTS; exec etcdctl --endpoints="$1" get /lab/key'
    for (const address of [host.address, `[${six(host)}]`])
      assert.match(
        await host.run(['sh', '-c', ask, 'sh', hosts.map(() => `https://${address}:2379`).join(',')]),
        /both/,
      )
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
