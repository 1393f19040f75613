import assert from 'node:assert/strict'
import { valueAt } from '../../../unit/spec/fields/leaves.ts'
import { type LeafRow, member, portOf, reported } from '../row.ts'

const bytes = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const
const inBytes = (value: string) => Number.parseInt(value, 10) * bytes[value.slice(-3) as keyof typeof bytes]

/** The section `etcd`. */
export const etcd: readonly LeafRow[] = [
  reported('/etcd/token', 'initial-cluster-token'),
  { leaf: '/etcd/discovery/srv', scenario: 'discovery', shows: '^ETCD_DISCOVERY_SRV=' },
  { leaf: '/etcd/discovery/name', scenario: 'discovery', shows: '_etcd-server-ssl-lab._tcp' },
  {
    leaf: '/etcd/ports/client',
    on: 'members',
    seen: "etcd's report at its start: listen-client-urls",
    check: (port, seen) =>
      assert.deepEqual(
        (seen.report['listen-client-urls'] as string[]).toSorted(),
        [`https://${member(seen).address}:${port}`, `https://127.0.0.1:${port}`].toSorted(),
      ),
  },
  {
    leaf: '/etcd/ports/peer',
    on: 'members',
    seen: "etcd's report at its start: initial-advertise-peer-urls",
    check: (port, seen) =>
      assert.deepEqual(seen.report['initial-advertise-peer-urls'], [
        `https://${member(seen).address}:${port}`,
      ]),
  },
  {
    leaf: '/etcd/ports/metrics',
    on: 'members',
    seen: "etcd's report at its start: listen-metrics-urls",
    check: (port, seen) =>
      assert.deepEqual(seen.report['listen-metrics-urls'], [`http://${member(seen).address}:${port}`]),
  },
  reported('/etcd/paths/data', 'data-dir'),
  {
    leaf: '/etcd/paths/wal',
    on: 'members',
    seen: "etcd's report at its start: wal-dir; the files there",
    check: async (path, { report, sh }) => {
      assert.equal(report['wal-dir'], `${path}/wal`)
      assert.match(await sh(`ls ${path}/wal`), /^0{16}-0{16}\.wal$/m)
    },
  },
  {
    leaf: '/etcd/paths/configuration',
    on: 'members',
    seen: "the unit's ExecCondition, and the files there",
    check: async (path, { sh, unit }) => {
      assert.match(await unit('ExecCondition'), new RegExp(`/bin/sh ${path}/may-start\\.sh`))
      assert.match(await sh(`ls ${path}`), /^etcdctl\.env\njoined\n/)
    },
  },
  {
    leaf: '/etcd/paths/pki',
    on: 'members',
    seen: "etcd's report at its start: the paths of its certificates",
    check: (path, { clientTls, peerTls }) => {
      for (const { 'tls-info': said } of [clientTls, peerTls])
        assert.match(String(said), new RegExp(`cert = ${path}/`))
    },
  },
  {
    leaf: '/etcd/paths/environmentFile',
    on: 'alone',
    seen: "systemctl show: EnvironmentFiles; etcd's environment",
    check: async (path, { unit, environment, sh }) => {
      assert.match(await unit('EnvironmentFiles'), new RegExp(`^${path} `))
      const given = (await sh(`grep ^ETCD_NAME= ${path}`)).replaceAll('"', '')
      assert.ok(environment.split('\n').includes(given), environment)
    },
  },
  {
    leaf: '/etcd/paths/configurationFile',
    on: 'members',
    seen: "etcd's command line",
    check: (path, { commandLine }) => assert.equal(commandLine[1], `--config-file=${path}`),
  },
  {
    leaf: '/etcd/paths/binaries',
    on: 'members',
    seen: "etcd's command line",
    check: (path, { commandLine }) => assert.equal(commandLine[0], `${path}/etcd`),
  },
  {
    leaf: '/etcd/paths/releases',
    on: 'members',
    seen: 'the program that the process runs',
    check: async (path, { spec, sh, processId }) =>
      assert.equal(
        await sh(`readlink /proc/${processId}/exe`),
        `${path}/v${valueAt(spec, '/etcd/version')}/etcd`,
      ),
  },
  {
    leaf: '/etcd/account/user',
    on: 'members',
    seen: 'the user of the process',
    check: async (user, { sh, processId }) =>
      assert.equal(await sh(`stat --format=%U /proc/${processId}`), user),
  },
  {
    leaf: '/etcd/account/group',
    on: 'members',
    seen: 'the group of the process',
    check: async (group, { sh, processId }) =>
      assert.equal(await sh(`stat --format=%G /proc/${processId}`), group),
  },
  reported('/etcd/tuning/heartbeatInterval', 'heartbeat-interval'),
  reported(
    '/etcd/tuning/electionTimeout',
    'election-timeout',
    (value: string) => `${Number.parseInt(value, 10) / 1000}s`,
  ),
  reported('/etcd/tuning/quota', 'quota-backend-bytes', inBytes),
  reported('/etcd/tuning/compaction', 'auto-compaction-mode'),
  reported(
    '/etcd/tuning/compactionRetention',
    'auto-compaction-retention',
    (value: string) => `${value}0s`,
    'alone',
  ),
  // Go prints a number of revisions as a number of nanoseconds.
  reported(
    '/etcd/tuning/compactionRevisions',
    'auto-compaction-retention',
    (value: number) => `${value / 1000}µs`,
  ),
  reported('/etcd/tuning/snapshotCount', 'snapshot-count'),
  reported('/etcd/tuning/maxRequestSize', 'max-request-bytes', inBytes),
  reported('/etcd/tuning/preVote', 'pre-vote'),
  reported('/etcd/tuning/corruptionChecks', 'initial-corrupt-check'),
  reported(
    '/etcd/tuning/corruptionCheckInterval',
    'corrupt-check-time-interval',
    (value: string) => `${value}0m0s`,
  ),
  {
    leaf: '/etcd/logging/level',
    on: 'members',
    seen: "lines of this level in etcd's journal",
    check: async (level, { sh }) =>
      assert.notEqual(
        await sh(`journalctl --unit=etcd --output=cat --grep='"level":"${level}"' --lines=1`),
        '',
      ),
  },
  {
    leaf: '/etcd/logging/format',
    on: 'alone',
    seen: "the form of the lines in etcd's journal",
    check: async (_, { sh }) =>
      assert.match(
        await sh("journalctl --unit=etcd --output=cat | grep 'starting an etcd server'"),
        /^20\S+Z\tinfo\tembed\/etcd\.go:\d+\tstarting an etcd server\t\{/,
      ),
  },
  {
    leaf: '/etcd/logging/outputs',
    on: 'members',
    seen: 'the log file; the journal has the same line',
    check: async ([, path], { sh, report }) => {
      const line = await sh(`grep '"starting an etcd server"' ${path} | tail -n 1`)
      assert.deepEqual(JSON.parse(line), report)
    },
  },
  {
    leaf: '/etcd/metrics/listen',
    on: 'members',
    seen: 'what another host reads at the address of the node',
    check: async (_, seen) => {
      const url = `http://${member(seen).address}:${portOf(seen, 'metrics')}/health`
      assert.match(await seen.sh(`curl --silent ${url}`, seen.cluster.lab.host('etcd-4')), /"health":"true"/)
    },
  },
  {
    leaf: '/etcd/metrics/tls',
    scenario: 'listeners',
    shows: 'assertClosedToStrangers(first, monitoring(host), 2381)',
  },
  { leaf: '/etcd/virtualAddresses', scenario: 'listeners', shows: 'readsAt(third, virtual)' },
  { leaf: '/etcd/localhostListener', scenario: 'listeners', shows: 'assert.doesNotMatch(listening,' },
  {
    leaf: '/etcd/metrics/level',
    on: 'members',
    seen: 'histograms among the metrics',
    check: async (_, seen) =>
      assert.match(
        await seen.sh(`curl --silent http://${member(seen).address}:${portOf(seen, 'metrics')}/metrics`),
        /^grpc_server_handling_seconds_bucket/m,
      ),
  },
  reported('/etcd/extraOptions', 'max-wals', (value: Readonly<Record<string, number>>) => value['max-wals']),
]
