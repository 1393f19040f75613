import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import { derived } from '../../../src/build/derived.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { faults, specText } from './specs.ts'

type Node = {
  readonly items?: object
  readonly pattern?: string
  readonly errorMessage?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: object
  readonly additionalProperties?: boolean | object
  readonly $defs?: object
}

/** Every subschema, `properties` and `$defs` themselves aside. */
function* subschemas(node: Node): Generator<Node> {
  yield node
  const { items, additionalProperties: others, properties = {}, $defs = {} } = node
  const children = [items, others, ...Object.values(properties), ...Object.values($defs)]
  for (const child of children) if (typeof child === 'object') yield* subschemas(child as Node)
}

describe('the schema', () => {
  it('has the types and the page of the manual that are committed (npm run derive)', async () => {
    for (const { path, text } of await derived()) expect(readFileSync(path, 'utf8'), path).toBe(text)
  })

  it('compares no entries of a list that are not text: ajv asks a mapping for its valueOf', () => {
    const unique = [...subschemas(schema)].filter((node) => 'uniqueItems' in node)
    expect(unique.filter(({ items }) => (items as { type?: string }).type !== 'string')).toEqual([])
  })

  it('uses no keyword that is not explained to the user', () => {
    const keywords = new Set([...subschemas(schema)].flatMap(Object.keys))
    const annotations = [
      '$schema',
      '$id',
      '$ref',
      '$defs',
      'title',
      'description',
      'default',
      'examples',
      'errorMessage',
    ]
    const structure = ['properties', 'items']
    const explained = [
      'type',
      'enum',
      'const',
      'pattern',
      'minLength',
      'maxLength',
      'minimum',
      'maximum',
      'minItems',
    ]
    const others = ['maxItems', 'uniqueItems', 'minProperties', 'required', 'additionalProperties']
    for (const name of [...annotations, ...structure, ...explained, ...others]) keywords.delete(name)
    expect([...keywords]).toEqual([])
  })

  it('says in words what each pattern means, and takes its own defaults and examples', () => {
    for (const { pattern, errorMessage, default: value, examples = [] } of subschemas(schema)) {
      if (pattern === undefined) continue
      expect(errorMessage).toBeTypeOf('string')
      for (const text of [value, ...examples]) {
        if (text !== undefined) expect(text).toMatch(new RegExp(String(pattern), 'u'))
      }
    }
  })
})

const A = 'a'.repeat(64)

