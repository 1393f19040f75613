import { describe, expect, it } from 'vitest'
import { faults, threeNodes } from './specs.ts'

type Row = readonly [string, object, readonly string[]]

const CLASH = 'client-file-clash /tls/clients'
const installed = (...clients: readonly object[]) => ({
  clientHosts: [{ name: 'cp-1' }, { name: 'cp-2' }],
  tls: {
    clients: [
      ...clients.map((install, index) => ({ name: `c-${index}`, install })),
      { name: 'other', install: { hosts: ['cp-1', 'cp-2'] } },
    ],
  },
})
const AT_KUBERNETES = {
  certificate: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  key: '/etc/kubernetes/pki/apiserver-etcd-client.key',
  authority: '/etc/kubernetes/pki/etcd/ca.crt',
}

const clients: readonly Row[] = [
  ['kube-apiserver where kubeadm has it', installed({ hosts: ['cp-1', 'etcd-1'], ...AT_KUBERNETES }), []],
  ['in homes', installed({ hosts: ['cp-1'], certificate: '/root/a.crt', key: '/home/a/a.key' }), []],
  ['by default on a node', installed({ hosts: ['etcd-1'] }), []],
  [
    "the servers' authority where the node has it",
    installed({ hosts: ['etcd-1'], certificate: '/etc/a/a.crt', authority: '/etc/etcd/pki/client-ca.crt' }),
    [],
  ],
  [
    "the servers' authority where the node has that of its peers",
    installed({ hosts: ['etcd-1'], authority: '/etc/etcd/pki/peer-ca.crt' }),
    [`${CLASH}/0/install/authority`],
  ],
  [
    "a host of clients that has what is a node's elsewhere",
    installed({ hosts: ['cp-1'], certificate: '/etc/etcd/pki/server.crt' }),
    [],
  ],
  [
    'one authority for two clients',
    installed(
      { hosts: ['cp-1'], certificate: '/etc/a/a.crt', authority: '/etc/a/ca.crt' },
      { hosts: ['cp-1'], certificate: '/etc/a/b.crt', authority: '/etc/a/ca.crt' },
    ),
    [],
  ],
  [
    'one certificate on different hosts',
    installed(
      { hosts: ['cp-1'], certificate: '/etc/a/a.crt' },
      { hosts: ['cp-2'], certificate: '/etc/a/a.crt' },
    ),
    [],
  ],
  [
    'one certificate on one of the hosts',
    installed(
      { hosts: ['cp-1', 'cp-2'], certificate: '/etc/a/a.crt' },
      { hosts: ['cp-2'], certificate: '/etc/a/a.crt' },
    ),
    [`${CLASH}/1/install/certificate`],
  ],
  [
    'a key that is the authority of another',
    installed({ hosts: ['cp-1'], authority: '/etc/a/x.pem' }, { hosts: ['cp-1'], key: '/etc/a/x.pem' }),
    [`${CLASH}/1/install/key`],
  ],
  [
    'a key in the WAL of a node',
    {
      ...installed({ hosts: ['etcd-1'], key: '/srv/wal/a.key' }),
      etcd: { paths: { wal: '/srv/wal' } },
    },
    [`${CLASH}/0/install/key`],
  ],
  [
    'a key in the data of a host that has none',
    installed({ hosts: ['cp-1'], key: '/var/lib/etcd/a.key' }),
    [],
  ],
  [
    'a path that could not be read',
    installed({ hosts: ['cp-1'], certificate: 'a.crt' }),
    ['value-malformed /tls/clients/0/install/certificate'],
  ],
  [
    'a name that could not be read',
    { clientHosts: [{ name: 'CP' }], tls: { clients: [{ name: 'a', install: { hosts: ['cp'] } }] } },
    ['value-malformed /clientHosts/0/name'],
  ],
  [
    'a client whose hosts could not be read',
    { clientHosts: [{ name: 'cp-1' }], tls: { clients: [{ name: 'a', install: { hosts: 'cp-1' } }] } },
    ['type-wrong /tls/clients/0/install/hosts'],
  ],
  [
    'a certificate by the name of the other naming',
    {
      tls: {
        files: { naming: 'pem' },
        clients: [{ name: 'a' }, { name: 'a-key' }].map((client) => ({
          ...client,
          install: { hosts: ['etcd-1'] },
        })),
      },
    },
    [`${CLASH}/1/name`],
  ],
  [
    'certificates of Docker',
    installed({ hosts: ['cp-1'], certificate: '/etc/docker/certs.d/a/client.cert' }),
    [],
  ],
  [
    'a private key for a whole system',
    installed({ hosts: ['cp-1'], certificate: '/etc/ssl/certs/a.crt', key: '/etc/ssl/private/a.key' }),
    [],
  ],
  [
    'a place by another name for /run',
    installed({ hosts: ['cp-1'], certificate: '/var/run/a/a.crt' }),
    ['client-path-refused /tls/clients/0/install/certificate'],
  ],
  [
    'a client host without a client',
    { clientHosts: [{ name: 'a' }] },
    ['client-host-unused /clientHosts/0/name'],
  ],
  [
    'a client host named root',
    { ...installed(), clientHosts: [{ name: 'root' }, { name: 'cp-1' }, { name: 'cp-2' }] },
    ['client-host-unused /clientHosts/0/name'],
  ],
  [
    'a host behind another port of the same address',
    {
      ...installed(),
      clientHosts: [
        { name: 'cp-1', ansible: { host: '203.0.113.1', port: 2201 } },
        { name: 'cp-2', ansible: { host: '203.0.113.1', port: 2202 } },
      ],
    },
    [],
  ],
  [
    'nodes that SSH does not tell apart',
    { nodes: threeNodes.map((node) => ({ ...node, ansible: { host: 'gate.example.net' } })) },
    ['ssh-host-shared /nodes/1/ansible/host', 'ssh-host-shared /nodes/2/ansible/host'],
  ],
  [
    'clients with one common name',
    {
      tls: {
        clients: [
          { name: 'a', commonName: 'x' },
          { name: 'b', commonName: 'x' },
        ],
      },
    },
    [],
  ],
  ['kube-apiserver without an installation', { tls: { clients: [{ name: 'a', kubernetes: true }] } }, []],
]

