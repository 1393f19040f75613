import { describe, expect, it } from 'vitest'
import { parseSpec } from '../../../src/spec/parse.ts'
import { faults, specText, threeNodes } from './specs.ts'

type Row = readonly [string, object, readonly string[]]

const SSH = 'ssh-host-loopback /nodes/0/address'
const PROVIDER = 'provider-loopback /cloudInit/provider'
const ADDRESS = '/nodes/0/address'
const BASTION = { bastion: { host: 'bastion.example.net' } }

const one = (address: string, more: object = {}) => ({ nodes: [{ name: 'a', address, ...more }] })
const named = (address: string) => one(address, { ansible: { host: 'server' } })
const plain = { tls: { enabled: false } }

const machines: readonly Row[] = [
  ['said', named('127.0.0.1'), []],
  ['said to be this one', one('127.0.0.1', { ansible: { host: '127.0.0.1' } }), []],
  ['said to be localhost', one('::1', { ansible: { host: 'localhost' } }), []],
  ['said, through a bastion', { ...named('127.0.0.1'), ansible: BASTION }, []],
  ['not said', one('127.0.0.1'), [SSH]],
  ['not said, without TLS', { ...one('127.0.0.1'), ...plain }, [SSH]],
  ['not said, IPv6', one('0:0::1'), [SSH]],
  ['not said, a further address', one('127.255.0.9'), [SSH]],
  ['not said but a port', one('127.0.0.1', { ansible: { port: 2222 } }), [SSH]],
  ['not said, through a bastion', { ...one('127.0.0.1'), ansible: BASTION }, [SSH]],
  [
    'a host that could not be read',
    one('127.0.0.1', { ansible: { host: 5 } }),
    ['type-wrong /nodes/0/ansible/host'],
  ],
  ['an ansible that could not be read', one('127.0.0.1', { ansible: 5 }), ['type-wrong /nodes/0/ansible']],
  [
    'a bastion that could not be read',
    { ...one('127.0.0.1'), ansible: { bastion: 5 } },
    ['type-wrong /ansible/bastion', SSH],
  ],
  ['an address that others reach', one('10.0.0.1'), []],
  ['a mapped address', one('::ffff:127.0.0.1'), [`address-mapped ${ADDRESS}`]],
  [
    'one of three',
    { nodes: [{ name: 'a', address: '127.0.0.1' }, ...threeNodes.slice(1)] },
    [`address-loopback ${ADDRESS}`],
  ],
  [
    'one beside what could not be read',
    { nodes: [{ name: 'a', address: '127.0.0.1' }, 5, 6] },
    ['type-wrong /nodes/1', 'type-wrong /nodes/2', `address-loopback ${ADDRESS}`],
  ],
]

const provider = (name: unknown, more: object = {}) => ({
  ...named('127.0.0.1'),
  ...more,
  cloudInit: { provider: name },
})

const providers: readonly Row[] = [
  ['none', { ...named('127.0.0.1'), cloudInit: {} }, []],
  ['nocloud', provider('nocloud'), []],
  ...['aws', 'gcp', 'azure', 'openstack', 'digitalocean', 'hetzner'].map(
    (name): Row => [name, provider(name), [PROVIDER]],
  ),
  ['without TLS', provider('gcp', plain), [PROVIDER]],
  ['IPv6', provider('aws', named('::1')), [PROVIDER]],
  ['no machine either', provider('aws', one('127.0.0.1')), [SSH, PROVIDER]],
  ['an address that others reach', provider('aws', one('10.0.0.1')), []],
  ['one that is none', provider('vultr'), ['value-unlisted /cloudInit/provider']],
  [
    'of three',
    provider('aws', { nodes: [{ name: 'a', address: '127.0.0.1' }, ...threeNodes.slice(1)] }),
    [`address-loopback ${ADDRESS}`],
  ],
  [
    'a network as well',
    {
      ...named('127.0.0.1'),
      cloudInit: { provider: 'aws', network: { interface: 'ens3', prefixLength: 24 } },
    },
    [PROVIDER, 'network-of-provider /cloudInit/network', 'network-loopback /cloudInit/network'],
  ],
]

describe.each([
  ['the machine of a node on loopback', machines],
  ['the provider of a node on loopback', providers],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, sections, want) => {
    expect(faults(sections)).toEqual(want)
  })
})

it.each<[string, object, string, readonly string[]]>([
  [
    'SSH',
    one('127.0.0.1'),
    "Set nodes[].ansible.host to the machine's address, or to 127.0.0.1 if etcd should run on the control node.",
    [],
  ],
  [
    'SSH through a bastion',
    { ...one('::1'), ansible: BASTION },
    "Set nodes[].ansible.host to the machine's address, or to ::1 if etcd should run on the bastion.",
    ['/ansible/bastion'],
  ],
  [
    'a provider',
    provider('aws'),
    'Write the machine\'s real address as the node\'s address, or remove "provider".',
    [ADDRESS],
  ],
  [
    'a provider without TLS',
    provider('aws', plain),
    'Remove "provider". Only with TLS can the node have its machine\'s real address.',
    [ADDRESS],
  ],
])('what is advised about %s', (_, sections, want, related) => {
  const { diagnostics } = parseSpec(specText(sections))
  expect(diagnostics.map((each) => [each.hint, each.related ?? []])).toEqual([[want, related]])
})
