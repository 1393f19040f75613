import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root, textOf } from './page.ts'

const rows = [...textOf('test/faults.md').matchAll(/^\| ([A-Z]\d+): .* \| (.*) \|$/gm)].map(
  ([, fault = '', tests = '']) => ({ fault, tests }),
)

test('test/faults.md has each fault once', () => {
  const faults = rows.map(({ fault }) => fault)
  expect(new Set(faults).size).toBe(faults.length)
  expect(faults.filter((fault) => fault.startsWith('A'))).toHaveLength(23)
  expect(faults.filter((fault) => fault.startsWith('B'))).toHaveLength(14)
  expect(faults.filter((fault) => fault.startsWith('S'))).toHaveLength(15)
  expect(faults.filter((fault) => fault.startsWith('D'))).toHaveLength(6)
})

test.each(rows)('the tests of $fault are where test/faults.md has them', ({ tests }) => {
  const named = [...tests.matchAll(/(\S+\.ts) "([^"]+)"/g)]
  expect(named).not.toEqual([])
  for (const [, file = '', words = ''] of named)
    expect(readFileSync(join(root, 'test', file), 'utf8'), file).toContain(words)
})
