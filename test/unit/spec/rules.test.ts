import { isIP } from 'node:net'
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../../src/ip-address.ts'
import { faults, threeNodes } from './specs.ts'

const addressed = (...addresses: readonly string[]) => ({
  nodes: addresses.map((address, index) => ({ name: `n-${index}`, address })),
})
const etcd = (section: object) => ({ etcd: section })
const DIGEST = 'a'.repeat(64)

type Row = readonly [string, object, readonly string[]]

const addresses: readonly Row[] = [
  ['documentation and private ranges', addressed('192.0.2.1', '10.0.0.1', '100.64.0.1'), []],
  ['IPv6 in all forms', addressed('fd00:10::1', '2001:DB8:0:0:0:0:0:2', '2001:db8::3'), []],
  ['one node on loopback', addressed('127.0.0.1'), ['ssh-host-loopback /nodes/0/address']],
  ['one node on IPv6 loopback', addressed('::1'), ['ssh-host-loopback /nodes/0/address']],
  [
    'two on loopback',
    addressed('127.0.0.1', '127.0.0.2', '10.0.0.1'),
    ['address-loopback /nodes/0/address', 'address-loopback /nodes/1/address'],
  ],
  [
    'loopback beside a broken node',
    { nodes: [{ name: 'a', address: '127.0.0.1' }, 5, 6] },
    ['type-wrong /nodes/1', 'type-wrong /nodes/2', 'address-loopback /nodes/0/address'],
  ],
  ['equal in two forms', addressed('fd00::1', 'fd00:0:0::1', 'fd00::2'), ['address-shared /nodes/1/address']],
  [
    'equal three times',
    addressed('10.0.0.1', '10.0.0.1', '10.0.0.1'),
    ['address-shared /nodes/1/address', 'address-shared /nodes/2/address'],
  ],
  ['not equal by beginning', addressed('10.20.0.2', '10.20.0.21', '10.20.0.22'), []],
  [
    'a name that looks like a number',
    addressed('10.0.0.1', '10.0.0.2', '300'),
    ['address-invalid /nodes/2/address'],
  ],
  ['an IPv6 address with a port', addressed('[fd00::1]:2380'), ['address-with-port /nodes/0/address']],
  ['an IPv6 network', addressed('fd00::1/64'), ['address-with-prefix /nodes/0/address']],
  ['0.0.0.0/8', addressed('0.1.2.3'), ['address-unspecified /nodes/0/address']],
  ['IPv6 multicast', addressed('ff02::1'), ['address-multicast /nodes/0/address']],
  ['an address in hexadecimal', addressed('0x0a000001'), ['address-is-name /nodes/0/address']],
  ['an address of three parts', addressed('10.0.1'), ['address-invalid /nodes/0/address']],
]

const names: readonly Row[] = [
  [
    'localhost',
    { nodes: [{ name: 'localhost', address: '10.0.0.1' }] },
    ['node-name-reserved /nodes/0/name'],
  ],
  ['etcd', { nodes: [{ name: 'etcd', address: '10.0.0.1' }] }, ['node-name-reserved /nodes/0/name']],
  [
    'ungrouped',
    { nodes: [{ name: 'ungrouped', address: '10.0.0.1' }] },
    ['node-name-reserved /nodes/0/name'],
  ],
  ['all.example.net', { nodes: [{ name: 'all.example.net', address: '10.0.0.1' }] }, []],
  ['a number', { nodes: [{ name: '1', address: '10.0.0.1' }] }, ['name-is-number /nodes/0/name']],
  ['constructor', { nodes: [{ name: 'constructor', address: '10.0.0.1' }] }, []],
  [
    "its own name among a node's DNS names",
    { nodes: [{ name: 'a', address: '10.0.0.1', dnsNames: ['a'] }] },
    [],
  ],
  [
    'a DNS name for all',
    { nodes: threeNodes.map((node) => ({ ...node, dnsNames: ['etcd.example.net'] })) },
    [],
  ],
  [
    'equal clients',
    { tls: { clients: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] } },
    ['client-name-shared /tls/clients/2/name'],
  ],
  [
    'a client named as a node',
    { tls: { clients: [{ name: 'etcd-1' }] } },
    ['common-name-of-node /tls/clients/0/name'],
  ],
  [
    'a client named as a node, with a common name of its own or none',
    {
      tls: {
        clients: [
          { name: 'etcd-1', commonName: 'app' },
          { name: 'etcd-2', commonName: '' },
        ],
      },
    },
    [],
  ],
  ['a token as etcd takes it', { etcd: { token: 'K8s_etcd.prod:1@x=y+z/w-' } }, []],
  ['a token with two spaces', { etcd: { token: 'k8s  etcd' } }, ['value-malformed /etcd/token']],
  ['a token with a quote', { etcd: { token: 'k8s"etcd' } }, ['value-malformed /etcd/token']],
]

