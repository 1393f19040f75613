import { describe, expect, it } from 'vitest'
import { parseSpec } from '../../../src/spec/parse.ts'
import { faults, specText, threeNodes } from './specs.ts'

type Row = readonly [string, object, readonly string[]]

const set = (cloudInit: object, more: object = {}) => ({ ...more, cloudInit })
const network = (section: object, nodes: readonly object[] = threeNodes) =>
  set({ network: { interface: 'ens3', prefixLength: 24, ...section } }, { nodes })
const inIpv6 = ['fd00::1', 'fd00::2', 'fd00::3'].map((address, index) => ({ name: `n-${index}`, address }))
const withMac = (...addresses: readonly string[]) =>
  threeNodes.map((node, index) => ({ ...node, ...(addresses[index] && { macAddress: addresses[index] }) }))
const [ONE, TWO] = ['52:54:00:aa:00:01', '52:54:00:aa:00:02']
const GATEWAY = '/cloudInit/network/gateway'

const staged = (place: string) => ({
  etcd: { version: '3.6.14', install: { method: 'staged', staging: { directory: '/srv/etcd', place } } },
})

const sections: readonly Row[] = [
  ['nothing', set({}), []],
  ['a provider', set({ provider: 'azure' }), []],
  ['another provider', set({ provider: 'vultr' }), ['value-unlisted /cloudInit/provider']],
  ['embedded keys', set({ keys: 'embed' }), ['keys-embedded /cloudInit/keys']],
  ['embedded keys at a provider', set({ keys: 'embed', provider: 'gcp' }), ['keys-embedded /cloudInit/keys']],
  [
    'two cloud-configs',
    set({ config: { packages: ['a'] }, configFile: 'a.yaml' }),
    ['cloud-config-twice /cloudInit/configFile'],
  ],
  [
    'a mapping that says itself how it is shown',
    set({ config: { runcmd: [[{ toString: [] }]] } }),
    ['type-wrong /cloudInit/config/runcmd/0/0'],
  ],
  ['two cloud-configs, one empty', set({ config: {}, configFile: 'a' }), []],
  ['a release on the nodes', set({}, staged('node')), []],
  [
    'a release on the control node',
    set({ provider: 'aws' }, staged('control-node')),
    ['staging-out-of-reach /etcd/install/staging/place'],
  ],
  [
    'a release on the control node, and a cloud-config',
    set({ config: { packages: ['chrony'] } }, staged('control-node')),
    ['staging-out-of-reach /etcd/install/staging/place'],
  ],
  [
    'a release on the control node, and nothing but defaults',
    set({ provider: 'nocloud', keys: 'later', config: {} }, staged('control-node')),
    ['staging-on-control-node /etcd/install/staging/place'],
  ],
  ['a release on the control node, without user-data', staged('control-node'), []],
]

const networks: readonly Row[] = [
  ['all', network({ gateway: '10.0.0.1', nameservers: ['10.0.0.53', 'fd00::53', '127.0.0.53'] }), []],
  ['no gateway', network({}), []],
  ['IPv6', network({ prefixLength: 64, gateway: 'FD00:0::fe' }, inIpv6), []],
  ['a link-local router', network({ prefixLength: 64, gateway: 'fe80::1' }, inIpv6), []],
  [
    'of another provider',
    set({ provider: 'hetzner', network: { interface: 'a', prefixLength: 24 } }),
    ['network-of-provider /cloudInit/network'],
  ],
  ['a gateway outside', network({ gateway: '10.0.1.1' }), [`gateway-outside ${GATEWAY}`]],
  ['a wider prefix', network({ prefixLength: 16, gateway: '10.0.1.1' }), []],
  [
    'a prefix of one address',
    network({ prefixLength: 32, gateway: '10.0.0.1' }),
    [`gateway-outside ${GATEWAY}`],
  ],
  [
    'a gateway outside, IPv6',
    network({ prefixLength: 64, gateway: 'fd00:1::1' }, inIpv6),
    [`gateway-outside ${GATEWAY}`],
  ],
  ['a gateway of the other family', network({ gateway: 'fd00::1' }), [`gateway-family ${GATEWAY}`]],
  ['a link-local router for IPv4', network({ gateway: 'fe80::1' }), [`gateway-family ${GATEWAY}`]],
  ['a gateway that is a node', network({ gateway: '10.0.0.11' }), [`gateway-is-node ${GATEWAY}`]],
  ['a gateway that is a name', network({ gateway: 'router' }), [`network-address-invalid ${GATEWAY}`]],
  ['a gateway with its prefix', network({ gateway: '10.0.0.1/24' }), [`network-address-invalid ${GATEWAY}`]],
  ['a template', network({ gateway: '{{ gateway }}' }), [`value-is-template ${GATEWAY}`]],
  [
    'name servers that are none',
    network({ nameservers: ['10.0.0.256', '10.0.0.53', 'dns.example.net'] }),
    [
      'network-address-invalid /cloudInit/network/nameservers/0',
      'network-address-invalid /cloudInit/network/nameservers/2',
    ],
  ],
  [
    'a prefix for IPv6',
    network({ prefixLength: 64, gateway: '10.0.0.1' }),
    ['network-prefix-long /cloudInit/network/prefixLength'],
  ],
  [
    'a node whose address is none',
    network({ gateway: '10.0.0.1' }, [{ name: 'a', address: 'a.example.net' }]),
    ['address-is-name /nodes/0/address'],
  ],
]

