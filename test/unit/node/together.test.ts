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
