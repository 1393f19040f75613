import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { bastionDocument } from './documents.ts'
import { treeOf, variablesIn } from './support.ts'

const { nodes, tree } = await treeOf('three-node-bastion.yaml')

describe.each([...nodes])('$name', ({ name, address }) => {
  const table = tree.text(`nodes/${name}/files.txt`)
  const pathsOf = (kind: string) =>
    table.split('\n').flatMap((line) => (line.startsWith(`${kind} `) ? line.split(' ').slice(-1) : []))

  test('has the files of its server, of its peer and of its client to itself, under /etc/etcd/pki', () => {
    const names = ['etcd-server', 'etcd-peer', 'etcd-client'].map((each) => `/etc/etcd/pki/${each}`)
    expect(pathsOf('certificate')).toEqual(names.map((each) => `${each}.pem`))
    expect(pathsOf('key')).toEqual(names.map((each) => `${each}-key.pem`))
  })

  test('has its settings in a file under /etc/etcd', () => {
    const variables = variablesIn(tree.text(`nodes/${name}/rootfs/etc/etcd/etcd.env`))
    expect(variables).toMatchObject({
      ETCD_NAME: name,
      ETCD_LISTEN_PEER_URLS: `https://${address}:2380`,
      ETCD_CERT_FILE: '/etc/etcd/pki/etcd-server.pem',
      ETCD_PEER_CERT_FILE: '/etc/etcd/pki/etcd-peer.pem',
    })
  })

  test('gets its account before anything that belongs to it', () => {
    const lines = table.split('\n').filter((line) => !line.startsWith('#'))
    expect(lines[0]).toBe('account - etcd etcd - etcd')
  })

  test('has the script and settings of its own', () => {
    expect(tree.paths).toEqual(expect.arrayContaining(['nodes/bootstrap.sh', `nodes/${name}/settings.sh`]))
  })
})

test('etcdctl has by itself the files that the document passes to it', () => {
  const variables = variablesIn(tree.text('nodes/cp-a/rootfs/etc/etcd/etcdctl.env'))
  const flags = Object.entries(variables).map(
    ([name, value]) => `--${name.replace('ETCDCTL_', '').toLowerCase()}=${value}`,
  )
  expect(bastionDocument.etcdctl.filter((word) => /pki/.test(word))).toEqual(flags)
})

test('all nodes are reached through the bastion', () => {
  const inventory = load(tree.text('ansible/inventory.yml')) as {
    all: { children: { etcd: { vars: Record<string, string> } } }
  }
  expect(inventory.all.children.etcd.vars.ansible_ssh_common_args).toBe('-o ProxyJump=admin@203.0.113.9:22')
})
