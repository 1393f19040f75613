import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { valueAt } from '../../unit/spec/fields/leaves.ts'
import { failureText } from '../machine/command.ts'
import { algorithmOf } from '../steps/served.ts'
import { architecture } from '../tools/etcd-release.ts'
import type { ClusterName } from './clusters.ts'
import type { Seen } from './seen.ts'

/**
 * How a leaf of the schema is seen on a host that runs: in which cluster of scenario `leaves`, in what, and the check of it.
 * A leaf that another scenario sees names it, and what shows in its code, or in that of its steps, that it asserts the value.
 */
export type LeafRow =
  | {
      readonly leaf: string
      readonly on: ClusterName
      readonly seen: string
      // biome-ignore lint/suspicious/noExplicitAny: the value of any field
      readonly check: (value: any, seen: Seen) => void | Promise<void>
    }
  | { readonly leaf: string; readonly scenario: string; readonly shows: string }

type Notation = (value: never) => unknown
const same: Notation = (value: unknown) => value

/** etcd's own report of its configuration, as it started. */
function reported(
  leaf: string,
  field: string,
  notation: Notation = same,
  on: ClusterName = 'members',
): LeafRow {
  return {
    leaf,
    on,
    seen: `etcd's report at its start: ${field}`,
    check: (value, { report }) => assert.deepEqual(report[field], notation(value as never)),
  }
}

/** A part of what etcd says at its start of the certificates of its servers, or of those for its peers. */
function tlsReported(
  leaf: string,
  on: ClusterName,
  side: 'clientTls' | 'peerTls',
  part: string,
  file: (name: string) => string,
): LeafRow {
  return {
    leaf,
    on,
    seen: `etcd's report at its start: ${part} of its TLS for ${side === 'peerTls' ? 'peers' : 'clients'}`,
    check: (value, seen) => {
      const said = String(seen[side]['tls-info'])
      assert.ok(said.includes(`${part} = ${file(value)},`), said)
    },
  }
}

/** A property of the unit, as systemd has it. */
function unitProperty(leaf: string, property: string, want: string): LeafRow {
  return {
    leaf,
    on: 'members',
    seen: `systemctl show: ${property}`,
    check: async (_, { unit }) => assert.equal(await unit(property), want),
  }
}

/** How Ansible logs in. */
function loggedIn(leaf: string, host: string, what: 'from' | 'to' | 'port' | 'user'): LeafRow {
  return {
    leaf,
    on: 'members',
    seen: `SSH_CONNECTION and USER of Ansible's login on ${host}: ${what}`,
    check: async (value, { login }) => assert.equal((await login(host))[what], String(value)),
  }
}

const networkFile = '/etc/systemd/network/10-cloud-init-eth0.network'
/** A line of the file that cloud-init has made of the network-config. */
function networkLine(leaf: string, line: (value: string) => string): LeafRow {
  return {
    leaf,
    on: 'cloud',
    seen: `${networkFile}, which cloud-init has written`,
    check: async (value, { sh }) => {
      const lines = (await sh(`cat ${networkFile}`)).split('\n')
      assert.ok(lines.includes(line(value)), `${line(value)} in:\n${lines.join('\n')}`)
    },
  }
}

const days = (value: string) => Number(value.replace('d', ''))
const bytes = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const
const inBytes = (value: string) => Number.parseInt(value, 10) * bytes[value.slice(-3) as keyof typeof bytes]
const pki = '/srv/pki-etcd'
const install = '/tls/clients/0/install'
const lifetimeOf = ({ validFromDate, validToDate }: { validFromDate: Date; validToDate: Date }) =>
  Math.round((validToDate.getTime() - validFromDate.getTime()) / 86_400_000)
const clientCertificate = (seen: Seen) =>
  seen.certificate(String(valueAt(seen.spec, `${install}/certificate`)), seen.cluster.lab.host('etcd-4'))
const member = (seen: Seen) => seen.spec.nodes[0] as Seen['spec']['nodes'][number]
const portOf = (seen: Seen, name: string) => valueAt(seen.spec, `/etcd/ports/${name}`)

