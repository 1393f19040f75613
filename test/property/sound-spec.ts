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

/** Whether a text can stand in a spec as JSON has it. */
const isYaml = (text: string) => !/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/.test(text)

const digest = fc.stringMatching(/^[0-9a-f]{64}$/)

/** How etcd gets onto the nodes. */
const install = fc.oneof(
  fc.constantFrom(
    {},
    { method: 'release' },
    { proxy: { https: 'http://[fd00::1]:3128', noProxy: ['.example.net', '10.0.0.1'] } },
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
  { algorithm: 'ed25519', cipherSuites: suites.ecdsa },
)

/** Names of members in capitals, so that none is the name of another node. */
const memberName = fc.stringMatching(/^[A-Z](?: ?[A-ZÄ_.:@'%#*&;!?/~()[\]|+-]){0,20}$/u)

/** Names of certificates in capitals, so that no client's are the same; those of members may have the node's name. */
const files = fc
  .tuple(
    fc.uniqueArray(fc.stringMatching(/^[A-Z_][A-Z._]{0,9}$/), { minLength: 7, maxLength: 7 }),
    fc.constantFrom('', '-{node}', '{node}.{node}'),
  )
  .chain(([[clientAuthority, peerAuthority, authority, ...others], end]) => {
    const [server, peer, member, root] = others.map((stem) => `${stem}${end}`)
    return fc.record(
      {
        naming: fc.constantFrom('crt', 'pem'),
        ...Object.fromEntries(
          Object.entries({ clientAuthority, peerAuthority, authority, server, peer, member, root }).map(
            ([field, stem]) => [field, fc.constant(stem)],
          ),
        ),
      },
      { requiredKeys: [] },
    )
  })

/** Where a client's files lie: not at all, by default, beside a certificate, or each at a place of its own. */
const placed = fc.constantFrom('nowhere', 'default', 'beside', 'apart')
const installed = fc.record({
  placed,
  owner: fc.constantFrom({}, { owner: 'root', group: 'root' }, { owner: 'app', group: 'app' }),
  commonName: fc.constantFrom(undefined, '', 'kube-apiserver-etcd-client', 'user@example.net', 'a b'),
  folder: fc.constantFrom('/etc/kubernetes/pki', '/root', '/home/app/tls.d', '/etc/ssl/etcd', '/opt/apps'),
  extension: fc.constantFrom('.crt', '.pem', '.cert', '.a.b', ''),
})

type Installed = typeof installed extends fc.Arbitrary<infer Value> ? Value : never

/** A client of its own name on some hosts. */
function clientOf(name: string, hosts: readonly string[], days: number, given: Installed): object {
  const { folder, extension } = given
  const paths = {
    nowhere: {},
    default: {},
    beside: { certificate: `${folder}/${name}/${name}${extension}` },
    apart: {
      certificate: `${folder}/${name}/tls.crt`,
      key: `${folder}/${name}-keys/tls.key`,
      // One for all.
      authority: `${folder}/etcd/ca.crt`,
    },
  }[given.placed]
  return {
    name,
    ...(given.commonName !== undefined && { commonName: given.commonName, lifetime: `${days}d` }),
    ...(given.placed !== 'nowhere' && { install: { hosts, ...paths, ...given.owner } }),
  }
}

/** Where authorities come from and how secrets are kept: what decides whether there are keys, and who can read them. */
const keeping = fc.record({
  authority: fc.constantFrom('generated', 'provided', 'external'),
  secrets: fc.constantFrom(
    {},
    { encryption: 'none' },
    { encryption: 'ansible-vault' },
    { encryption: 'ansible-vault', vaultId: 'prod-1' },
    {
      encryption: 'age',
      recipients: ['age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
    },
  ),
})

/** User-data: for whom, with keys or without, beside what. Addresses are set for NoCloud alone. */
const cloudInit = fc
  .record(
    {
      provider: fc.constantFrom('nocloud', 'aws', 'gcp', 'azure', 'openstack', 'digitalocean', 'hetzner'),
      keys: fc.constantFrom('later', 'embed'),
      config: fc.record(
        {
          packages: fc.array(name, { maxLength: 2 }),
          bootcmd: fc.array(fc.string({ minLength: 1 }).filter(isYaml), { maxLength: 2 }),
          runcmd: fc.array(fc.array(name, { minLength: 1 }), { maxLength: 2 }),
          write_files: fc.array(
            fc.record({
              path: fc.constant('/etc/motd'),
              content: fc.string({ unit: 'grapheme' }).filter(isYaml),
            }),
            { maxLength: 2 },
          ),
        },
        { requiredKeys: [] },
      ),
      network: fc.record({
        interface: fc.constantFrom('ens3', 'eth0.100', '0-lan'),
        prefixLength: fc.integer({ min: 1, max: 32 }),
        nameservers: fc.uniqueArray(address, { maxLength: 2, selector: (text) => text.replace(/^0+/, '') }),
      }),
    },
    { requiredKeys: [] },
  )
  .map(({ network, ...rest }) =>
    (rest.provider ?? 'nocloud') === 'nocloud' && network ? { ...rest, network } : rest,
  )

const specWithTls: fc.Arbitrary<Spec> = fc
  .record({
    name,
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 9 }),
    memberNames: fc.uniqueArray(memberName, { minLength: 9, maxLength: 9 }),
    addresses: fc.uniqueArray(address, {
      minLength: 19,
      maxLength: 19,
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
    listen: fc.constantFrom('loopback', 'node', 'both', 'all'),
    switches: fc.record({ metricsTls: fc.boolean(), localhost: fc.boolean() }),
    extraOptions,
    tls,
    layout: fc.constantFrom('separate-ca', 'single-ca', 'shared-certificate'),
    files,
    clients: fc.array(installed, { minLength: 1, maxLength: 4 }),
    hosts: fc.nat(3),
    further: fc.subarray([
      'addresses',
      'virtual',
      'wildcard',
      'hosts',
      'networks',
      'shared',
      'names',
      'absent',
    ]),
    patch: fc.integer({ min: 0, max: 16 }),
    sections: fc.subarray(['etcd', 'tls', 'ansible', 'systemd']),
    cloudInit: fc.option(cloudInit, { nil: undefined }),
  })
  .map((given) => {
    const [data, configuration, releases, log, wal] = given.folders
    const hosts = Array.from({ length: given.hosts }, (_, index) => `h-${index}.${given.dnsName}.example`)
    const has = (wanted: (typeof given.further)[number]) => given.further.includes(wanted)
    // An account has 32 characters at most, and packages have one unit.
    const isShared = has('shared') && given.name.length <= 27 && given.install.method !== 'package'
    const leaving = has('absent') ? given.names.slice(1).at(-1) : undefined
    const present = given.names.filter((node) => node !== leaving)
    const everywhere = [...present, ...(has('hosts') ? hosts : [])]
    const clients = given.clients.map((client, index) => ({
      ...clientOf(
        `${index}-${given.client}`,
        everywhere.slice(index % everywhere.length),
        given.days,
        client,
      ),
      ...(index === 0 && { kubernetes: true, ...(has('shared') && { etcdServersOverrides: ['/events'] }) }),
    }))
    const sections: Record<string, object> = {
      etcd: {
        version: `3.6.${given.patch}`,
        install: given.install,
        style: given.style,
        ...(has('names') && { token: given.memberNames[0] ?? '' }),
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
        localhostListener: given.switches.localhost,
        virtualAddresses: given.addresses.slice(18),
        metrics: { listen: given.listen, level: 'extensive', tls: given.switches.metricsTls },
        extraOptions: given.extraOptions,
        ...(has('networks') &&
          given.days % 2 && { discovery: { srv: `${given.dnsName}.net`, name: given.client } }),
      },
      tls: {
        ...given.tls,
        certificateLifetime: `${given.days}d`,
        authorityLifetime: `${given.days * 10}d`,
        layout: given.layout,
        files: given.files,
        clients,
      },
      ansible: {
        user: 'debian',
        becomePassword: 'prompt',
        privateKeyFile: `~/.ssh/${given.dnsName}`,
        sshOptions: { ServerAliveInterval: given.heartbeat, SetEnv: `LC_A=${given.dnsName} LC_B=%h` },
        bastion: { host: `${given.dnsName}.example.net` },
      },
      systemd: {
        startTimeout: '5m',
        ...(isShared && { unit: `${given.name}.etcd` }),
        memoryMax: '64GiB',
        requires: ['time-sync.target'],
        environment: { GOGC: given.quota },
      },
    }
    return {
      apiVersion: 'quorate/v1' as const,
      kind: 'EtcdCluster' as const,
      name: given.name,
      ...(isShared && { sharedMachines: true }),
      nodes: given.names.map((node, index) => ({
        name: node,
        ...(has('names') && { memberName: given.memberNames[index] ?? '' }),
        address: given.addresses[index] ?? '',
        ...(node === leaving && { state: 'absent' as const, deleteData: index % 2 === 0 }),
        dnsNames: [`${node}.${given.dnsName}.net`, ...(has('wildcard') ? [`*.${given.dnsName}.net`] : [])],
        ...(has('networks') && {
          peer: {
            listen: given.addresses.slice(9 + index, 10 + index),
            advertise: `${node}.${given.dnsName}.net`,
          },
          client: { listen: ['0.0.0.0'], advertise: given.addresses[index] ?? '' },
        }),
        ...((has('addresses') || has('virtual')) && {
          ipAddresses: [
            ...(has('addresses') ? given.addresses.slice(9 + index, 10 + index) : []),
            ...(has('virtual') ? given.addresses.slice(18) : []),
          ],
        }),
      })),
      ...(has('hosts') && {
        clientHosts: hosts.map((name, index) => ({
          name,
          ...(index > 0 && { ansible: { host: `${index}.${given.dnsName}.example`, port: 2222 } }),
        })),
      }),
      ...Object.fromEntries(given.sections.map((section) => [section, sections[section]])),
      // What lies on the control node, no user-data can bring.
      ...(given.cloudInit &&
        !(given.sections.includes('etcd') && JSON.stringify(given.install).includes('/root/etcd')) && {
          cloudInit: given.cloudInit,
        }),
    }
  })

const HTTP = 'listen-client-http-urls'

/** What is left of a spec where one node speaks plain HTTP; `isTidy`: without what has no effect then. */
function withoutTls(spec: Spec, address: string, isTidy: boolean): Spec {
  const { etcd: withDiscovery, tls: { clients: _, ...tls } = {}, cloudInit = {} } = spec
  const { discovery: ______, ...etcd } = withDiscovery ?? {}
  // No network and no provider gives a machine an address of loopback.
  const { network: __, provider: ___, ...userData } = cloudInit
  const nodes = spec.nodes
    .slice(0, 1)
    .map(({ dnsNames, ipAddresses, peer: ____, client: _____, ...node }) => ({
      ...node,
      ...(!isTidy && { dnsNames, ipAddresses: ipAddresses ?? [] }),
      address,
    }))
  const urls = etcd.extraOptions?.[HTTP] && { [HTTP]: 'http://localhost:1022,http://[::1]:1023' }
  const { clientHosts, ...tidy } = spec
  return {
    ...(isTidy ? tidy : spec),
    nodes,
    ...(withDiscovery && {
      etcd: {
        ...etcd,
        ...(etcd.metrics?.listen === 'all' && { metrics: { ...etcd.metrics, listen: 'both' } }),
        ...(urls && { extraOptions: { ...etcd.extraOptions, ...urls } }),
      },
    }),
    tls: { ...(!isTidy && tls), enabled: false },
    ...(spec.cloudInit && { cloudInit: userData }),
  } as Spec
}

/** Sound specs of one node that speaks plain HTTP. */
export const plainSpec: fc.Arbitrary<Spec> = fc
  .tuple(specWithTls, fc.constantFrom('127.0.0.1', '127.8.0.1', '::1'), fc.boolean())
  .map(([spec, address, isTidy]) => withoutTls(spec, address, isTidy))

/** Specs with no error in them, of which quorate makes everything by itself; there may be warnings. */
export const soundSpec: fc.Arbitrary<Spec> = fc.oneof(
  { weight: 4, arbitrary: specWithTls },
  { weight: 1, arbitrary: plainSpec },
)

/** Sound specs of every kind, those of authorities that others bring and of encrypted secrets included. */
export const anySoundSpec: fc.Arbitrary<Spec> = fc
  .tuple(soundSpec, keeping)
  .map(([spec, { authority, secrets }]) => ({ ...spec, tls: { ...spec.tls, authority }, secrets }) as Spec)