const pki: readonly Row[] = [
  [
    'the files of Kubernetes the hard way',
    {
      etcd: { paths: { pki: '/etc/etcd' } },
      tls: { layout: 'shared-certificate', files: { naming: 'pem', member: 'kubernetes' } },
    },
    ['layout-shared-certificate /tls/layout'],
  ],
  [
    'a name that another layout has',
    { tls: { layout: 'single-ca', files: { member: 'x' } } },
    ['layout-single-ca /tls/layout', 'setting-unused /tls/files/member'],
  ],
  [
    'a certificate by the name of a key',
    { tls: { files: { naming: 'pem', root: 'peer-key' } } },
    ['certificate-name-shared /tls/files/root'],
  ],
  ['the same in the other naming', { tls: { files: { root: 'peer-key' } } }, []],
  [
    'an authority by the name of a key',
    { tls: { layout: 'single-ca', files: { naming: 'pem', authority: 'server-key' } } },
    ['layout-single-ca /tls/layout', 'certificate-name-shared /tls/files/authority'],
  ],
  [
    'an environment file that is a certificate',
    { etcd: { paths: { environmentFile: '/etc/etcd/pki/server-key.pem' } } },
    ['path-taken /etcd/paths/environmentFile'],
  ],
  [
    'a lifetime beyond an authority that others made',
    {
      tls: {
        authority: 'provided',
        certificateLifetime: '9999d',
        clients: [{ name: 'a', lifetime: '9998d' }],
      },
    },
    [],
  ],
  [
    'two lifetimes beyond the authority',
    {
      tls: {
        authorityLifetime: '10d',
        certificateLifetime: '11d',
        clients: [{ name: 'a', lifetime: '12d' }],
      },
    },
    ['lifetime-exceeds-ca /tls/certificateLifetime', 'lifetime-exceeds-ca /tls/clients/0/lifetime'],
  ],
  [
    'ed25519',
    { tls: { algorithm: 'ed25519', cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'] } },
    [],
  ],
  [
    'ed25519 for an old line that can read it',
    { tls: { algorithm: 'ed25519' }, etcd: { version: '3.4.45' } },
    ['version-end-of-life /etcd/version', 'version-unpinned /etcd/version'],
  ],
  ['a vault id', { secrets: { encryption: 'ansible-vault', vaultId: 'prod' } }, []],
  ['a vault without an id', { secrets: { encryption: 'ansible-vault' } }, []],
  [
    'recipients that could not be read',
    { secrets: { encryption: 'age', recipients: 'age1' } },
    ['type-wrong /secrets/recipients'],
  ],
  [
    'a private key of a plugin',
    { secrets: { encryption: 'age', recipients: ['AGE-PLUGIN-YUBIKEY-1QQQQQQQQQQ'] } },
    ['recipient-is-private /secrets/recipients/0'],
  ],
]

const addressed = (...lists: readonly (readonly string[])[]) => ({
  nodes: threeNodes.map((node, index) => ({ ...node, ipAddresses: lists[index] ?? [] })),
})
const named = (...lists: readonly (readonly string[])[]) => ({
  nodes: threeNodes.map((node, index) => ({ ...node, dnsNames: lists[index] ?? [] })),
})

const certified: readonly Row[] = [
  ['a virtual address of all', addressed(['10.0.0.9'], ['10.0.0.9'], ['10.0.0.9']), []],
  ["a node's own address", addressed(['10.0.0.11']), []],
  ['one address in two forms', addressed(['fd00::1', 'fd00:0::1']), []],
  [
    'one address in two forms at two',
    addressed(['fd00::1'], ['fd00:0::1']),
    ['ip-address-shared /nodes/1/ipAddresses/0'],
  ],
  [
    'the address of another in another form',
    {
      nodes: [
        { name: 'a', address: 'fd00::1' },
        { name: 'b', address: 'fd00::2', ipAddresses: ['fd00:0:0::1'] },
        { name: 'c', address: 'fd00::3' },
      ],
    },
    ['ip-address-of-other /nodes/1/ipAddresses/0'],
  ],
  ['loopback', addressed(['127.0.0.1']), ['address-loopback /nodes/0/ipAddresses/0']],
  ['a name as an address', addressed(['a.example.net']), ['address-is-name /nodes/0/ipAddresses/0']],
  ['a wildcard of all', named(['*.a.net'], ['*.a.net'], ['*.a.net']), []],
  ['a wildcard of one', named(['*.a.net'], ['b.b.net']), []],
  ['a wildcard of some', named(['*.a.net'], ['*.a.net']), ['dns-name-shared /nodes/1/dnsNames/0']],
  [
    "a wildcard that covers another's name",
    named(['*.a.net'], ['b.c.a.net']),
    ['dns-wildcard-covers /nodes/0/dnsNames/0'],
  ],
  ['a wildcard that only ends alike', named(['*.a.net'], ['b.ba.net']), []],
  [
    'mappings that compare themselves',
    { nodes: [{ name: 'a', address: '10.0.0.1', dnsNames: [{}, { valueOf: false }] }] },
    ['type-wrong /nodes/0/dnsNames/0', 'type-wrong /nodes/0/dnsNames/1'],
  ],
  ['a wildcard in the middle', named(['a.*.net']), ['value-malformed /nodes/0/dnsNames/0']],
]

describe.each([
  ['clients', clients],
  ['the PKI', pki],
  ['what certificates are for', certified],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, sections, want) => {
    expect(faults(sections)).toEqual(want)
  })
})
