import { X509Certificate } from 'node:crypto'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { newestPinned } from '../../../src/etcd/digests.ts'
import { minorOf, RECOMMENDED_VERSION } from '../../../src/etcd/releases.ts'
import { fillDefaults } from '../../../src/spec/defaults.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { codeIn, exampleText, linesOfTable, pageOf, tableUnder, treeOf, variablesIn } from './support.ts'

const example = 'three-node.yaml'
const { nodes, tree } = await treeOf(example)
const rows = tableUnder(pageOf(example), /^\| what \| field and default \|/)

const spec = () => {
  const { value, diagnostics } = parseSpec(exampleText(example))
  if (value === undefined) throw new Error(JSON.stringify(diagnostics))
  return { filled: fillDefaults(value), diagnostics }
}

test('the example says who the members and the clients are, and nothing else', () => {
  const written = load(exampleText(example)) as Record<string, unknown>
  expect(Object.keys(written).sort()).toEqual(['apiVersion', 'kind', 'name', 'nodes', 'tls'])
  expect(written.tls).toEqual({ clients: [{ name: 'kube-apiserver', kubernetes: true }] })
  for (const node of nodes) expect(Object.keys(node)).toEqual(['name', 'address'])
  expect(spec().diagnostics).toEqual([])
})

describe.each(rows.map((row) => [row[0] ?? '', row] as const))('%s', (_what, [, field = '', shows = '']) => {
  test('is a default', () => {
    for (const said of codeIn(field)) {
      const [path = '', value = ''] = said.split(': ')
      expect(valueAt(spec().filled, path), path).toEqual(load(value))
    }
  })

  test('shows where the page says', () => {
    const texts = tree.artifacts.map(({ path, text }) => `${path}\n${text}`).join('\n')
    expect(codeIn(shows).length).toBeGreaterThan(0)
    for (const said of codeIn(shows)) expect(texts).toContain(said)
  })
})

describe.each([...nodes])('$name', ({ name }) => {
  const variables = variablesIn(tree.text(`nodes/${name}/rootfs/etc/default/etcd`))
  const unit = tree.text(`nodes/${name}/rootfs/etc/systemd/system/etcd.service`).split('\n')

  test('runs the newest etcd of the recommended line that quorate proves', () => {
    const newest = RECOMMENDED_VERSION
    expect(newest).toBe(newestPinned(minorOf(newest)))
    const program = { path: '/usr/local/bin/etcd', content: `/opt/etcd/v${newest}/etcd` }
    expect(linesOfTable(tree, name)).toContainEqual(expect.objectContaining(program))
  })

  test('trusts one authority as a server and another as a peer', () => {
    const { ETCD_TRUSTED_CA_FILE: server = '', ETCD_PEER_TRUSTED_CA_FILE: peer = '' } = variables
    expect(server).not.toBe(peer)
    const inRoot = (path: string) => certificate(`nodes/${name}/rootfs${path}`)
    const [clientCa, peerCa] = [inRoot(server), inRoot(peer)]
    const { ETCD_CERT_FILE = '', ETCD_PEER_CERT_FILE = '' } = variables
    expect(isSigned(inRoot(ETCD_CERT_FILE), clientCa)).toBe(true)
    expect(isSigned(inRoot(ETCD_PEER_CERT_FILE), peerCa)).toBe(true)
    expect(isSigned(inRoot(ETCD_CERT_FILE), peerCa)).toBe(false)
  })

  test('runs in a sandbox, as an account of its own', () => {
    for (const line of [
      'User=etcd',
      'ReadWritePaths=/var/lib/etcd',
      'ProtectSystem=strict',
      'ProtectHome=true',
      'PrivateTmp=true',
      'PrivateDevices=true',
      'NoNewPrivileges=true',
      'CapabilityBoundingSet=',
      'MemoryDenyWriteExecute=true',
      'RestrictNamespaces=true',
      'SystemCallFilter=@system-service',
    ])
      expect(unit).toContain(line)
    expect(unit.filter((line) => line.startsWith('ReadWritePaths='))).toHaveLength(1)
  })

  test('checks for corruption, compacts, and is measured on loopback', () => {
    expect(variables).toMatchObject({
      ETCD_FEATURE_GATES: 'InitialCorruptCheck=true,CompactHashCheck=true',
      ETCD_AUTO_COMPACTION_MODE: 'periodic',
      ETCD_AUTO_COMPACTION_RETENTION: '1h',
      ETCD_LISTEN_METRICS_URLS: 'http://127.0.0.1:2381',
    })
  })
})

test('every certificate has a key of ECDSA on P-256', () => {
  const paths = tree.paths.filter((path) => /^pki\/.*\.crt$/.test(path))
  expect(paths.length).toBeGreaterThan(8)
  for (const path of paths) {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate(path).publicKey
    expect([asymmetricKeyType, asymmetricKeyDetails?.namedCurve], path).toEqual(['ec', 'prime256v1'])
  }
})

const certificate = (path: string) => new X509Certificate(tree.text(path))
const isSigned = (leaf: X509Certificate, authority: X509Certificate) => leaf.verify(authority.publicKey)

/** What a spec has at a path such as `etcd.ports.metrics`. */
function valueAt(root: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], root)
}