const macAddresses: readonly Row[] = [
  ['one each', network({}, withMac(ONE, TWO)), []],
  ['without a network', { nodes: withMac(ONE) }, ['setting-unused /nodes/0/macAddress']],
  [
    'without a network, but user-data',
    set({}, { nodes: withMac(ONE) }),
    ['setting-unused /nodes/0/macAddress'],
  ],
  [
    'one twice',
    network({}, withMac(ONE, TWO, ONE.toUpperCase())),
    ['mac-address-shared /nodes/2/macAddress'],
  ],
  ['a group', network({}, withMac('01:00:5e:00:00:01')), ['mac-address-unfit /nodes/0/macAddress']],
  ['all', network({}, withMac('ff:ff:ff:ff:ff:ff')), ['mac-address-unfit /nodes/0/macAddress']],
  ['zeros', network({}, withMac('00:00:00:00:00:00')), ['mac-address-unfit /nodes/0/macAddress']],
  ['no colons', network({}, withMac('525400aa0001')), ['value-malformed /nodes/0/macAddress']],
]

const ownedBy = (owner: string | undefined, cloudInit?: object, host = 'etcd-1') => ({
  ...(host === 'app' && { clientHosts: [{ name: 'app' }] }),
  tls: {
    clients: [
      { name: 'app', install: { hosts: [host], certificate: '/etc/app/a.crt', ...(owner && { owner }) } },
    ],
  },
  ...(cloudInit && { cloudInit }),
})
const notMade = ['client-owner-not-made /tls/clients/0/install/owner']

const clientOwners: readonly Row[] = [
  ['an account that nothing makes', ownedBy('app', {}), notMade],
  ['the same without user-data', ownedBy('app'), []],
  ['the same on another host', ownedBy('app', {}, 'app'), []],
  ['root', ownedBy('root', {}), []],
  ['root by default', ownedBy(undefined, {}), []],
  ['an account of the system', ownedBy('www-data', {}), []],
  ['a user', ownedBy('app', { config: { users: ['default', { name: 'app' }] } }), []],
  ['another user', ownedBy('app', { config: { users: [{ name: 'apps' }] } }), notMade],
  ['the first user', ownedBy('app', { config: { user: { name: 'app' } } }), []],
  ['what a command makes early', ownedBy('app', { config: { bootcmd: ['useradd -r app'] } }), []],
  ['what a command makes late', ownedBy('app', { config: { runcmd: ['useradd -r app'] } }), notMade],
  ['what a package makes', ownedBy('prometheus', { config: { packages: ['prometheus'] } }), []],
  ['in a file, which is read later', ownedBy('app', { configFile: 'own.yaml' }), []],
]

describe.each([
  ['user-data', sections],
  ['owners of what clients read', clientOwners],
  ['the network', networks],
  ['MAC addresses', macAddresses],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, given, want) => {
    expect(faults(given)).toEqual(want)
  })
})

describe('a cloud-config inside a spec', () => {
  it.each([
    ['yes', true],
    ['off', true],
    ['"no"', false],
    ['true', false],
    ['y', false],
  ])('%s is unclear: %s', (value, want) => {
    const text = specText().replace(
      /\}$/,
      `, "cloudInit": { config: { ssh_pwauth: ${value} }, provider: aws } }`,
    )
    const said = parseSpec(text).diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)
    expect(said).toEqual(want ? ['boolean-unclear /cloudInit/config/ssh_pwauth'] : [])
  })

  it.each([
    ['1.0', 'number-becomes-whole'],
    ['5.', 'number-becomes-whole'],
    ['1e3', 'number-becomes-whole'],
    ['-0', 'number-becomes-whole'],
    ['1.5', undefined],
    ['1000', undefined],
  ])('%s is a number that cloud-init gets as such', (value, want) => {
    const text = specText().replace(/\}$/, `, "cloudInit": { config: { a: ${value} } } }`)
    expect(parseSpec(text).diagnostics.map(({ code }) => code)).toEqual(want ? [want] : [])
  })

  it.each([
    ['write_files: [{ path: /a, permissions: 0644 }]', 'Put it in quotes: "0644".'],
    ['a: 0644', 'For the number, write 644. For text, write it in quotes: "0644".'],
  ])('is told how to write %s', (config, want) => {
    const text = specText().replace(/\}$/, `, "cloudInit": { config: { ${config} } } }`)
    expect(parseSpec(text).diagnostics.map(({ hint }) => hint)).toEqual([want])
  })

  it('leaves truth values of the spec to the schema', () => {
    const text = specText().replace(/\}$/, ', "ansible": { become: yes } }')
    expect(parseSpec(text).diagnostics.map(({ code }) => code)).toEqual(['type-wrong'])
  })
})

describe('what other tools call otherwise', () => {
  it.each([
    ['userData', { userData: {} }, 'Use cloudInit.config instead.'],
    ["a node's mac", { nodes: [{ ...threeNodes[0], mac: ONE }] }, 'Use macAddress instead.'],
    [
      "etcd's configFile",
      { etcd: { configFile: '/etc/etcd.yml' } },
      'Use etcd.paths.configurationFile instead.',
    ],
    ["cloud-init's gateway", set({ gateway: '10.0.0.1' }), '"gateway" belongs under cloudInit.network.'],
  ])('%s', (_, sections, want) => {
    expect(parseSpec(specText(sections)).diagnostics.map(({ hint }) => hint)).toEqual([want])
  })
})