const places: readonly (readonly [string, (value: string) => object, string])[] = [
  ['the name', (name) => ({ name }), '/name'],
  [
    'a resource of kube-apiserver',
    (resource) => ({ tls: { clients: [{ name: 'a', kubernetes: true, etcdServersOverrides: [resource] }] } }),
    '/tls/clients/0/etcdServersOverrides/0',
  ],
  ['the unit', (unit) => ({ systemd: { unit } }), '/systemd/unit'],
  ['a node', (name) => ({ nodes: [{ name, address: '10.0.0.1' }] }), '/nodes/0/name'],
  [
    'a member name',
    (memberName) => ({ nodes: [{ name: 'a', memberName, address: '10.0.0.1' }] }),
    '/nodes/0/memberName',
  ],
  ['an address', (address) => ({ nodes: [{ name: 'a', address }] }), '/nodes/0/address'],
  ...['peer', 'client'].flatMap((purpose) => [
    [
      `an address to listen on for ${purpose}s`,
      (value: string) => ({ nodes: [{ name: 'a', address: '10.0.0.1', [purpose]: { listen: [value] } }] }),
      `/nodes/0/${purpose}/listen/0`,
    ] as const,
    [
      `a host that is advertised to ${purpose}s`,
      (value: string) => ({ nodes: [{ name: 'a', address: '10.0.0.1', [purpose]: { advertise: value } }] }),
      `/nodes/0/${purpose}/advertise`,
    ] as const,
  ]),
  ['a virtual address', (value) => ({ etcd: { virtualAddresses: [value] } }), '/etcd/virtualAddresses/0'],
  [
    'an address to listen on for metrics',
    (value) => ({ nodes: [{ name: 'a', address: '10.0.0.1', metrics: { listen: [value] } }] }),
    '/nodes/0/metrics/listen/0',
  ],
  [
    'a DNS name',
    (name) => ({ nodes: [{ name: 'a', address: '10.0.0.1', dnsNames: [name] }] }),
    '/nodes/0/dnsNames/0',
  ],
  ...['host', 'user'].map(
    (field) =>
      [
        `a node's SSH ${field}`,
        (value: string) => ({ nodes: [{ name: 'a', address: '10.0.0.1', ansible: { [field]: value } }] }),
        `/nodes/0/ansible/${field}`,
      ] as const,
  ),
  ['the version', (version) => ({ etcd: { version } }), '/etcd/version'],
  ['the domain of SRV records', (srv) => ({ etcd: { discovery: { srv } } }), '/etcd/discovery/srv'],
  [
    'the suffix of the service',
    (name) => ({ etcd: { discovery: { srv: 'example.net', name } } }),
    '/etcd/discovery/name',
  ],
  ['the token', (token) => ({ etcd: { token } }), '/etcd/token'],
  ['the mirror', (mirror) => ({ etcd: { install: { mirror } } }), '/etcd/install/mirror'],
  ['a digest', (amd64) => ({ etcd: { install: { sha256: { amd64 } } } }), '/etcd/install/sha256/amd64'],
  ['the method', (method) => ({ etcd: { install: { method } } }), '/etcd/install/method'],
  ['a package', (name) => ({ etcd: { install: { packages: [name] } } }), '/etcd/install/packages/0'],
  ...['place', 'directory'].map(
    (field) =>
      [
        `the staging ${field}`,
        (value: string) => ({ etcd: { install: { staging: { directory: '/srv/etcd', [field]: value } } } }),
        `/etcd/install/staging/${field}`,
      ] as const,
  ),
  ...['etcd', 'etcdctl', 'etcdutl'].map(
    (field) =>
      [
        `the digest of ${field}`,
        (value: string) => ({
          etcd: {
            install: { staging: { directory: '/srv', programs: { etcd: A, etcdctl: A, [field]: value } } },
          },
        }),
        `/etcd/install/staging/programs/${field}`,
      ] as const,
  ),
  ['the style', (style) => ({ etcd: { style } }), '/etcd/style'],
  ...[
    'data',
    'wal',
    'configuration',
    'pki',
    'environmentFile',
    'configurationFile',
    'binaries',
    'releases',
  ].map(
    (field) =>
      [
        `path ${field}`,
        (value: string) => ({ etcd: { paths: { [field]: value } } }),
        `/etcd/paths/${field}`,
      ] as const,
  ),
  ...['user', 'group'].map(
    (field) =>
      [
        `the ${field}`,
        (value: string) => ({ etcd: { account: { [field]: value } } }),
        `/etcd/account/${field}`,
      ] as const,
  ),
  ...[
    'heartbeatInterval',
    'electionTimeout',
    'quota',
    'compaction',
    'compactionRetention',
    'compactionRevisions',
    'snapshotCount',
    'maxRequestSize',
    'preVote',
    'corruptionChecks',
    'corruptionCheckInterval',
  ].map(
    (field) =>
      [
        field,
        (value: string) => ({ etcd: { tuning: { [field]: value } } }),
        `/etcd/tuning/${field}`,
      ] as const,
  ),
  ...['level', 'format'].map(
    (field) =>
      [
        `the log ${field}`,
        (value: string) => ({ etcd: { logging: { [field]: value } } }),
        `/etcd/logging/${field}`,
      ] as const,
  ),
  ['a log output', (output) => ({ etcd: { logging: { outputs: [output] } } }), '/etcd/logging/outputs/0'],
  ...['listen', 'level'].map(
    (field) =>
      [
        `the metrics ${field}`,
        (value: string) => ({ etcd: { metrics: { [field]: value } } }),
        `/etcd/metrics/${field}`,
      ] as const,
  ),
  ['an option', (name) => ({ etcd: { extraOptions: { [name]: 1 } } }), '/etcd/extraOptions/'],
  ['a number', (value) => ({ etcd: { extraOptions: { 'max-wals': value } } }), '/etcd/extraOptions/max-wals'],
  [
    'a truth',
    (value) => ({ etcd: { extraOptions: { 'enable-pprof': value } } }),
    '/etcd/extraOptions/enable-pprof',
  ],
  [
    'a file',
    (value) => ({ etcd: { extraOptions: { 'client-crl-file': value } } }),
    '/etcd/extraOptions/client-crl-file',
  ],
  [
    'gates',
    (value) => ({ etcd: { extraOptions: { 'feature-gates': value } } }),
    '/etcd/extraOptions/feature-gates',
  ],
  [
    'URLs',
    (value) => ({ etcd: { extraOptions: { 'listen-client-http-urls': value } } }),
    '/etcd/extraOptions/listen-client-http-urls',
  ],
  ...['minVersion', 'maxVersion'].map(
    (field) => [field, (value: string) => ({ tls: { [field]: value } }), `/tls/${field}`] as const,
  ),
  ['a fingerprint', (value) => ({ tls: { authorityFingerprints: [value] } }), '/tls/authorityFingerprints/0'],
  ['a cipher suite', (suite) => ({ tls: { cipherSuites: [suite] } }), '/tls/cipherSuites/0'],
  ...['layout', 'algorithm', 'authorityLifetime', 'certificateLifetime'].map(
    (field) => [field, (value: string) => ({ tls: { [field]: value } }), `/tls/${field}`] as const,
  ),
  ['a client', (name) => ({ tls: { clients: [{ name }] } }), '/tls/clients/0/name'],
  [
    'an organization',
    (value) => ({ tls: { clients: [{ name: 'a', organizations: [value] }] } }),
    '/tls/clients/0/organizations/0',
  ],
  ['the SSH user', (user) => ({ ansible: { user } }), '/ansible/user'],
  ['the bastion', (host) => ({ ansible: { bastion: { host } } }), '/ansible/bastion/host'],
  ...['privateKeyFile', 'becomePassword'].map(
    (field) => [field, (value: string) => ({ ansible: { [field]: value } }), `/ansible/${field}`] as const,
  ),
  [
    'its key',
    (privateKeyFile) => ({ ansible: { bastion: { host: 'b', privateKeyFile } } }),
    '/ansible/bastion/privateKeyFile',
  ],
  ...['http', 'https'].map(
    (field) =>
      [
        `a proxy for ${field}`,
        (value: string) => ({ etcd: { install: { proxy: { [field]: value } } } }),
        `/etcd/install/proxy/${field}`,
      ] as const,
  ),
  [
    'a host without the proxy',
    (host) => ({ etcd: { install: { proxy: { http: 'http://p:3128', noProxy: [host] } } } }),
    '/etcd/install/proxy/noProxy/0',
  ],
  ['its user', (user) => ({ ansible: { bastion: { host: 'b', user } } }), '/ansible/bastion/user'],
  ...['startTimeout', 'restartDelay', 'cpuQuota', 'memoryHigh', 'memoryMax', 'slice'].map(
    (field) => [field, (value: string) => ({ systemd: { [field]: value } }), `/systemd/${field}`] as const,
  ),
  ...['requiresMountsFor', 'after', 'wants', 'requires'].map(
    (field) =>
      [field, (value: string) => ({ systemd: { [field]: [value] } }), `/systemd/${field}/0`] as const,
  ),
]

