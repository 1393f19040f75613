import { describe, expect, it } from 'vitest'
import schema from '../../../schema/cluster.schema.json' with { type: 'json' }
import { listed } from '../../../src/diagnostics/visible.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { faults, specText, threeNodes } from './specs.ts'

type Row = readonly [string, object, readonly string[]]

const at = (address: string, more: object = {}) => [
  { name: 'a', address, ansible: { host: 'server' }, ...more },
]
/** A sound spec of a node that speaks plain HTTP, with more in it. */
const plain = ({ tls = {}, ...sections }: { tls?: object; [section: string]: unknown } = {}) => ({
  nodes: at('127.0.0.1'),
  ...sections,
  tls: { enabled: false, ...tls },
})

const members: readonly Row[] = [
  ['one on loopback', plain(), []],
  ['one on IPv6 loopback', plain({ nodes: at('::1') }), []],
  ['one on a further loopback address', plain({ nodes: at('127.255.0.9') }), []],
  ['one that others reach', plain({ nodes: at('10.0.0.1') }), ['tls-off-address /nodes/0/address']],
  ['one that everybody reaches', plain({ nodes: at('9.9.9.9') }), ['tls-off-address /nodes/0/address']],
  ['one that others reach, IPv6', plain({ nodes: at('fd00::1') }), ['tls-off-address /nodes/0/address']],
  ['one at no address', plain({ nodes: at('a.example.net') }), ['address-is-name /nodes/0/address']],
  ['one at any address', plain({ nodes: at('0.0.0.0') }), ['address-unspecified /nodes/0/address']],
  ['one at an odd loopback', plain({ nodes: at('::ffff:127.0.0.1') }), ['address-mapped /nodes/0/address']],
  [
    'one with a number for an address',
    plain({ nodes: at(127 as never) }),
    ['address-invalid /nodes/0/address'],
  ],
  ['three', plain({ nodes: threeNodes }), ['tls-off-members /tls/enabled']],
  [
    'two on loopback',
    plain({
      nodes: [...at('127.0.0.1'), { name: 'b', address: '127.0.0.2' }, { name: 'c', address: '10.0.0.1' }],
    }),
    [
      'tls-off-members /tls/enabled',
      'address-loopback /nodes/0/address',
      'address-loopback /nodes/1/address',
    ],
  ],
  [
    'one beside what is none',
    plain({ nodes: [...at('127.0.0.1'), 5] }),
    [
      'type-wrong /nodes/1',
      'tls-off-members /tls/enabled',
      'address-loopback /nodes/0/address',
      'members-even /nodes',
    ],
  ],
  ['nodes that are none', plain({ nodes: 5 }), ['type-wrong /nodes']],
  // They are told to leave TLS on, so what they say about it is judged.
  [
    'three, and more about TLS',
    plain({ nodes: threeNodes, tls: { layout: 'single-ca', cipherSuites: ['TLS_NULL'] } }),
    [
      'tls-off-members /tls/enabled',
      'layout-single-ca /tls/layout',
      'cipher-suite-unknown /tls/cipherSuites/0',
    ],
  ],
  ['one with TLS on loopback', { nodes: at('127.0.0.1'), tls: { enabled: true } }, []],
  ['one with TLS that others reach', { nodes: at('10.0.0.1'), tls: { enabled: true } }, []],
  [
    'a switch that could not be read',
    { nodes: at('10.0.0.1'), tls: { enabled: 'no' } },
    ['type-wrong /tls/enabled'],
  ],
]

const layouts: readonly Row[] = [
  [
    'shared by one',
    { nodes: at('127.0.0.1'), tls: { layout: 'shared-certificate' } },
    ['layout-single-ca /tls/layout'],
  ],
  ['shared by three', { tls: { layout: 'shared-certificate' } }, ['layout-shared-certificate /tls/layout']],
  [
    'shared by one that can be read',
    { nodes: [...at('10.0.0.1'), 5, 6], tls: { layout: 'shared-certificate' } },
    ['type-wrong /nodes/1', 'type-wrong /nodes/2', 'layout-shared-certificate /tls/layout'],
  ],
]

