import { dump } from 'js-yaml'
import { expect, it } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { clashesWith, type Described } from '../../../src/node/together.ts'
import { parseSpec } from '../../../src/spec/parse.ts'

function describeCluster(name: string, more: object): Described {
  const { value, subject } = parseSpec(
    dump({ apiVersion: 'quorate/v1', kind: 'EtcdCluster', name, sharedMachines: true, ...more }),
  )
  if (!value || !subject) throw new Error(`${name} is not valid`)
  return { cluster: resolveCluster(value, { cloudConfig: undefined, mirrorAuthority: undefined }), subject }
}

const nodes = [{ name: 'etcd-1', address: '10.0.0.11' }]
const clashesOf = (main: object, events: object): string[] =>
  clashesWith(describeCluster('events', events), describeCluster('main', main)).map(({ code }) => code)
const ports = { client: 2479, peer: 2480, metrics: 2481 }

it.each<[string, object, object, string[]]>([
  ['with ports of their own', { nodes }, { nodes, etcd: { ports } }, []],
  [
    'with the same ports',
    { nodes },
    { nodes },
    ['clusters-share-port', 'clusters-share-port', 'clusters-share-port'],
  ],
  [
    'of which one writes its environment file over a program of the other',
    { nodes },
    { nodes, etcd: { ports, paths: { environmentFile: '/opt/etcd-main/bin/etcdctl' } } },
    ['clusters-share-path'],
  ],
  [
    'of which one writes its environment file over the settings of etcdctl of the other',
    { nodes },
    { nodes, etcd: { ports, paths: { environmentFile: '/etc/etcd-main/etcdctl.env' } } },
    ['clusters-share-path'],
  ],
  [
    'of which one has a listener for HTTP at a port of the other',
    { nodes },
    { nodes, etcd: { ports, extraOptions: { 'listen-client-http-urls': 'https://0.0.0.0:2379' } } },
    ['clusters-share-port'],
  ],
  [
    'of which both have a listener for HTTP at the same port',
    { nodes, etcd: { extraOptions: { 'listen-client-http-urls': 'https://0.0.0.0:2382' } } },
    { nodes, etcd: { ports, extraOptions: { 'listen-client-http-urls': 'https://127.0.0.1:2382' } } },
    ['clusters-share-port'],
  ],
  ['with the same token', { nodes }, { nodes, etcd: { ports, token: 'main' } }, ['clusters-share-token']],
  [
    'of which one writes its environment file over a file of a release of the other',
    { nodes },
    { nodes, etcd: { ports, paths: { environmentFile: '/opt/etcd-main/v3.6.15/etcd' } } },
    ['clusters-share-path'],
  ],
  [
    'that unpack their releases in the same directory',
    { nodes },
    { nodes, etcd: { ports, paths: { releases: '/opt/etcd-main' } } },
    ['clusters-share-path'],
  ],
  [
    'of which one has its programs among the releases of the other',
    { nodes },
    { nodes, etcd: { ports, paths: { binaries: '/opt/etcd-main/v3.6.15/own' } } },
    ['clusters-share-path'],
  ],
  [
    'of which one writes its environment file over a key of the other',
    { nodes },
    { nodes, etcd: { ports, paths: { environmentFile: '/etc/etcd-main/pki/server.key' } } },
    ['clusters-share-path'],
  ],
  [
    'of which both write the CA of a client to the same file',
    {
      nodes,
      tls: { clients: [{ name: 'a', install: { hosts: ['etcd-1'], authority: '/srv/ca.crt' } }] },
    },
    {
      nodes,
      etcd: { ports },
      tls: { clients: [{ name: 'b', install: { hosts: ['etcd-1'], authority: '/srv/ca.crt' } }] },
    },
    ['clusters-share-path'],
  ],
  [
    'of which one has the CA of the other, in the same file',
    {
      nodes,
      tls: { clients: [{ name: 'a', install: { hosts: ['etcd-1'], authority: '/srv/ca.crt' } }] },
    },
    {
      nodes,
      etcd: { ports },
      tls: {
        authority: 'provided',
        clients: [{ name: 'b', install: { hosts: ['etcd-1'], authority: '/srv/ca.crt' } }],
      },
    },
    [],
  ],
  [
    'of which one has a client only on the machine of the other',
    {
      nodes: [{ name: 'main-1', address: '10.0.0.21' }],
      clientHosts: [{ name: 'cp-1', ansible: { host: '10.0.0.11' } }],
      tls: { clients: [{ name: 'app', install: { hosts: ['cp-1'] } }] },
    },
    { nodes },
    [],
  ],
])('two clusters on a machine, %s', (_, main, events, codes) => {
  expect(clashesOf(main, events)).toEqual(codes)
})

it('says the address that both clusters have', () => {
  const main = [{ name: 'a', address: '10.0.0.11', peer: { listen: ['10.1.0.11'] } }]
  const events = [{ name: 'b', address: '10.0.0.21', client: { listen: ['10.1.0.11'] } }]
  const [said] = clashesWith(
    describeCluster('events', { nodes: events }),
    describeCluster('main', { nodes: main }),
  )
  expect(said?.message).toContain('are the same machine (10.1.0.11)')
})
