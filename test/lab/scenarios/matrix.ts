import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { generateCluster, type Style, styles } from '../steps/cluster.ts'
import { type Effective, effectiveOn, type LogLine } from '../steps/effective.ts'
import { hostNumber } from '../steps/hosts.ts'
import { inLanes } from '../steps/lanes.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { etcdPackages } from '../steps/packages.ts'
import { assertSuccess } from '../steps/playbooks.ts'
import { assertTakenUp } from '../steps/shown-options.ts'
import { assertConfiguredBy, type Options } from '../steps/style.ts'
import type { Suite } from '../tools/base-tree.ts'

type Row = { readonly version: string; readonly suite: Suite; readonly package?: true }

/** Every line of etcd, as it comes to a host. */
const rows: readonly Row[] = [
  { version: '3.4.23', suite: 'bookworm', package: true },
  { version: '3.5.16', suite: 'trixie', package: true },
  { version: '3.5.35', suite: 'bookworm' },
  { version: '3.6.16', suite: 'trixie' },
  { version: '3.7.3', suite: 'bookworm' },
]

// Nothing here is what etcd would do by itself, so that a setting which is lost is missed.
const tuning = {
  heartbeatInterval: '150ms',
  electionTimeout: '1500ms',
  quota: '3GiB',
  maxRequestSize: '2MiB',
  compactionRetention: '90m',
  snapshotCount: 20_000,
  corruptionCheckInterval: '12h',
}
const cipherSuites = ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384']
const extraOptions = {
  'max-wals': 10,
  cors: 'https://b.example:443,https://a.example:443',
  'enable-pprof': true,
}
const asSpecified = {
  'heartbeat-interval': '150ms',
  'election-timeout': '1.5s',
  'quota-backend-bytes': 3 * 2 ** 30,
  'max-request-bytes': 2 * 2 ** 20,
  'auto-compaction-retention': '1h30m0s',
  'snapshot-count': 20_000,
  'corrupt-check-time-interval': '12h0m0s',
  'pre-vote': true,
  'max-wals': 10,
  cors: ['https://a.example:443', 'https://b.example:443'],
}

/** Every line of etcd by every style: all three mean the same to the real program, which runs with what the spec says. */
export const matrix: Scenario = {
  name: 'matrix',
  title: 'etcd 3.4 to 3.7 take the same configuration from each of the styles',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: rows.map(({ suite, package: own }, index) =>
        hostNumber(index + 1, { suite, ...(own && { packages: etcdPackages }) }),
      ),
      etcd: rows.filter((row) => !row.package).map(({ version }) => version),
    })
    await inLanes(lab.hosts.map((host, index) => () => compareStyles(context, lab, host, rows[index] as Row)))
  },
}

async function compareStyles({ step }: ScenarioContext, lab: Lab, host: Host, row: Row): Promise<void> {
  const runs: { readonly options: Options | undefined; readonly effective: Effective }[] = []
  for (const style of styles) {
    await step(`etcd ${row.version} runs by ${style}`, async () => {
      if (runs.length > 0) await makeFresh(host)
      await bringUpBy(lab, host, row, style)
      const options = await assertConfiguredBy(style, host)
      runs.push({ options, effective: await effectiveOn(host) })
    })
  }
  const [{ options, effective }, ...others] = runs as [(typeof runs)[0], ...typeof runs]
  assert.ok(options)
  assertTakenUp(options, effective)
  assertAsSpecified(effective['starting an etcd server'], row)
  for (const other of others) {
    assert.deepEqual(other.effective, effective, `the styles of etcd ${row.version} mean different things`)
    if (other.options) assert.deepEqual(sorted(other.options), sorted(options))
  }
}

function assertAsSpecified(said: LogLine, { version }: Row): void {
  assert.equal(said['etcd-version'], version)
  for (const [field, value] of Object.entries(asSpecified))
    assert.deepEqual(said[field], value, `${field} of etcd ${version}`)
}

async function bringUpBy(lab: Lab, host: Host, row: Row, style: Style): Promise<void> {
  const install = row.package && { install: { method: 'package' } }
  const cluster = await generateCluster(lab, {
    name: host.name,
    hosts: [host.name],
    etcd: { version: row.version, style, tuning, extraOptions, ...install },
    tls: { cipherSuites },
  })
  assertSuccess(cluster, await cluster.playbook('site.yml'))
  await assertFormed(cluster)
  await assertReplicates(host, host, style)
  assertSuccess(cluster, await cluster.playbook('verify.yml'))
}

/** No etcd has ever run there, but it is installed. The files of the style before stay where it has put them. */
async function makeFresh(host: Host): Promise<void> {
  await host.run(['systemctl', 'stop', 'etcd.service'])
  await host.run(['rm', '-rf', '/var/lib/etcd/member', '/etc/etcd'])
}

const sorted = (options: Options) => [...options].sort(([a], [b]) => (a < b ? -1 : 1))