const settings: readonly Row[] = [
  ['ports, two equal by default', etcd({ ports: { peer: 2379 } }), ['port-shared /etcd/ports/peer']],
  ['ports that change places', etcd({ ports: { peer: 2379, client: 2380 } }), []],
  ['a port that could not be read', etcd({ ports: { peer: '2381' } }), ['type-wrong /etcd/ports/peer']],
  [
    "a node's SSH port",
    { nodes: [{ ...threeNodes[0], ansible: { port: 2222 } }], ...etcd({ ports: { client: 2222 } }) },
    ['port-ssh /etcd/ports/client'],
  ],
  ['data on a disk of its own', etcd({ paths: { data: '/mnt/etcd' } }), []],
  [
    'data over the configuration',
    etcd({ paths: { data: '/etc/etcd', configuration: '/etc/etcd/conf' } }),
    ['path-overlap /etcd/paths/configuration'],
  ],
  [
    'certificates in the configuration',
    etcd({ paths: { configuration: '/etc/etcd', pki: '/etc/etcd/tls' } }),
    [],
  ],
  [
    'certificates beside the configuration',
    etcd({ paths: { pki: '/etc/etcd', environmentFile: '/etc/etcd/etcd.env' } }),
    [],
  ],
  [
    'an environment file in the configuration',
    etcd({ paths: { environmentFile: '/etc/etcd/etcd.env' } }),
    [],
  ],
  [
    'an environment file that is a directory',
    etcd({ paths: { environmentFile: '/etc/etcd' } }),
    ['path-overlap /etcd/paths/environmentFile'],
  ],
  [
    'an environment file that is the unit',
    etcd({ paths: { environmentFile: '/etc/systemd/system/etcd.service' } }),
    ['path-taken /etcd/paths/environmentFile'],
  ],
  [
    'an environment file that is a key',
    etcd({ paths: { environmentFile: '/etc/etcd/pki/server.key' } }),
    ['path-taken /etcd/paths/environmentFile'],
  ],
  ['binaries of the system', etcd({ paths: { binaries: '/usr/bin' } }), []],
  [
    'binaries in a place that is emptied',
    etcd({ paths: { binaries: '/tmp' } }),
    ['path-hidden /etcd/paths/binaries'],
  ],
  ['binaries in a home', etcd({ paths: { binaries: '/root/bin' } }), ['path-hidden /etcd/paths/binaries']],
  ['data that only begins alike', etcd({ paths: { data: '/etc/etcd-data' } }), []],
  [
    'a configuration that takes its certificates along',
    etcd({ paths: { configuration: '/etc' } }),
    ['path-system /etcd/paths/configuration'],
  ],
  [
    'an election of ten heartbeats',
    etcd({ tuning: { heartbeatInterval: '1s', electionTimeout: '10s' } }),
    [],
  ],
  ['an election of 50 s', etcd({ tuning: { electionTimeout: '50s' } }), []],
  [
    'a heartbeat that the default is too short for',
    etcd({ tuning: { heartbeatInterval: '1s' } }),
    ['election-too-short /etcd/tuning/heartbeatInterval'],
  ],
  ['8 GiB', etcd({ tuning: { quota: '8192MiB' } }), []],
  ['more than 8 GiB', etcd({ tuning: { quota: '8193MiB' } }), ['quota-large /etcd/tuning/quota']],
  ['equal lifetimes', { tls: { certificateLifetime: '100d', authorityLifetime: '100d' } }, []],
  [
    'an authority below the default',
    { tls: { authorityLifetime: '100d' } },
    ['lifetime-exceeds-ca /tls/authorityLifetime'],
  ],
  ['nobody', etcd({ account: { user: 'nobody' } }), ['account-unsafe /etcd/account/user']],
  ['root without sudo', { ansible: { become: false } }, []],
  [
    'a node without sudo',
    { nodes: [{ ...threeNodes[0], ansible: { user: 'debian' } }], ansible: { become: false } },
    ['become-needed /ansible/become'],
  ],
]