const unused: readonly Row[] = [
  ...Object.entries({
    layout: 'shared-certificate',
    authority: 'external',
    algorithm: 'ed25519',
    authorityLifetime: '1d',
    certificateLifetime: '9999d',
    files: { server: 'x', peer: 'x', member: 'x' },
    minVersion: 'TLS1.3',
    maxVersion: 'TLS1.2',
    cipherSuites: ['TLS_NULL'],
    clients: [],
  }).map(
    ([field, value]): Row => [
      `tls.${field}`,
      plain({ tls: { [field]: value } }),
      [`setting-unused /tls/${field}`],
    ],
  ),
  [
    'TLS the wrong way round',
    plain({ tls: { minVersion: 'TLS1.3', maxVersion: 'TLS1.2' }, etcd: { version: '3.5.7', ...digests() } }),
    ['setting-unused /tls/minVersion', 'setting-unused /tls/maxVersion'],
  ],
  ['a field that is wrong', plain({ tls: { layout: 'none' } }), ['value-unlisted /tls/layout']],
  ['the default', plain({ tls: { layout: 'separate-ca' } }), ['setting-unused /tls/layout']],
  [
    'names in certificates',
    plain({ nodes: at('127.0.0.1', { dnsNames: ['10.0.0.1', 'a.example.net'], ipAddresses: ['nowhere'] }) }),
    ['setting-unused /nodes/0/dnsNames', 'setting-unused /nodes/0/ipAddresses'],
  ],
  [
    'hosts of clients',
    plain({ clientHosts: [{ name: 'a' }, { name: 'all' }, { name: 'b', ansible: { host: '127.0.0.1' } }] }),
    ['setting-unused /clientHosts'],
  ],
  [
    'a place for certificates',
    plain({ etcd: { paths: { pki: '/tmp/pki' } } }),
    ['setting-unused /etcd/paths/pki'],
  ],
  [
    'what would lie among certificates',
    plain({ etcd: { paths: { environmentFile: '/etc/etcd/pki/server.key' } } }),
    [],
  ],
  ['how keys are kept', plain({ secrets: { encryption: 'age' } }), ['setting-unused /secrets']],
  [
    'how keys are kept, all of it wrong',
    plain({ secrets: { vaultId: 'a', recipients: ['alice'] } }),
    ['setting-unused /secrets'],
  ],
  [
    'a private key for a public one',
    plain({ secrets: { encryption: 'age', recipients: ['AGE-PLUGIN-YUBIKEY-1QQQQQQQQQQ'] } }),
    ['setting-unused /secrets', 'recipient-is-private /secrets/recipients/0'],
  ],
  ['keys in user-data', plain({ cloudInit: { keys: 'embed' } }), ['setting-unused /cloudInit/keys']],
  ['user-data without a word of keys', plain({ cloudInit: { provider: 'nocloud' } }), []],
  ['metrics everywhere', plain({ etcd: { metrics: { listen: 'both' } } }), []],
  // Whoever names clients counts on it that others are refused.
  [
    'clients',
    plain({ tls: { clients: [{ name: 'root', kubernetes: true }] } }),
    ['tls-off-clients /tls/clients'],
  ],
  [
    'clients on hosts',
    plain({ clientHosts: [{ name: 'b' }], tls: { clients: [{ name: 'c', install: { hosts: ['d'] } }] } }),
    ['tls-off-clients /tls/clients', 'setting-unused /clientHosts'],
  ],
  ['clients that are none', plain({ tls: { clients: 5 } }), ['type-wrong /tls/clients']],
]

function digests(): object {
  return { install: { sha256: { amd64: 'a'.repeat(64) } } }
}

const options = (extraOptions: object, more: object = {}) => plain({ etcd: { extraOptions, ...more } })
const HTTP = 'listen-client-http-urls'
const AT_HTTP = `/etcd/extraOptions/${HTTP}`
const GATEWAY = '/etcd/extraOptions/enable-grpc-gateway'