/** openssl's handshake with the member's client port, under one version of TLS. */
async function handshake(seen: Seen, version: '-tls1_2' | '-tls1_3', port: number): Promise<string> {
  const { stdout } = await seen.host.attempt([
    'sh',
    '-c',
    `openssl s_client ${version} -connect ${member(seen).address}:${port} </dev/null 2>&1`,
  ])
  return stdout
}

const nodes: readonly LeafRow[] = [
  {
    leaf: '/name',
    on: 'members',
    seen: 'the file that records which cluster the member has joined',
    check: async (name, { sh }) =>
      assert.match(await sh('cat /etc/etcd-lab/joined'), new RegExp(`^cluster=${name} `)),
  },
  reported('/nodes/0/name', 'name'),
  {
    leaf: '/nodes/0/address',
    on: 'members',
    seen: "etcd's report at its start: listen-peer-urls",
    check: (value, seen) =>
      assert.deepEqual(seen.report['listen-peer-urls'], [`https://${value}:${portOf(seen, 'peer')}`]),
  },
  {
    leaf: '/nodes/0/dnsNames',
    on: 'members',
    seen: 'SANs of the server certificate on the host',
    check: async ([name], { certificate }) =>
      assert.equal((await certificate(`${pki}/lab-server.pem`)).checkHost(name, { subject: 'never' }), name),
  },
  {
    leaf: '/nodes/0/ipAddresses',
    on: 'members',
    seen: 'SANs of the peer certificate on the host; nothing listens there',
    check: async ([address], { certificate, sh }) => {
      assert.equal((await certificate(`${pki}/lab-peer.pem`)).checkIP(address), address)
      const listening = await sh("ss --no-header --listening --tcp --numeric | awk '{ print $4 }'")
      assert.ok(!listening.includes(address), listening)
    },
  },
  {
    leaf: '/nodes/0/macAddress',
    on: 'members',
    seen: "what the host's own cloud-init makes of the network-config",
    check: async (value, { cluster, host }) => {
      const config = readFileSync(join(cluster.folder, 'cloud-init/etcd-1/network-config'))
      const convert =
        'cat >/root/net; cloud-init devel net-convert --network-data /root/net --kind yaml --output-kind networkd --distro debian --directory /root/net.d >/dev/null; cat /root/net.d/etc/systemd/network/*'
      assert.match(
        await host.run(['sh', '-euc', convert], { input: config }),
        new RegExp(`^MACAddress=${value}$`, 'm'),
      )
    },
  },
  loggedIn('/nodes/0/ansible/host', 'etcd-1', 'to'),
  loggedIn('/nodes/0/ansible/port', 'etcd-1', 'port'),
  loggedIn('/nodes/0/ansible/user', 'etcd-1', 'user'),
  {
    leaf: '/clientHosts/0/name',
    on: 'members',
    seen: 'the host that has the client certificate after site.yml',
    check: async (name, seen) =>
      assert.ok(
        await seen.certificate(
          String(valueAt(seen.spec, `${install}/certificate`)),
          seen.cluster.lab.host(name),
        ),
      ),
  },
  loggedIn('/clientHosts/0/ansible/host', 'etcd-4', 'to'),
  loggedIn('/clientHosts/0/ansible/port', 'etcd-4', 'port'),
  loggedIn('/clientHosts/0/ansible/user', 'etcd-4', 'user'),
]

/** Every machine's archive is served by the host itself, and none has the digest of the spec. */
const otherMachine = (leaf: string, machine: string): LeafRow => ({
  leaf,
  on: 'members',
  seen: `what bootstrap.sh says of an archive with another digest, on a machine that calls itself ${machine}`,
  check: async (digest, { sh, cluster }) => {
    const said = await sh(`cat /root/archives/${machine}`, cluster.lab.host('etcd-4'))
    assert.ok(said.includes(`but it should be ${digest}`), said)
  },
})

