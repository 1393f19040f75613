import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { emitKubernetes } from '../../../src/emit/kubernetes.ts'
import { parseSpec } from '../../../src/spec/parse.ts'

/** What kube-apiserver is told of a cluster with these clients. */
function emitted(clients: readonly object[], more: { tls?: object; [section: string]: unknown } = {}) {
  const { value, diagnostics } = parseSpec(
    JSON.stringify({
      apiVersion: 'quorate/v1',
      kind: 'EtcdCluster',
      name: 'lab',
      nodes: [
        { name: 'b', address: 'fd00::2' },
        { name: 'a', address: '10.0.0.1' },
      ],
      ...more,
      tls: { ...more.tls, clients },
    }),
  )
  if (value === undefined) throw new Error(JSON.stringify(diagnostics))
  return emitKubernetes(resolveCluster(value))
}

const kubeadm = (
  files: { caFile: string; certFile: string; keyFile: string },
  endpoints: readonly string[],
) => ({
  apiVersion: 'kubeadm.k8s.io/v1beta4',
  kind: 'ClusterConfiguration',
  etcd: { external: { endpoints, ...files } },
})

describe('what kube-apiserver is told', () => {
  it('is nothing without a client that it is', () => {
    expect(emitted([])).toEqual([])
    expect(emitted([{ name: 'kube-apiserver' }])).toEqual([])
  })

  it('is one flag for the resources that it keeps in a cluster which is not its main one', () => {
    const etcdServersOverrides = ['/events', 'apps/deployments']
    const [flags, block] = emitted([{ name: 'kube', kubernetes: true, etcdServersOverrides }])
    const servers = 'https://10.0.0.1:2379;https://[fd00::2]:2379'
    const value = `/events#${servers},apps/deployments#${servers}`
    expect(flags?.text.replaceAll(/^#.*\n/gm, '')).toBe(`--etcd-servers-overrides=${value}\n`)
    expect(load(block?.text ?? '')).toEqual({
      apiVersion: 'kubeadm.k8s.io/v1beta4',
      kind: 'ClusterConfiguration',
      apiServer: { extraArgs: [{ name: 'etcd-servers-overrides', value }] },
    })
  })

  const ends = ['https://10.0.0.1:2379', 'https://[fd00::2]:2379']
  const atHome = '/etc/etcd/pki/kube'
  const rows: [string, object, Parameters<typeof emitted>[1], Parameters<typeof kubeadm>[0], string[]][] = [
    [
      'by default: the files in the PKI directory, the members by name',
      {},
      {},
      { caFile: '/etc/etcd/pki/client-ca.crt', certFile: `${atHome}.crt`, keyFile: `${atHome}.key` },
      ends,
    ],
    [
      'places of its own',
      {
        install: {
          hosts: ['cp-1'],
          certificate: '/etc/kubernetes/pki/etcd/c.crt',
          key: '/etc/kubernetes/pki/etcd/k.key',
          authority: '/etc/kubernetes/pki/etcd/ca.crt',
        },
      },
      { clientHosts: [{ name: 'cp-1' }] },
      {
        caFile: '/etc/kubernetes/pki/etcd/ca.crt',
        certFile: '/etc/kubernetes/pki/etcd/c.crt',
        keyFile: '/etc/kubernetes/pki/etcd/k.key',
      },
      ends,
    ],
    [
      'another layout, other names, another port',
      {},
      {
        etcd: { ports: { client: 12379 } },
        tls: { layout: 'single-ca', files: { naming: 'pem', authority: 'etcd-ca' } },
      },
      { caFile: '/etc/etcd/pki/etcd-ca.pem', certFile: `${atHome}.pem`, keyFile: `${atHome}-key.pem` },
      ['https://10.0.0.1:12379', 'https://[fd00::2]:12379'],
    ],
  ]

  it.each(rows)('%s', (_, client, more, files, endpoints) => {
    const tree = emitted([{ name: 'other' }, { name: 'kube', kubernetes: true, ...client }], more)
    expect(tree.map(({ path, mode }) => [path, mode])).toEqual([
      ['kubernetes/kube-apiserver.flags', 0o644],
      ['kubernetes/kubeadm.yaml', 0o644],
    ])
    const isInstalled = 'install' in client
    const copies = [
      ['pki/client-ca.crt', files.caFile],
      ['pki/clients/kube.crt', files.certFile],
      ['secrets/clients/kube.key', files.keyFile],
    ].map(([from, to]) => `#   ${from?.replace('client-ca', more?.tls ? 'ca' : 'client-ca')} to ${to}\n`)
    // Whoever reads the flags learns that nobody has put the files there, and where they are.
    for (const { text } of tree) expect(text.includes(copies.join(''))).toBe(!isInstalled)
    expect(tree[0]?.text.replace(/^#.*\n/gm, '')).toBe(
      [
        `--etcd-servers=${endpoints.join(',')}`,
        `--etcd-cafile=${files.caFile}`,
        `--etcd-certfile=${files.certFile}`,
        `--etcd-keyfile=${files.keyFile}`,
        '',
      ].join('\n'),
    )
    expect(load(tree[1]?.text ?? '')).toEqual(kubeadm(files, endpoints))
    expect(tree[1]?.text).toMatch(/^---\n/)
  })
})
