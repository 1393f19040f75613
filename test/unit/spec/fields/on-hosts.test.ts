import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillDefaults } from '../../../../src/spec/defaults.ts'
import { parseSpec } from '../../../../src/spec/parse.ts'
import { leavesSpecs } from '../../../lab/leaves/clusters.ts'
import { LEAVES } from '../../../lab/leaves/table.ts'
import { leaves, valueAt } from './leaves.ts'

const digests = {
  mirror: 'http://10.240.0.1:8080',
  archive: '1'.repeat(64),
  fingerprint: Array(32).fill('A7').join(':'),
  programs: { etcd: '2'.repeat(64), etcdctl: '3'.repeat(64), etcdutl: '4'.repeat(64) },
}

test('every leaf of the schema has one row in test/lab/leaves/table.ts, and nothing else has', () => {
  const rows = LEAVES.map(({ leaf }) => leaf)
  expect(rows.toSorted()).toEqual(
    leaves()
      .map(({ pointer }) => pointer)
      .toSorted(),
  )
})

const checked = LEAVES.flatMap((row) => ('check' in row ? [row] : []))

test.each(checked)('$leaf is set on "$on", to another value than its default', ({ leaf, on }) => {
  const spec = leavesSpecs[on](digests)
  const value = valueAt(spec, leaf)
  expect(value).toBeDefined()
  const without = structuredClone(spec)
  const names = leaf.split('/').slice(1)
  const last = names.pop() ?? ''
  const section = names.reduce<unknown>((above, name) => (above as Record<string, unknown>)[name], without)
  delete (section as Record<string, unknown>)[last]
  expect(valueAt(fillDefaults(without as never), leaf)).not.toEqual(value)
})

test.each(Object.entries(leavesSpecs))('the spec "%s" is sound', (_, specOf) => {
  const { value, diagnostics } = parseSpec(JSON.stringify(specOf(digests)))
  expect(value, diagnostics.map(({ message }) => message).join('\n')).toBeDefined()
})

const elsewhere = LEAVES.flatMap((row) => ('scenario' in row ? [row] : []))

test.each(elsewhere)('$leaf is asserted by scenario $scenario', ({ scenario, shows }) => {
  const folder = join(import.meta.dirname, '../../../lab')
  const code = readFileSync(join(folder, `scenarios/${scenario}.ts`), 'utf8')
  const steps = [...code.matchAll(/from '\.\.\/(steps\/[\w-]+\.ts)'/g)].map(([, path = '']) =>
    readFileSync(join(folder, path), 'utf8'),
  )
  expect([code, ...steps].join('\n')).toContain(shows)
})