const further: readonly Row[] = [
  ...[
    'client-crl-file',
    'peer-crl-file',
    'client-cert-file',
    'client-key-file',
    'peer-client-cert-file',
    'peer-client-key-file',
    'peer-skip-client-san-verification',
    'experimental-peer-skip-client-san-verification',
    'cert-file',
    'client-cert-auth',
    'peer-cert-allowed-cn',
    'auto-tls',
    'tls-min-version',
    '--client-cert-auth',
  ].map(
    (name): Row => [name, options({ [name]: '/etc/etcd/a' }), [`option-refused /etcd/extraOptions/${name}`]],
  ),
  ['who may ask over HTTP', options({ cors: 'http://a.example.net:80', 'host-whitelist': 'localhost' }), []],
  [
    'revoked certificates where HTTP is apart',
    options(
      { 'client-crl-file': '/a', [HTTP]: 'http://127.0.0.1:2382' },
      { version: '3.6.12', ...digests() },
    ),
    ['option-refused /etcd/extraOptions/client-crl-file'],
  ],
  ['JSON', options({ 'enable-grpc-gateway': true }), [`option-unsafe ${GATEWAY}`]],
  ['JSON, as text', options({ 'enable-grpc-gateway': 'true' }), [`option-unsafe ${GATEWAY}`]],
  [
    'JSON for one origin',
    options({ 'enable-grpc-gateway': true, cors: 'http://a.example.net:80', 'host-whitelist': 'localhost' }),
    [`option-unsafe ${GATEWAY}`],
  ],
  ['no JSON', options({ 'enable-grpc-gateway': false }), []],
  ['JSON, or not', options({ 'enable-grpc-gateway': 'yes' }), [`option-value ${GATEWAY}`]],
  [
    'JSON of 3.4',
    options({ 'enable-grpc-gateway': true }, { version: '3.4.45', ...digests() }),
    ['version-end-of-life /etcd/version', `option-managed ${GATEWAY}`],
  ],
  ['JSON with TLS', { nodes: at('127.0.0.1'), etcd: { extraOptions: { 'enable-grpc-gateway': true } } }, []],
  [
    'JSON of three',
    { ...options({ 'enable-grpc-gateway': true }), nodes: threeNodes },
    ['tls-off-members /tls/enabled'],
  ],
  ['HTTP apart', options({ [HTTP]: 'http://127.0.0.1:2382,http://[::1]:2382,http://127.9.9.9:2382' }), []],
  ['HTTP apart, by name', options({ [HTTP]: 'http://localhost:2382' }), []],
  ['HTTP at a port of its own', options({ [HTTP]: 'http://localhost:2380' }), [`option-needs ${AT_HTTP}`]],
  ['HTTPS apart', options({ [HTTP]: 'https://127.0.0.1:2382' }), [`option-needs ${AT_HTTP}`]],
  ['HTTPS in the open', options({ [HTTP]: 'https://0.0.0.0:2382' }), [`option-needs ${AT_HTTP}`]],
  ['HTTP in the open', options({ [HTTP]: 'http://0.0.0.0:2382' }), [`tls-off-address ${AT_HTTP}`]],
  ['HTTP in the open, IPv6', options({ [HTTP]: 'http://[::]:2382' }), [`tls-off-address ${AT_HTTP}`]],
  ['HTTP elsewhere', options({ [HTTP]: 'http://10.0.0.1:2382' }), [`option-needs ${AT_HTTP}`]],
  ['HTTP at a name', options({ [HTTP]: 'http://a.example.net:2382' }), [`option-needs ${AT_HTTP}`]],
  [
    'HTTP where the node is',
    { ...options({ [HTTP]: 'http://10.0.0.1:2382' }), nodes: at('10.0.0.1') },
    ['tls-off-address /nodes/0/address', `tls-off-address ${AT_HTTP}`],
  ],
  [
    'the peer port by the name of loopback, with TLS',
    { nodes: at('127.0.0.1'), etcd: { extraOptions: { [HTTP]: 'https://localhost:2380' } } },
    [`option-needs ${AT_HTTP}`],
  ],
]

