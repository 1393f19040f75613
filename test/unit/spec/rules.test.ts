import { isIP } from 'node:net'
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../../src/spec/rules/address-form.ts'
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
  ['one node on loopback', addressed('127.0.0.1'), []],
  ['one node on IPv6 loopback', addressed('::1'), []],
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
  ['a client named as a node', { tls: { clients: [{ name: 'etcd-1' }] } }, []],
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
    'certificates for a configuration',
    etcd({ paths: { pki: '/etc/etcd' } }),
    ['path-overlap /etcd/paths/pki'],
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
    ['lifetime-exceeds-authority /tls/authorityLifetime'],
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
  [
    'of a newer line, with digests',
    etcd({ version: '3.8.0', install: { sha256: { amd64: DIGEST } } }),
    ['version-line-unknown /etcd/version'],
  ],
  ['of an older line', etcd({ version: '3.3.27' }), ['version-line-unknown /etcd/version']],
  ['a candidate', etcd({ version: '3.6.0-rc.1' }), ['version-malformed /etcd/version']],
  ['with a zero in front', etcd({ version: '3.06.14' }), ['version-malformed /etcd/version']],
  ['a word', etcd({ version: 'latest' }), ['version-malformed /etcd/version']],
  ['the first safe one', etcd({ version: '3.5.6' }), ['version-unpinned /etcd/version']],
  [
    'the last unsafe one',
    etcd({ version: '3.5.5', install: { sha256: { amd64: DIGEST } } }),
    ['version-unsafe /etcd/version'],
  ],
  ['for IBM Z since 3.5', etcd({ version: '3.5.33', install: { sha256: { s390x: DIGEST } } }), []],
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
