import { expect, test } from 'vitest'
import { accepting, expectCommitted, readDigests, writeDigests } from '../trees/committed.ts'
import { cases, digests, renderCase, renderFull } from './trees.ts'

const full = await renderFull()

test.each(cases)('%s: the whole tree', async (name) => {
  const { place, tree, isShown } = await renderCase(name, full)
  expectCommitted(place, tree, isShown)
})

test('digests.txt has no lines of cases that are gone', () => {
  const trees = Object.entries(readDigests(digests))
  if (accepting) writeDigests(digests, Object.fromEntries(trees.filter(([name]) => cases.includes(name))))
  else expect(trees.map(([name]) => name).filter((name) => !cases.includes(name))).toEqual([])
})