const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n'
const network = { interface: 'ens3', prefixLength: 64, gateway: '10.0.0.1' }

const cloudInit: readonly Row[] = [
  [
    'a private key beside keys that nothing embeds',
    plain({ cloudInit: { keys: 'embed', config: { runcmd: [KEY] } } }),
    ['setting-unused /cloudInit/keys', 'cloud-config-private-key /cloudInit/config/runcmd/0'],
  ],
  [
    'a private key',
    plain({ cloudInit: { config: { runcmd: [KEY] } } }),
    ['cloud-config-private-key /cloudInit/config/runcmd/0'],
  ],
  [
    'a file where certificates would lie',
    plain({ cloudInit: { config: { write_files: [{ path: '/etc/etcd/pki/server.key', content: 'a' }] } } }),
    [],
  ],
  ['a loopback address to set', plain({ cloudInit: { network } }), ['network-loopback /cloudInit/network']],
  [
    'a loopback address to set, with TLS',
    { nodes: at('::1'), cloudInit: { network } },
    ['network-loopback /cloudInit/network'],
  ],
  [
    'a loopback address beside a node that could not be read',
    { nodes: [...at('127.0.0.1'), 5, 6], cloudInit: { network: { interface: 'ens3', prefixLength: 24 } } },
    ['type-wrong /nodes/1', 'type-wrong /nodes/2', 'address-loopback /nodes/0/address'],
  ],
  [
    'loopback addresses of several',
    {
      nodes: [...at('127.0.0.1'), ...threeNodes.slice(1)],
      cloudInit: { network: { interface: 'ens3', prefixLength: 24 } },
    },
    ['address-loopback /nodes/0/address'],
  ],
]

describe.each([
  ['members without TLS', members],
  ['the layout', layouts],
  ['what has no effect without TLS', unused],
  ['further options without TLS', further],
  ['user-data without TLS', cloudInit],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, sections, want) => {
    expect(faults(sections)).toEqual(want)
  })
})

describe('how TLS is turned off', () => {
  const ON_OFF = (on: boolean) => `Write "tls: { enabled: ${on} }".`
  const FIELDS = listed(Object.keys(schema.$defs.tls.properties))
  const RENAMED = 'Use tls.enabled instead.'
  it.each<[unknown, string]>([
    [false, ON_OFF(false)],
    ['no', ON_OFF(false)],
    ['off', ON_OFF(false)],
    ['none', ON_OFF(false)],
    ['disabled', ON_OFF(false)],
    ['http', ON_OFF(false)],
    [0, ON_OFF(false)],
    [true, ON_OFF(true)],
    ['enabled', ON_OFF(true)],
    [
      'some',
      `Write its fields below it, each on its own line, indented by two spaces. Its fields are ${FIELDS}.`,
    ],
    [[false], 'Write its fields without "- ".'],
    [[{ toString: [] }], 'Write its fields without "- ".'],
    [null, `Give it fields (${FIELDS}), or remove it.`],
    [{ mode: 'none' }, RENAMED],
    [{ disabled: true }, RENAMED],
    [{ enable: false }, 'Did you mean "enabled"?'],
    [{ enabled: 'no' }, 'Write false, without quotes.'],
    [{ enabled: 'none' }, 'Write false, without quotes.'],
    [{ enabled: 'maybe' }, 'Write true or false, without quotes.'],
  ])('%j', (tls, hint) => {
    expect(parseSpec(specText({ tls })).diagnostics.map((each) => each.hint)).toEqual([hint])
  })

  it.each(['insecure', 'plaintext', 'disableTls', 'no-tls', 'scheme'])('%s', (field) => {
    expect(parseSpec(specText({ [field]: true })).diagnostics.map((each) => each.hint)).toEqual([RENAMED])
  })
})