/** Values that would break out of a path, a template, a shell command, a unit, an environment file or YAML. */
const HOSTILE = [
  '../x',
  '/etc/../x',
  '/x/./y',
  '{{ x }}',
  '{% x %}',
  '$(x)',
  '$\u007bx}',
  '`x`',
  "a'b",
  'a"b',
  'a\nb',
  'a\n',
  '\na',
  'a\rb',
  'a\0b',
  'a\\b',
  'a;b',
  'a|b',
  'a&b',
  'a%n',
  'a#b',
  'a,b=c',
  'a\u2028b',
  '\u202ea',
  'ａ',
  '',
]

/** Those that may stand in a name that only etcd reads: every destination has its escape (lab scenario names). */
const IN_NAMES = ['../x', '/etc/../x', '/x/./y', "a'b", 'a;b', 'a|b', 'a&b', 'a%n', 'a#b', 'ａ']
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  '/nodes/0/memberName': IN_NAMES,
  '/etcd/token': [...IN_NAMES, 'a,b=c'],
  // A URL may hold it.
  '/etcd/install/mirror': ['a%n'],
}

describe.each(places)('%s', (_, sections, pointer) => {
  const taken = TAKEN[pointer] ?? []
  it.each(HOSTILE.filter((value) => !taken.includes(value)))('is not %j', (value) => {
    expect(faults(sections(value))).toContainEqual(expect.stringContaining(` ${pointer}`))
  })
})

it.each(
  places.flatMap(([place, sections, pointer]) =>
    pointer in TAKEN && !pointer.endsWith('/mirror')
      ? (TAKEN[pointer] ?? []).map((value) => [place, value, sections(value)] as const)
      : [],
  ),
)('%s may be %j', (_, _value, sections) => {
  expect(faults(sections)).toEqual([])
})