const installation: readonly LeafRow[] = [
  reported('/etcd/version', 'etcd-version'),
  {
    leaf: '/etcd/install/method',
    on: 'alone',
    seen: 'the release directory, whose name ends in a digest of the staged programs',
    check: async (_, { sh, processId }) =>
      assert.match(await sh(`readlink /proc/${processId}/exe`), /^\/opt\/etcd\/v[\d.]+-[0-9a-f]{8}\/etcd$/),
  },
  {
    leaf: '/etcd/install/mirror',
    on: 'members',
    seen: 'the URL that bootstrap.sh says it downloads from',
    check: async (_, { sh, cluster }) =>
      assert.match(
        await sh('cat /root/archives/*', cluster.lab.host('etcd-4')),
        /download +http:\/\/127\.0\.0\.1:8099\/v[\d.]+\/etcd-v/,
      ),
  },
  ...(
    [
      ['amd64', 'x86_64'],
      ['arm64', 'aarch64'],
      ['ppc64le', 'ppc64le'],
      ['s390x', 's390x'],
    ] as const
  ).map(
    ([name, machine]): LeafRow =>
      name === architecture
        ? {
            leaf: `/etcd/install/sha256/${name}`,
            on: 'members',
            seen: 'the archive on the mirror, which the hosts have unpacked and bootstrap.sh compares',
            check: async (digest, { cluster, spec }) => {
              const { lab } = cluster
              const version = String(valueAt(spec, '/etcd/version'))
              assert.equal(lab.mirror.digests(version)[name], digest)
              const said = await lab.host('etcd-4').run(['cat', `/root/archives/${machine}`])
              assert.ok(said.includes(`but it should be ${digest}`), said)
            },
          }
        : otherMachine(`/etcd/install/sha256/${name}`, machine),
  ),
  { leaf: '/etcd/install/packages', scenario: 'five-node-package', shows: 'assertInstalledByPackage' },
  {
    leaf: '/etcd/install/staging/place',
    on: 'alone',
    seen: 'the staged programs on the node: the control node has none',
    check: async (_, { sh }) => assert.match(await sh('ls /srv/staged'), /^etcd$/m),
  },
  {
    leaf: '/etcd/install/staging/directory',
    on: 'alone',
    seen: 'the only directory of the host, besides the release directory, that has the program which runs',
    check: async (directory, { sh, processId }) => {
      const [digest] = (await sh(`sha256sum <"/proc/${processId}/exe"`)).split(' ')
      const found = await sh(
        `find /srv /opt /usr/local /root /var -xdev -name etcd -type f -exec sha256sum {} + | grep ^${digest} | cut -c67-`,
      )
      const others = found.split('\n').filter((path) => !path.startsWith('/opt/etcd/'))
      assert.deepEqual(others, [`${directory}/etcd`])
    },
  },
  ...['etcd', 'etcdctl', 'etcdutl'].map(
    (program): LeafRow => ({
      leaf: `/etcd/install/staging/programs/${program}`,
      on: 'alone',
      seen: `the digest of the installed ${program}`,
      check: async (digest, { sh }) =>
        assert.equal((await sh(`sha256sum </usr/local/bin/${program}`)).split(' ')[0], digest),
    }),
  ),
  {
    leaf: '/etcd/style',
    on: 'members',
    seen: "etcd's command line and environment",
    check: (_, { commandLine, environment }) => {
      assert.equal(commandLine.length, 2)
      assert.match(commandLine[1] ?? '', /^--config-file=/)
      assert.doesNotMatch(environment, /^ETCD_/m)
    },
  },
]