const versions: readonly Row[] = [
  ['the default', {}, []],
  ['pinned', etcd({ version: '3.5.33' }), []],
  ['the newest of a line', etcd({ version: '3.7.3' }), ['version-unpinned /etcd/version']],
  ['with digests', etcd({ version: '3.6.16', install: { sha256: { amd64: DIGEST } } }), []],
  ['newer than quorate', etcd({ version: '3.6.17' }), ['version-unknown /etcd/version']],
  [
    'newer than quorate, with digests',
    etcd({ version: '3.6.17', install: { sha256: { amd64: DIGEST } } }),
    [],
  ],
  ['of a newer line', etcd({ version: '3.8.0' }), ['version-line-unknown /etcd/version']],
  [
    'of a newer line, with digests',
    etcd({ version: '3.8.0', install: { sha256: { amd64: DIGEST } }, extraOptions: { 'max-wals': 9 } }),
    ['version-line-newer /etcd/version'],
  ],
  [
    'of another etcd, with digests',
    etcd({ version: '4.0.0', install: { sha256: { amd64: DIGEST } } }),
    ['version-line-unknown /etcd/version'],
  ],
  ['of an older line', etcd({ version: '3.3.27' }), ['version-line-unknown /etcd/version']],
  ['a candidate', etcd({ version: '3.6.0-rc.1' }), ['version-malformed /etcd/version']],
  ['with a zero in front', etcd({ version: '3.06.14' }), ['version-malformed /etcd/version']],
  ['a word', etcd({ version: 'latest' }), ['version-malformed /etcd/version']],
  ['the first safe one', etcd({ version: '3.5.6' }), []],
  [
    'the last unsafe one',
    etcd({ version: '3.5.5', install: { sha256: { amd64: DIGEST } } }),
    ['version-unsafe /etcd/version'],
  ],
  ['for IBM Z since 3.5', etcd({ version: '3.5.33', install: { sha256: { s390x: DIGEST } } }), []],
]

const A = DIGEST
const installed = (install: object, version?: string) => etcd({ install, ...(version && { version }) })
const programs = { etcd: A, etcdctl: A }

const installs: readonly Row[] = [
  ['packages of Debian 13', installed({ method: 'package' }, '3.5.16'), []],
  [
    'packages of an ended line',
    installed({ method: 'package' }, '3.4.30'),
    ['version-end-of-life /etcd/version'],
  ],
  [
    'packages without a version',
    installed({ method: 'package' }),
    ['package-version-missing /etcd/install/method'],
  ],
  [
    'packages of nobody',
    installed({ method: 'package' }, '3.6.14'),
    ['package-version-unknown /etcd/version'],
  ],
  [
    'packages newer than quorate',
    installed({ method: 'package' }, '3.6.99'),
    ['package-version-unknown /etcd/version'],
  ],
  [
    'packages of a newer line',
    installed({ method: 'package' }, '3.8.0'),
    ['version-line-newer /etcd/version', 'package-version-unknown /etcd/version'],
  ],
  ['packages of 3.3', installed({ method: 'package' }, '3.3.25'), ['version-line-unknown /etcd/version']],
  [
    'packages with what releases take',
    installed({ method: 'package', sha256: { amd64: A }, mirror: 'https://a.example.net' }, '3.5.16'),
    ['install-field-unused /etcd/install/mirror', 'install-field-unused /etcd/install/sha256'],
  ],
  [
    'packages with a mirror that is the default',
    installed({ method: 'package', mirror: 'https://github.com/etcd-io/etcd/releases/download' }, '3.5.16'),
    [],
  ],
  [
    'packages with directories',
    etcd({
      version: '3.5.16',
      install: { method: 'package' },
      paths: { binaries: '/usr/bin', releases: '/opt/etcd' },
    }),
    ['path-unused /etcd/paths/releases'],
  ],
  ['staged archives', installed({ method: 'staged', staging: { directory: '/srv/etcd' } }), []],
  [
    'staged archives with digests',
    installed({ method: 'staged', staging: { directory: '/srv/etcd' }, sha256: { s390x: A } }, '3.6.16'),
    [],
  ],
  [
    'staged archives without',
    installed({ method: 'staged', staging: { directory: '/srv/etcd' } }, '3.6.16'),
    ['staging-unverified /etcd/version'],
  ],
  [
    'staged programs',
    installed({ method: 'staged', staging: { directory: '/srv', programs } }, '3.6.99'),
    [],
  ],
  ['staged nowhere', installed({ method: 'staged' }), ['staging-missing /etcd/install/method']],
  [
    'staged in a place that could not be read',
    installed({ method: 'staged', staging: { directory: 5 } }),
    ['value-malformed /etcd/install/staging/directory'],
  ],
  [
    'staged in the data of a node',
    installed({ method: 'staged', staging: { place: 'node', directory: '/var/lib/etcd' } }),
    ['path-overlap /etcd/install/staging/directory'],
  ],
  [
    'staged in the control node',
    installed({ method: 'staged', staging: { directory: '/var/lib/etcd' } }),
    [],
  ],
  [
    'staged in a home',
    installed({ method: 'staged', staging: { place: 'node', directory: '/root/etcd' } }),
    [],
  ],
  [
    'an etcdutl of 3.4',
    installed(
      { method: 'staged', staging: { directory: '/srv', programs: { ...programs, etcdutl: A } } },
      '3.4.45',
    ),
    ['version-end-of-life /etcd/version', 'program-unavailable /etcd/install/staging/programs/etcdutl'],
  ],
  [
    'packages of a release',
    installed({ packages: ['etcd'] }),
    ['install-field-unused /etcd/install/packages'],
  ],
]

