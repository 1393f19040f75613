import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { validate } from '../../../../src/generated/validate-spec.js'
import { fillDefaults } from '../../../../src/spec/defaults.ts'
import type { Spec } from '../../../../src/spec/spec.types.ts'
import { people } from '../../secrets/support.ts'
import { candidates, type Leaf, leaves, valueAt, withValue } from './leaves.ts'
import { outcomeOf } from './outcome.ts'

/** Everything that a field may need beside it, as far as one spec can have it. */
const BASE = {
  apiVersion: 'quorate/v1',
  kind: 'EtcdCluster',
  name: 'lab',
  nodes: ['a', 'b', 'c'].map((name, index) => ({ name, address: `10.0.0.${index + 1}` })),
  clientHosts: [{ name: 'cp-1', ansible: { host: '10.0.0.21' } }],
  tls: {
    algorithm: 'rsa-2048',
    clients: [{ name: 'kube-apiserver', kubernetes: true, install: { hosts: ['cp-1'] } }],
  },
}

const NAMED = BASE.nodes.map((node) => ({ ...node, peer: { advertise: `${node.name}.example.net` } }))

/** Fields that have an effect only beside others: by their pointer, or that of a section; what stands beside them. */
const BESIDE: readonly (readonly [pointer: string, beside: Readonly<Record<string, unknown>>])[] = [
  ['/nodes/0/macAddress', { '/cloudInit/network/interface': 'ens3' }],
  ['/nodes/0/deleteData', { '/nodes/0/state': 'absent' }],
  ['/etcd/discovery', { '/nodes': NAMED }],
  ['/etcd/discovery/name', { '/etcd/discovery/srv': 'example.net' }],
  ['/etcd/install/packages', { '/etcd/version': '3.5.16', '/etcd/install/method': 'package' }],
  [
    '/etcd/install/staging',
    { '/etcd/install/method': 'staged', '/etcd/install/staging/directory': '/srv/etcd' },
  ],
  ['/etcd/paths/configurationFile', { '/etcd/style': 'file' }],
  ['/etcd/tuning/compactionRevisions', { '/etcd/tuning/compaction': 'revision' }],
  ['/tls/files/authority', { '/tls/layout': 'single-ca' }],
  ['/tls/files/member', { '/tls/layout': 'shared-certificate' }],
  ['/secrets/vaultId', { '/secrets/encryption': 'ansible-vault' }],
  ['/secrets/recipients', { '/secrets/encryption': 'age', '/secrets/recipients': [people[0].recipient] }],
]

/** Values of fields for which neither the schema nor the common ones of `candidates` have another valid one. */
const VALUES: Readonly<Record<string, unknown>> = {
  '/etcd/paths/configurationFile': '/etc/etcd/other.yml',
  '/secrets/recipients': [people[1].recipient],
}

const TRAP = 'See CONTRIBUTING.md, "Add a field"'

test.each(leaves())('$pointer changes a file or draws a diagnostic', async (leaf) => {
  const { pointer } = leaf
  const base = baseOf(leaf)
  const before = await outcomeOf(base)
  expect(before.isSound, `${pointer}: the spec without it is not sound: ${before.diagnostics}`).toBe(true)
  const others = valid(leaf, base)
  expect(
    others,
    `${pointer}: no other valid value is known. Add an example to the schema, or a row to VALUES here. ${TRAP}.`,
  ).not.toEqual([])
  const tried = []
  for (const value of others) {
    const after = await outcomeOf(withValue(base, pointer, value))
    const differs = !isDeepStrictEqual(after, before)
    tried.push({ value, differs, isSound: after.isSound })
    if (differs && after.isSound) break
  }
  // A rule that refuses a value says nothing of what the field does, so values count that are accepted, if there are any.
  const accepted = tried.filter(({ isSound }) => isSound)
  const counted = accepted.length > 0 ? accepted : tried
  const texts = counted.map(({ value }) => JSON.stringify(value)).join(', ')
  expect(
    counted.some(({ differs }) => differs),
    `${pointer}: none of the values ${texts} changes a file or draws a diagnostic. Take the field over in src/cluster/ and ` +
      `print it in src/node/ or src/emit/; if it has an effect only beside another field, add a row to BESIDE here. ${TRAP}.`,
  ).toBe(true)
})

/** The spec in which a leaf is to have an effect. */
function baseOf({ pointer }: Leaf): object {
  const rows = BESIDE.filter(([place]) => pointer === place || pointer.startsWith(`${place}/`))
  const patches = rows.flatMap(([, beside]) => Object.entries(beside))
  const base = patches.reduce<object>((spec, [place, value]) => withValue(spec, place, value), BASE)
  // Where the section of the leaf can be there without it, it is, so that only the leaf makes a difference.
  const filled = withValue(base, pointer, undefined)
  return validate(filled) ? filled : base
}

/** The values of a leaf that the schema takes and that differ from what the leaf is in a spec. */
function valid(leaf: Leaf, base: object): readonly unknown[] {
  const { pointer } = leaf
  const present = JSON.stringify(valueAt(fillDefaults(base as Spec), pointer))
  const values = pointer in VALUES ? [VALUES[pointer]] : candidates(leaf)
  return values.filter(
    (value) => JSON.stringify(value) !== present && validate(withValue(base, pointer, value)),
  )
}

test('the tables name leaves or sections of the schema alone', () => {
  const known = leaves().map(({ pointer }) => pointer)
  const named = [...BESIDE.map(([pointer]) => pointer), ...Object.keys(VALUES)]
  expect(
    named.filter((name) => !known.some((pointer) => pointer === name || pointer.startsWith(`${name}/`))),
  ).toEqual([])
})

test('the same spec has the same outcome, so that a difference is an effect', async () => {
  expect(await outcomeOf(BASE)).toEqual(await outcomeOf(structuredClone(BASE)))
})