const etcd: readonly LeafRow[] = [
  reported('/etcd/token', 'initial-cluster-token'),
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

const file = (name: string) => `${pki}/${name}.pem`
const defaultFile = (name: string) => `/etc/etcd/pki/${name}.crt`
const tls: readonly LeafRow[] = [
  { leaf: '/tls/enabled', scenario: 'tutorial-single-node', shows: 'tutorialDocument.members' },
  {
    leaf: '/tls/layout',
    on: 'members',
    seen: 'the CA of the server and of the peer certificate on the host: one',
    check: async (_, { certificate }) => {
      const ca = await certificate(`${pki}/lab-ca.pem`)
      for (const name of ['lab-server', 'lab-peer'])
        assert.ok((await certificate(file(name))).verify(ca.publicKey))
    },
  },
  { leaf: '/tls/authority', scenario: 'own-ca', shows: "authority: 'external'" },
  {
    leaf: '/tls/algorithm',
    on: 'members',
    seen: 'the key of the server certificate on the host',
    check: async (value, { certificate }) =>
      assert.equal(algorithmOf(await certificate(file('lab-server'))), value),
  },
  {
    leaf: '/tls/authorityFingerprints',
    on: 'members',
    seen: 'the CA on the host; with another fingerprint, quorate generate fails',
    check: async ([value], { certificate }) =>
      assert.equal((await certificate(file('lab-ca'))).fingerprint256, value),
  },
  {
    leaf: '/tls/authorityLifetime',
    on: 'members',
    seen: 'the dates of the CA on the host',
    check: async (value, { certificate }) =>
      assert.equal(lifetimeOf(await certificate(file('lab-ca'))), days(value)),
  },
  {
    leaf: '/tls/certificateLifetime',
    on: 'members',
    seen: 'the dates of the server certificate on the host',
    check: async (value, { certificate }) =>
      assert.equal(lifetimeOf(await certificate(file('lab-server'))), days(value)),
  },
  {
    leaf: '/tls/files/naming',
    on: 'members',
    seen: 'the names of the files in the PKI directory',
    check: async (_, { sh }) =>
      assert.deepEqual((await sh(`ls ${pki}`)).split('\n'), [
        ...['lab-ca.pem', 'lab-peer-key.pem', 'lab-peer.pem', 'lab-root-key.pem', 'lab-root.pem'],
        ...['lab-server-key.pem', 'lab-server.pem'],
      ]),
  },
  tlsReported('/tls/files/clientAuthority', 'alone', 'clientTls', 'trusted-ca', defaultFile),
  tlsReported('/tls/files/peerAuthority', 'alone', 'peerTls', 'trusted-ca', defaultFile),
  tlsReported('/tls/files/authority', 'members', 'peerTls', 'trusted-ca', file),
  tlsReported('/tls/files/server', 'members', 'clientTls', 'cert', file),
  tlsReported('/tls/files/peer', 'members', 'peerTls', 'cert', file),
  tlsReported('/tls/files/member', 'cloud', 'peerTls', 'cert', defaultFile),
  {
    leaf: '/tls/files/root',
    on: 'members',
    seen: 'etcdctl.env, with which etcdctl is answered',
    check: async (name, { sh }) => {
      const asked = `set -a; . /etc/etcd-lab/etcdctl.env; echo "$ETCDCTL_CERT"; /opt/programs/etcdctl endpoint health >&2`
      assert.equal(await sh(asked), file(name))
    },
  },
  {
    leaf: '/tls/minVersion',
    on: 'alone',
    seen: "openssl's handshakes with the client port",
    check: async (_, seen) => {
      assert.match(await handshake(seen, '-tls1_2', 2379), /alert protocol version/)
      assert.match(await handshake(seen, '-tls1_3', 2379), /New, TLSv1\.3/)
    },
  },
  {
    leaf: '/tls/maxVersion',
    on: 'members',
    seen: "openssl's handshakes with the client port",
    check: async (_, seen) => {
      assert.match(await handshake(seen, '-tls1_3', 12_379), /alert protocol version/)
      assert.match(await handshake(seen, '-tls1_2', 12_379), /New, TLSv1\.2/)
    },
  },
  {
    leaf: '/tls/cipherSuites',
    on: 'members',
    seen: "etcd's report at its start: cipher-suites of its TLS",
    check: (value, { clientTls, peerTls }) => {
      for (const { 'cipher-suites': suites } of [clientTls, peerTls]) assert.deepEqual(suites, value)
    },
  },
  {
    leaf: '/tls/clients/0/name',
    on: 'alone',
    seen: 'the name of the certificate in the PKI directory',
    check: async (name, { certificate }) =>
      assert.equal((await certificate(`/etc/etcd/pki/${name}.crt`)).subject, `CN=${name}`),
  },
  {
    leaf: '/tls/clients/0/commonName',
    on: 'members',
    seen: 'the subject of the client certificate on its host',
    check: async (name, seen) =>
      assert.match((await clientCertificate(seen)).subject, new RegExp(`^CN=${name}$`, 'm')),
  },
  {
    leaf: '/tls/clients/0/organizations',
    on: 'members',
    seen: 'the subject of the client certificate on its host',
    check: async ([name], seen) =>
      assert.match((await clientCertificate(seen)).subject, new RegExp(`^O=${name}$`, 'm')),
  },
  {
    leaf: '/tls/clients/0/lifetime',
    on: 'members',
    seen: 'the dates of the client certificate on its host',
    check: async (value, seen) => assert.equal(lifetimeOf(await clientCertificate(seen)), days(value)),
  },
  {
    leaf: `${install}/hosts`,
    on: 'members',
    seen: 'the hosts that have the key: these, and no member',
    check: async ([name], seen) => {
      const key = String(valueAt(seen.spec, `${install}/key`))
      const { lab, hosts } = seen.cluster
      for (const host of [lab.host(name), ...hosts])
        assert.equal(
          (await host.attempt(['test', '-e', key])).exitCode,
          host.name === name ? 0 : 1,
          host.name,
        )
    },
  },
  ...(['certificate', 'key', 'authority'] as const).map(
    (role): LeafRow => ({
      leaf: `${install}/${role}`,
      on: 'members',
      seen: 'the file on the client host, with which a member answers etcdctl',
      check: async (path, seen) => {
        const given = { certificate: 'cert', key: 'key', authority: 'cacert' }
        const flags = Object.entries(given).map(
          ([name, flag]) => `--${flag}=${name === role ? path : valueAt(seen.spec, `${install}/${name}`)}`,
        )
        const url = `https://${member(seen).address}:${portOf(seen, 'client')}`
        const outcome = await seen.cluster.lab
          .host('etcd-4')
          .attempt(['/usr/local/bin/etcdctl', `--endpoints=${url}`, ...flags, 'endpoint', 'health'])
        assert.equal(outcome.exitCode, 0, failureText(outcome))
      },
    }),
  ),
  ...(['owner', 'group'] as const).map(
    (whose): LeafRow => ({
      leaf: `${install}/${whose}`,
      on: 'members',
      seen: `the ${whose} of the key on the client host`,
      check: async (name, seen) => {
        const format = whose === 'owner' ? '%U' : '%G'
        const key = valueAt(seen.spec, `${install}/key`)
        assert.equal(await seen.sh(`stat --format=${format} ${key}`, seen.cluster.lab.host('etcd-4')), name)
      },
    }),
  ),
  {
    leaf: '/tls/clients/0/kubernetes',
    on: 'members',
    seen: "kube-apiserver's flags, with which a member answers on the client host",
    check: async (_, { cluster, sh }) => {
      const flags = readFileSync(join(cluster.folder, 'kubernetes/kube-apiserver.flags'), 'utf8')
      const value = (name: string) => new RegExp(`^--etcd-${name}=(.*)$`, 'm').exec(flags)?.[1]
      const words = `--endpoints=${value('servers')} --cacert=${value('cafile')} --cert=${value('certfile')} --key=${value('keyfile')}`
      await sh(`/usr/local/bin/etcdctl ${words} endpoint health >/dev/null`, cluster.lab.host('etcd-4'))
    },
  },
]

/** What sshd on the bastion has logged. */
function onBastion(field: 'port' | 'user', line: (value: string) => string): LeafRow {
  return {
    leaf: `/ansible/bastion/${field}`,
    on: 'members',
    seen: "sshd's lines in the journal of the bastion",
    check: async (value, { sh, cluster }) =>
      assert.match(
        await sh('journalctl --unit=ssh --output=cat', cluster.lab.host('etcd-4')),
        new RegExp(line(value), 'm'),
      ),
  }
}

/** The header of a key that ansible-vault has encrypted: method, version, cipher, label. */
const vaultHeader = ({ cluster }: Seen) =>
  readFileSync(join(cluster.folder, 'secrets/nodes/etcd-1/server.key'), 'utf8').split('\n')[0]?.split(';')

const around: readonly LeafRow[] = [
  {
    leaf: '/secrets/encryption',
    on: 'members',
    seen: 'the key on the control node, encrypted, and on the node, which etcd serves with',
    check: async (_, seen) => {
      assert.equal(vaultHeader(seen)?.[0], '$ANSIBLE_VAULT')
      assert.match(await seen.sh(`head -n 1 ${pki}/lab-server-key.pem`), /^-----BEGIN PRIVATE KEY-----$/)
    },
  },
  {
    leaf: '/secrets/vaultId',
    on: 'members',
    seen: 'the label of the encrypted key, by which Ansible has found the password',
    check: (value, seen) => assert.equal(vaultHeader(seen)?.[3], value),
  },
  { leaf: '/secrets/recipients', scenario: 'renewal', shows: 'recipients: [recipient]' },
  loggedIn('/ansible/user', 'etcd-2', 'user'),
  loggedIn('/ansible/port', 'etcd-2', 'port'),
  {
    leaf: '/ansible/become',
    on: 'alone',
    seen: "sudo's lines in the journal, from before anybody else has logged in: none",
    check: async (_, { sh }) => assert.equal(await sh('cat /root/sudo-of-alone'), ''),
  },
  loggedIn('/ansible/bastion/host', 'etcd-2', 'from'),
  onBastion('port', (port) => `^Connection from \\S+ port \\d+ on \\S+ port ${port}\\b`),
  onBastion('user', (user) => `^Accepted publickey for ${user} `),
  unitProperty('/systemd/limitNoFile', 'LimitNOFILE', '50000'),
  unitProperty('/systemd/startTimeout', 'TimeoutStartUSec', '7min'),
  unitProperty('/systemd/restartDelay', 'RestartUSec', '7s'),
  { leaf: '/cloudInit/provider', scenario: 'user-data', shows: 'Object.keys(PROVIDERS)' },
  {
    leaf: '/cloudInit/keys',
    on: 'cloud',
    seen: 'the keys on the host, which nothing but its user-data has brought',
    check: async (_, { sh }) => assert.match(await sh('ls /etc/etcd/pki'), /^lab-member\.key$/m),
  },
  {
    leaf: '/cloudInit/config',
    scenario: 'cloud-init-keys',
    shows: "'before etcd\\nbooted\\nwritten\\nafter etcd'",
  },
  {
    leaf: '/cloudInit/configFile',
    on: 'cloud',
    seen: 'what the cloud-config in the file has had done; its drop-in schedules etcd',
    check: async (_, { sh, unit, processId }) => {
      assert.equal(await sh('ls /root/from-the-file'), '/root/from-the-file')
      assert.equal(await unit('IOSchedulingPriority'), '1')
      assert.equal(await sh(`ionice --pid ${processId}`), 'best-effort: prio 1')
    },
  },
  networkLine('/cloudInit/network/interface', (name) => `Name=${name}`),
  {
    leaf: '/cloudInit/network/prefixLength',
    on: 'cloud',
    seen: `${networkFile}, which cloud-init has written`,
    check: async (length, seen) =>
      assert.match(
        await seen.sh(`cat ${networkFile}`),
        new RegExp(`^Address=${member(seen).address}/${length}$`, 'm'),
      ),
  },
  networkLine('/cloudInit/network/gateway', (gateway) => `Gateway=${gateway}`),
  networkLine('/cloudInit/network/nameservers', (servers) => `DNS=${servers[0]}`),
  networkLine('/cloudInit/network/searchDomains', (domains) => `Domains=${domains[0]}`),
]

/** Every leaf of the schema, in the schema's order as far as a person reads it. */
export const LEAVES: readonly LeafRow[] = [...nodes, ...installation, ...etcd, ...tls, ...around]
