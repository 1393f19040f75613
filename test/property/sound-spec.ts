import fc from 'fast-check'
import type { Spec } from '../../src/spec/spec.types.ts'

const name = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z])?$/)
  .filter((text) => !['all', 'ungrouped', 'etcd', 'localhost', 'root'].includes(text))
const path = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,10}$/), { minLength: 5, maxLength: 5 })
const address = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 126 }), fc.nat(255), fc.nat(255), fc.nat(255))
    .map((parts) => parts.join('.')),
  fc
    .tuple(fc.integer({ min: 0xfc00, max: 0xfdff }), fc.nat(0xffff), fc.nat(0xffff))
    .map(([one, two, three]) => `${one.toString(16)}:${two.toString(16)}::${three.toString(16)}`),
)

const digest = fc.stringMatching(/^[0-9a-f]{64}$/)

/** How etcd gets onto the nodes. */
const install = fc.oneof(
  fc.constantFrom(
    {},
    { method: 'release' },
    { method: 'package' },
    { method: 'package', packages: ['etcd'] },
  ),
  digest.map((amd64) => ({ method: 'staged', sha256: { amd64 }, staging: { directory: '/root/etcd' } })),
  fc.tuple(digest, digest).map(([etcd, etcdctl]) => ({
    method: 'staged',
    staging: { place: 'node', directory: '/var/staged', programs: { etcd, etcdctl } },
  })),
)

const compaction = fc.oneof(
  fc.integer({ min: 1, max: 100 }).map((hours) => ({ compactionRetention: `${hours}h` })),
  fc.nat(10_000).map((count) => ({ compaction: 'revision', compactionRevisions: count + 1 })),
  fc.constant({ compaction: 'off' }),
)

/** Further options that every 3.6 has, with values in each of their types. */
const extraOptions = fc.record(
  {
    'max-wals': fc.oneof(fc.nat(100), fc.nat(100).map(String)),
    'enable-pprof': fc.oneof(fc.boolean(), fc.constantFrom('true', 'false')),
    'grpc-keepalive-interval': fc.nat(9999).map((number) => `${number}m30s`),
    'warning-apply-duration': fc.constantFrom('100ms', '1.5s'),
    'backend-bbolt-freelist-type': fc.constantFrom('map', 'array'),
    'host-whitelist': fc.constantFrom('*', 'a.example.net,b.example.net'),
    'listen-client-http-urls': fc.constantFrom('https://0.0.0.0:1023', 'http://localhost:1022'),
    'feature-gates': fc.constantFrom('LeaseCheckpoint=true', 'StopGRPCServiceOnDefrag=false,AllAlpha=false'),
    'auth-token': fc.constant('jwt,pub-key=/etc/etcd/jwt.pub,priv-key=/etc/etcd/jwt.key,sign-method=RS256'),
  },
  { requiredKeys: [] },
)

const suites = {
  ecdsa: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  rsa: ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
}
const tls = fc.constantFrom(
  {},
  { minVersion: 'TLS1.3' },
  { minVersion: 'TLS1.2', maxVersion: 'TLS1.3' },
  { algorithm: 'ecdsa-p384', maxVersion: 'TLS1.2', cipherSuites: suites.ecdsa },
  { algorithm: 'rsa-2048', cipherSuites: suites.rsa },
)

/** Specs with no error in them; there may be warnings. */
export const soundSpec: fc.Arbitrary<Spec> = fc
  .record({
    name,
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
    addresses: fc.uniqueArray(address, {
      minLength: 9,
      maxLength: 9,
      selector: (text) => text.replace(/^0+/, ''),
    }),
    dnsName: name,
    client: name,
    ports: fc.uniqueArray(fc.integer({ min: 1024, max: 65535 }), { minLength: 3, maxLength: 3 }),
    folders: path,
    heartbeat: fc.integer({ min: 1, max: 5000 }),
    days: fc.integer({ min: 1, max: 9999 }),
    quota: fc.integer({ min: 64, max: 9999 }),
    request: fc.integer({ min: 1, max: 65_000 }),
    install,
    style: fc.constantFrom('env', 'flags', 'file'),
    compaction,
    logs: fc.subarray(['stderr', 'stdout', 'one.log', 'two.log'], { minLength: 1 }),
    format: fc.constantFrom('json', 'console'),
    listen: fc.constantFrom('loopback', 'node', 'both'),
    extraOptions,
    tls,
    patch: fc.integer({ min: 0, max: 16 }),
    sections: fc.subarray(['etcd', 'tls', 'ansible', 'systemd']),
  })
  .map((given) => {
    const [data, configuration, releases, log, wal] = given.folders
    const sections: Record<string, object> = {
      etcd: {
        version: `3.6.${given.patch}`,
        install: given.install,
        style: given.style,
        ports: { client: given.ports[0], peer: given.ports[1], metrics: given.ports[2] },
        paths: {
          data: `/srv/${data}/d`,
          wal: `/srv/${wal}/w`,
          configuration: `/srv/${configuration}/c`,
          releases: `/srv/${releases}/r`,
        },
        tuning: {
          heartbeatInterval: `${given.heartbeat}ms`,
          electionTimeout: `${given.heartbeat * 10}ms`,
          quota: `${given.quota}MiB`,
          maxRequestSize: `${given.request}KiB`,
          ...given.compaction,
        },
        logging: {
          format: given.format,
          outputs: given.logs.map((name) => (name.endsWith('.log') ? `/srv/${log}/l/${name}` : name)),
        },
        metrics: { listen: given.listen, level: 'extensive' },
        extraOptions: given.extraOptions,
      },
      tls: {
        ...given.tls,
        certificateLifetime: `${given.days}d`,
        authorityLifetime: `${given.days * 10}d`,
        clients: [{ name: given.client }],
      },
      ansible: { user: 'debian', bastion: { host: `${given.dnsName}.example.net` } },
      systemd: { startTimeout: '5m' },
    }
    return {
      apiVersion: 'quorate/v1' as const,
      kind: 'EtcdCluster' as const,
      name: given.name,
      nodes: given.names.map((node, index) => ({
        name: node,
        address: given.addresses[index] ?? '',
        dnsNames: [`${node}.${given.dnsName}.net`],
      })),
      ...Object.fromEntries(given.sections.map((section) => [section, sections[section]])),
    }
  })