const styled = (style: string, paths: object, more: object = {}) => etcd({ style, paths, ...more })
const logged = (...outputs: readonly string[]) => etcd({ logging: { outputs } })

const places: readonly Row[] = [
  ['a WAL directory below one that ends in .d', { etcd: { paths: { wal: '/srv/a.d/w' } } }, []],
  [
    'an environment file that sudo would read',
    { etcd: { paths: { environmentFile: '/etc/sudoers.d/etcd' } } },
    ['path-system /etcd/paths/environmentFile'],
  ],
  ['an environment file for env', styled('env', { environmentFile: '/etc/etcd/a.env' }), []],
  [
    'an environment file for flags',
    styled('flags', { environmentFile: '/etc' }),
    ['path-unused /etcd/paths/environmentFile'],
  ],
  [
    'a configuration file for env',
    styled('env', { configurationFile: '/etc/a.yml' }),
    ['path-unused /etcd/paths/configurationFile'],
  ],
  ['a configuration file of its own', styled('file', { configurationFile: '/etc/etcd.yml' }), []],
  ['a configuration file by default', styled('file', { configuration: '/etc/conf' }), []],
  ['the default written out', styled('file', { configurationFile: '/etc/etcd/etcd.conf.yml' }), []],
  [
    'a configuration file in the data',
    styled('file', { configurationFile: '/var/lib/etcd/a.yml' }),
    ['path-overlap /etcd/paths/configurationFile'],
  ],
  [
    'a configuration file in a home',
    styled('file', { configurationFile: '/root/a.yml' }),
    ['path-hidden /etcd/paths/configurationFile'],
  ],
  [
    'a configuration file that is a key',
    styled('file', { configurationFile: '/etc/etcd/pki/peer.key' }),
    ['path-taken /etcd/paths/configurationFile'],
  ],
  [
    'a configuration file that is a directory of the system',
    styled('file', { configurationFile: '/etc' }),
    ['path-system /etcd/paths/configurationFile'],
  ],
  [
    'an environment file by the name of the other',
    styled('env', { environmentFile: '/etc/etcd/etcd.conf.yml' }),
    ['path-taken /etcd/paths/environmentFile'],
  ],
  [
    'a configuration in the data',
    styled('file', { configuration: '/var/lib/etcd/c' }),
    ['path-overlap /etcd/paths/configuration'],
  ],
  ['a WAL on a disk of its own', etcd({ paths: { wal: '/var/lib/etcd-wal' } }), []],
  ['a WAL in the data', etcd({ paths: { wal: '/var/lib/etcd/wal' } }), ['path-overlap /etcd/paths/wal']],
  ['a WAL that is the data', etcd({ paths: { wal: '/var/lib/etcd' } }), ['path-overlap /etcd/paths/wal']],
  ['a WAL of the system', etcd({ paths: { wal: '/mnt' } }), ['path-system /etcd/paths/wal']],
  [
    'a log of its own',
    logged('stderr', '/var/log/etcd/a.log', '/var/log/etcd/b.log', '/var/log/etcd/old/c.log'),
    [],
  ],
  ['a log among the others', logged('/var/log/etcd.log'), ['path-system /etcd/logging/outputs/0']],
  ['a log beside the data', logged('stderr', '/var/lib/etcd.log'), ['path-system /etcd/logging/outputs/1']],
  ['a log in the data', logged('/var/lib/etcd/etcd.log'), ['path-overlap /etcd/logging/outputs/0']],
  ['a log above the configuration', logged('/etc/etcd.log'), ['path-system /etcd/logging/outputs/0']],
  ['a log that etcd cannot see', logged('/var/tmp/etcd/a.log'), ['path-hidden /etcd/logging/outputs/0']],
  ['both streams', logged('stdout', 'stderr'), ['log-output-twice /etcd/logging/outputs/1']],
]

