import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { memberId } from '../../../src/etcd/identity.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { tutorialDocument } from './documents.ts'
import {
  codeIn,
  exampleText,
  linesOfTable,
  namesBeyond,
  pageOf,
  tableUnder,
  treeOf,
  variablesIn,
} from './support.ts'

const example = 'tutorial-single-node.yaml'
const { nodes, tree } = await treeOf(example)
const table = linesOfTable(tree, 'controller')
const variables = variablesIn(tree.text('nodes/controller/rootfs/etc/default/etcd'))
const unit = tree.text(`nodes/controller/rootfs${tutorialDocument.unit}`)
const page = pageOf(example)

test('is one node, called as the line of the document calls it', () => {
  expect(nodes.map(({ name }) => name)).toEqual([tutorialDocument.variables.ETCD_NAME])
})

describe('the member', () => {
  test('has every setting that the document tells', () => {
    expect(variables).toMatchObject(tutorialDocument.variables)
  })

  test("is the document's, by its ID", () => {
    const { ETCD_NAME, ETCD_INITIAL_ADVERTISE_PEER_URLS = '', ETCD_ADVERTISE_CLIENT_URLS } = variables
    expect(variables.ETCD_INITIAL_CLUSTER_TOKEN).toBe(tutorialDocument.token)
    const id = memberId(ETCD_INITIAL_ADVERTISE_PEER_URLS, tutorialDocument.token).toString(16)
    const line = [id, 'started', ETCD_NAME, ETCD_INITIAL_ADVERTISE_PEER_URLS, ETCD_ADVERTISE_CLIENT_URLS]
    expect([`${line.join(', ')}, false`]).toEqual(tutorialDocument.members)
    expect(page).toContain(tutorialDocument.members[0])
  })

  test('listens on loopback alone, in plain HTTP', () => {
    const urls = Object.entries(variables).filter(([name]) => name.endsWith('_URLS'))
    expect(urls.length).toBeGreaterThan(4)
    for (const [name, value] of urls) expect(value, name).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(variables.ETCD_INITIAL_CLUSTER).toBe('controller=http://127.0.0.1:2380')
  })

  test('reads no certificate and no key, and asks for none', () => {
    expect(Object.keys(variables).filter((name) => /FILE|CERT|TLS|CIPHER/.test(name))).toEqual([])
  })
})

test('the page tells of the document what the file has', () => {
  const told = tableUnder(page, /^\| setting \|/).map(([name = '', value = '']) =>
    [name, value].flatMap(codeIn),
  )
  const values = { ...tutorialDocument.variables, ETCD_INITIAL_CLUSTER_TOKEN: tutorialDocument.token }
  expect(Object.fromEntries(told)).toEqual(values)
})

test('has the settings of the recommended cluster, and besides no JSON for web pages', async () => {
  const { tree: recommended } = await treeOf('three-node.yaml')
  const others = variablesIn(recommended.text('nodes/etcd-1/rootfs/etc/default/etcd'))
  expect(namesBeyond(variables, others)).toEqual(['ETCD_ENABLE_GRPC_GATEWAY'])
  expect(namesBeyond(others, variables).filter((name) => !/FILE|CERT/.test(name))).toEqual([])
  expect(page).toContain(`\`ETCD_ENABLE_GRPC_GATEWAY="${variables.ETCD_ENABLE_GRPC_GATEWAY}"\``)
  const alike = /QUOTA|COMPACTION|HEARTBEAT|ELECTION|PRE_VOTE|REQUEST|SNAPSHOT|GATES|LOG|METRICS/
  for (const name of Object.keys(others).filter((each) => alike.test(each)))
    expect(variables[name], name).toBe(others[name])
})

test('JSON can be turned on, and quorate warns of it', () => {
  const { value, diagnostics } = parseSpec(
    exampleText(example).replace('etcd:', 'etcd:\n  extraOptions: { enable-grpc-gateway: true }'),
  )
  expect(value).toBeDefined()
  expect(diagnostics.map(({ severity, pointer }) => ({ severity, pointer }))).toEqual([
    { severity: 'warning', pointer: '/etcd/extraOptions/enable-grpc-gateway' },
  ])
})

describe('the node', () => {
  test('has the programs, the directories and the unit of the document', () => {
    const paths = table.map(({ path }) => path)
    const { programs, directories } = tutorialDocument
    expect(paths).toEqual(expect.arrayContaining([...programs, ...directories, tutorialDocument.unit]))
  })

  test("keeps the data for etcd's account alone, with the mode of the document", () => {
    const { path, mode } = tutorialDocument.data
    expect(table).toContainEqual(expect.objectContaining({ path, mode, owner: 'etcd', kind: 'directory' }))
    expect(unit.split('\n')).toContain('User=etcd')
  })

  test('holds no certificate and no key, nor what waits for one', () => {
    expect(table.filter(({ kind }) => kind === 'certificate' || kind === 'key')).toEqual([])
    for (const name of tutorialDocument.unused)
      expect(table.map(({ path }) => path)).not.toContain(`/etc/etcd/${name}`)
    expect(tree.paths.filter((path) => /^(pki|secrets)\/|\.(crt|key)$|etcd-keys/.test(path))).toEqual([])
    expect(unit).not.toMatch(/etcd-keys|\.key|ConditionPathExists/)
  })

  test("needs nothing to be set for the document's own command", () => {
    expect(variablesIn(tree.text('nodes/controller/rootfs/etc/etcd/etcdctl.env'))).toEqual({})
    expect(page).toContain(tutorialDocument.memberList.join(' '))
  })

  test('is reached where the document copies to, and gets what lies ready here', () => {
    const inventory = load(tree.text('ansible/inventory.yml')) as {
      all: { children: { etcd: { hosts: Record<string, object>; vars: object } } }
    }
    const { hosts, vars } = inventory.all.children.etcd
    expect(hosts).toEqual({ controller: { ansible_host: 'server' } })
    expect(vars).toMatchObject({ ansible_user: 'root' })
    const { etcd } = load(exampleText(example)) as { etcd: { install: object } }
    expect(etcd.install).toEqual({
      method: 'staged',
      staging: { place: 'control-node', directory: '/srv/etcd' },
    })
  })
})

test.each([
  ['at another address', '127.0.0.1', '10.240.0.10', 'tls-off-address'],
  ['with another member', 'nodes:', 'nodes:\n  - { name: other, address: 10.240.0.11 }', 'tls-off-members'],
])('validate refuses plain HTTP %s', (_what, before, after, code) => {
  const { value, diagnostics } = parseSpec(exampleText(example).replace(before, after))
  expect(value).toBeUndefined()
  expect(diagnostics.map((each) => each.code)).toContain(code)
})