describe('a spec', () => {
  it.each(readdirSync('examples'))('such as %s is sound', (name) => {
    // Warnings too are told exactly: test/unit/emit/examples.test.ts.
    const { diagnostics } = parseSpec(readFileSync(`examples/${name}`, 'utf8'))
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('needs a name and nodes', () => {
    const { value, diagnostics } = parseSpec(specText())
    expect(diagnostics).toEqual([])
    expect(value?.nodes).toHaveLength(3)
  })

  it('may say everything', () => {
    const everything = {
      nodes: [
        {
          name: 'a.example.net',
          address: 'fd00::1',
          dnsNames: ['a'],
          ansible: { host: '::1', port: 2222, user: 'admin' },
        },
      ],
      etcd: {
        version: '3.6.14',
        install: {
          method: 'release',
          mirror: 'https://[fd00::2]:8443/etcd',
          sha256: { amd64: A },
        },
        style: 'file',
        token: 'once',
        ports: { client: 12379, peer: 12380, metrics: 12381 },
        paths: {
          data: '/data/etcd',
          configuration: '/etc/etcd',
          pki: '/etc/etcd-pki',
          wal: '/data/etcd-wal',
          configurationFile: '/etc/etcd/etcd.yml',
          binaries: '/usr/bin',
          releases: '/usr/lib/etcd',
        },
        account: { user: 'etcd-1', group: 'etcd-1' },
        tuning: {
          heartbeatInterval: '200ms',
          electionTimeout: '2s',
          quota: '4GiB',
          compaction: 'revision',
          compactionRevisions: 5000,
          snapshotCount: 5000,
          maxRequestSize: '10MiB',
          preVote: true,
          corruptionChecks: false,
          corruptionCheckInterval: '12h',
        },
        logging: { level: 'warn', format: 'console', outputs: ['stderr', '/var/log/etcd/etcd.log'] },
        metrics: { listen: 'both', level: 'extensive' },
        extraOptions: {
          'max-wals': 10,
          'enable-pprof': true,
          'feature-gates': 'LeaseCheckpoint=true,LeaseCheckpointPersist=true',
          'enable-log-rotation': true,
          'log-rotation-config-json': '{"maxsize": 100}',
          'listen-client-http-urls': 'https://0.0.0.0:12382',
        },
      },
      tls: {
        layout: 'separate-ca',
        algorithm: 'rsa-3072',
        authorityFingerprints: [Array(32).fill('0a').join(':')],
        authorityLifetime: '7300d',
        certificateLifetime: '90d',
        minVersion: 'TLS1.2',
        maxVersion: 'TLS1.3',
        cipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
        clients: [{ name: 'kube-apiserver', organizations: ['system:masters'] }],
      },
      ansible: {
        user: 'debian',
        port: 22,
        become: true,
        becomePassword: 'prompt',
        privateKeyFile: '~/.ssh/etcd',
        sshOptions: { ServerAliveInterval: 30, ForwardAgent: false, SendEnv: 'LANG LC_*' },
        bastion: { host: '203.0.113.1', port: 22, user: 'jump', privateKeyFile: '/etc/ssh/jump' },
      },
      systemd: { unit: 'etcd-main', limitNoFile: 100000, startTimeout: '30m', restartDelay: '500ms' },
    }
    expect(faults(everything)).toEqual([])
  })

  it('may be staged or packaged', () => {
    const programs = { etcd: A, etcdctl: A, etcdutl: A }
    const staging = { place: 'node', directory: '/srv/etcd', programs }
    expect(faults({ etcd: { install: { method: 'staged', staging } } })).toEqual([])
    const packages = { method: 'package', packages: ['etcd'] }
    expect(faults({ etcd: { version: '3.5.16', install: packages } })).toEqual([])
  })

  it('has only the faults that it has', () => {
    expect(
      faults({
        nodes: [
          { name: 'a', adress: '10.0.0.1', ansible: { user: 5, nothing: { at: { all: 1 } } } },
          7,
          null,
        ],
        etcd: 'x',
        tls: { clients: { name: 1 } },
      }),
    ).toEqual([
      'field-unknown /nodes/0/adress',
      'field-unknown /nodes/0/ansible/nothing',
      'value-malformed /nodes/0/ansible/user',
      'type-wrong /nodes/1',
      'value-missing /nodes/2',
      'type-wrong /etcd',
      'type-wrong /tls/clients',
    ])
  })
})