const tuned = (tuning: object) => etcd({ tuning })
const tls = (section: object, version?: string) => ({ tls: section, ...(version && etcd({ version })) })
const GCM = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'
const RSA_GCM = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'
const DIGESTS = { install: { sha256: { amd64: A } } }

const tunings: readonly Row[] = [
  ['a heartbeat of 10 ms', tuned({ heartbeatInterval: '10ms' }), []],
  [
    'a heartbeat of 9 ms',
    tuned({ heartbeatInterval: '9ms' }),
    ['heartbeat-short /etcd/tuning/heartbeatInterval'],
  ],
  ['compaction by revision', tuned({ compaction: 'revision', compactionRevisions: 1 }), []],
  [
    'a retention by revision',
    tuned({ compaction: 'revision', compactionRetention: '1h' }),
    ['compaction-unused /etcd/tuning/compactionRetention'],
  ],
  [
    'revisions by time',
    tuned({ compactionRevisions: 10000 }),
    ['compaction-unused /etcd/tuning/compactionRevisions'],
  ],
  ['no compaction', tuned({ compaction: 'off' }), ['compaction-off /etcd/tuning/compaction']],
  ['requests of 10 MiB', tuned({ maxRequestSize: '10MiB' }), []],
  ['requests above', tuned({ maxRequestSize: '10241KiB' }), ['request-large /etcd/tuning/maxRequestSize']],
  [
    'requests of 512 MiB',
    tuned({ maxRequestSize: '512MiB' }),
    ['request-too-large /etcd/tuning/maxRequestSize'],
  ],
  ['a quota of a request', tuned({ quota: '1536KiB' }), ['quota-below-request /etcd/tuning/quota']],
  ['checks at intervals alone', tuned({ corruptionChecks: false, corruptionCheckInterval: '1h' }), []],
  ['text logs of 3.6', etcd({ logging: { format: 'console' } }), []],
  [
    'text logs of 3.5',
    etcd({ version: '3.5.33', logging: { format: 'console' } }),
    ['setting-unavailable /etcd/logging/format'],
  ],
  ['JSON logs of 3.5', etcd({ version: '3.5.33', logging: { format: 'json' } }), []],
  ['metrics at private addresses', etcd({ metrics: { listen: 'both' } }), []],
  [
    'metrics at a public address',
    { ...addressed('9.9.9.9'), ...etcd({ metrics: { listen: 'node' } }) },
    ['metrics-public /etcd/metrics/listen'],
  ],
  ['a public address', addressed('9.9.9.9'), []],
  ['TLS 1.3 alone', tls({ minVersion: 'TLS1.3', maxVersion: 'TLS1.3' }), []],
  [
    'TLS the wrong way round',
    tls({ minVersion: 'TLS1.3', maxVersion: 'TLS1.2' }),
    ['tls-range /tls/minVersion'],
  ],
  [
    'TLS versions of 3.5.8',
    { ...tls({ minVersion: 'TLS1.2' }), ...etcd({ version: '3.5.8', ...DIGESTS }) },
    [],
  ],
  [
    'TLS versions of 3.5.7',
    { ...tls({ maxVersion: 'TLS1.3' }), ...etcd({ version: '3.5.7', ...DIGESTS }) },
    ['setting-unavailable /tls/maxVersion'],
  ],
  ['suites of both kinds', tls({ cipherSuites: [GCM, RSA_GCM] }), []],
  ['suites for RSA', tls({ algorithm: 'rsa-2048', cipherSuites: [RSA_GCM] }), []],
  ['no suite for the keys', tls({ cipherSuites: [RSA_GCM] }), ['cipher-suites-unsuited /tls/cipherSuites']],
  [
    'another suite for the keys',
    tls({ cipherSuites: [RSA_GCM, 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] }),
    [],
  ],
  [
    'no suite for HTTP/2',
    tls({ cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] }),
    ['cipher-suites-http2 /tls/cipherSuites'],
  ],
  ["etcd's own name of a suite", tls({ cipherSuites: [GCM, 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305'] }), []],
  [
    'a suite of TLS 1.3',
    tls({ cipherSuites: ['TLS_AES_128_GCM_SHA256'] }),
    ['cipher-suite-of-tls13 /tls/cipherSuites/0'],
  ],
  [
    'an insecure suite',
    tls({ cipherSuites: [GCM, 'TLS_RSA_WITH_RC4_128_SHA'] }),
    ['cipher-suite-insecure /tls/cipherSuites/1'],
  ],
  ['an unknown suite', tls({ cipherSuites: ['TLS_NULL'] }), ['cipher-suite-unknown /tls/cipherSuites/0']],
  [
    'suites for TLS 1.3 alone',
    tls({ minVersion: 'TLS1.3', cipherSuites: [GCM] }),
    ['cipher-suites-without-use /tls/cipherSuites'],
  ],
]

const options = (extraOptions: object, version?: string, more: object = {}) =>
  etcd({ extraOptions, ...more, ...(version && { version, ...DIGESTS }) })
const HTTP = 'listen-client-http-urls'

const further: readonly Row[] = [
  ['some', options({ 'max-wals': 0, 'enable-pprof': 'true', 'grpc-keepalive-interval': '1h30m' }), []],
  ['a number as text', options({ 'max-wals': '10' }), []],
  [
    'of a newer line, with what the last line has no more',
    options({ 'experimental-warning-apply-duration': '1s' }, '3.8.0'),
    [
      'version-line-newer /etcd/version',
      'option-unavailable /etcd/extraOptions/experimental-warning-apply-duration',
    ],
  ],
  ['below zero', options({ 'max-wals': -1 }), ['option-value /etcd/extraOptions/max-wals']],
  ['a part of a number', options({ 'max-wals': 1.5 }), ['option-value /etcd/extraOptions/max-wals']],
  ['a number as a truth', options({ 'enable-pprof': 1 }), ['option-value /etcd/extraOptions/enable-pprof']],
  [
    'a line break',
    options({ 'auth-token': 'simple\nETCD_NAME=x' }),
    ['option-value /etcd/extraOptions/auth-token'],
  ],
  [
    'an option of a later line',
    options({ 'max-learners': 2 }, '3.5.33'),
    ['option-unavailable /etcd/extraOptions/max-learners'],
  ],
  ['an option of an earlier line', options({ 'enable-grpc-gateway': false }), []],
  [
    'an option that quorate sets in 3.4',
    options({ 'enable-grpc-gateway': false }, '3.4.45'),
    ['version-end-of-life /etcd/version', 'option-managed /etcd/extraOptions/enable-grpc-gateway'],
  ],
  [
    'a version that nobody knows',
    options({ 'no-such-option': 1 }, '4.9.0'),
    ['version-line-unknown /etcd/version'],
  ],
  ['constructor', options({ constructor: 1 }), ['option-unknown /etcd/extraOptions/constructor']],
  [
    'the gates of corruption checks',
    options({ 'feature-gates': 'InitialCorruptCheck=false' }),
    ['gate-managed /etcd/extraOptions/feature-gates'],
  ],
  ['a gate of 3.7', options({ 'feature-gates': 'PriorityRequest=true' }, '3.7.3'), []],
  [
    'a gate of 3.7 in 3.6',
    options({ 'feature-gates': 'PriorityRequest=true' }),
    ['gate-unknown /etcd/extraOptions/feature-gates'],
  ],
  ['two gates', options({ 'feature-gates': 'LeaseCheckpoint=true, LeaseCheckpointPersist=true' }), []],
  [
    'rotation of a file',
    options({ 'enable-log-rotation': true }, undefined, { logging: { outputs: ['/var/log/etcd/a'] } }),
    [],
  ],
  [
    'rotation beside the journal',
    options({ 'enable-log-rotation': true }, undefined, {
      logging: { outputs: ['stderr', '/var/log/etcd/a'] },
    }),
    [],
  ],
  [
    'rotation of nothing',
    options({ 'enable-log-rotation': true }),
    ['option-needs /etcd/extraOptions/enable-log-rotation'],
  ],
  ['rotation that is off', options({ 'enable-log-rotation': false, 'log-rotation-config-json': 'x' }), []],
  ['HTTP apart', options({ [HTTP]: 'https://0.0.0.0:2382' }), []],
  ['HTTP for the node itself', options({ [HTTP]: 'http://localhost:2382,http://127.0.0.1:2383' }), []],
  [
    'HTTP in the open',
    options({ [HTTP]: 'http://0.0.0.0:2382' }),
    [`option-unsafe /etcd/extraOptions/${HTTP}`],
  ],
  [
    'HTTP at the client port',
    options({ [HTTP]: 'https://localhost:2379' }),
    [`option-needs /etcd/extraOptions/${HTTP}`],
  ],
  ['HTTP at the peer port of another address', options({ [HTTP]: 'https://127.0.0.1:2380' }), []],
  [
    'HTTP at the metrics port',
    options({ [HTTP]: 'https://[::]:2381' }),
    [`option-needs /etcd/extraOptions/${HTTP}`],
  ],
  [
    'HTTP at a node',
    options({ [HTTP]: 'https://10.0.0.11:2382' }),
    [`option-needs /etcd/extraOptions/${HTTP}`],
  ],
  [
    'HTTP at the only node',
    { ...addressed('10.0.0.11'), ...options({ [HTTP]: 'https://10.0.0.11:2382' }) },
    [],
  ],
  [
    'a list of revoked certificates',
    options({ 'client-crl-file': '/etc/etcd/a.crl', [HTTP]: 'https://0.0.0.0:2382' }),
    [],
  ],
  [
    'such a list in a file',
    options({ 'client-crl-file': '/etc/etcd/a.crl' }, undefined, { style: 'file' }),
    ['option-not-in-file /etcd/extraOptions/client-crl-file'],
  ],
  [
    'such a list in flags',
    options({ 'client-crl-file': '/etc/etcd/a.crl' }, undefined, { style: 'flags' }),
    [],
  ],
  [
    'tokens that are signed',
    options({ 'auth-token': 'jwt,sign-method=HS256,priv-key=/etc/etcd/jwt.key' }),
    [],
  ],
  ['tokens of no kind', options({ 'auth-token': 'jwk' }), ['option-needs /etcd/extraOptions/auth-token']],
  [
    'a sample of all',
    options({ 'enable-distributed-tracing': true, 'distributed-tracing-sampling-rate': 1000000 }),
    [],
  ],
]

const members: readonly Row[] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((count) => [
  `${count} members`,
  addressed(...Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}`)),
  count % 2 === 0 ? ['members-even /nodes'] : [],
])

describe.each([
  ['addresses', addresses],
  ['names', names],
  ['settings', settings],
  ['versions', versions],
  ['installations', installs],
  ['places', places],
  ['tunings', tunings],
  ['further options', further],
  ['members', members],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, sections, want) => {
    expect(
      faults(sections).filter((fault) => !fault.startsWith('members-even') || want.includes(fault)),
    ).toEqual(want)
  })
})

describe('the one spelling of an address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['FD00:0:0::0001', 'fd00::1'],
    ['::', '::'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['010.0.0.1', undefined],
    ['10.0.0.256', undefined],
    ['10.0.0', undefined],
    ['1::2::3', undefined],
    ['fe80::1%eth0', undefined],
    ['12345::', undefined],
    ['', undefined],
    [' 10.0.0.1', undefined],
    ['10.0.0.1\n', undefined],
  ])('%j', (text, want) => {
    expect(canonicalAddress(text)).toBe(want)
    expect(isIP(text) !== 0 && !text.includes('%')).toBe(want !== undefined)
  })
})
