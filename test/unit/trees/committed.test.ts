import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { sha256 } from '../../../src/render/digest.ts'
import { abbreviate, accept, type Place, readCommitted, readDigests } from '../../trees/committed.ts'
import { describeDifference } from '../../trees/difference.ts'
import type { Tree } from '../../trees/tree.ts'

const tree: Tree = {
  'README.md': { kind: 'file', content: 'read me\n' },
  'nodes/bootstrap.sh': { kind: 'executable', content: '#!/bin/sh\n' },
  'nodes/a/current': { kind: 'link', content: '../bootstrap.sh' },
  'nodes/a/files.txt': { kind: 'file', content: 'a table\n' },
}
const isShown = (path: string) => path === 'README.md' || path === 'nodes/a/current'
const want = abbreviate(tree, isShown)

let place: Place

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-committed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  place = { folder: join(folder, 'one'), digests: join(folder, 'digests.txt'), name: 'one' }
  accept(place, want)
})

test('an accepted tree is read as it was: texts, digests, modes and links', () => {
  expect(readCommitted(place)).toEqual(want)
  expect(readCommitted(place)['nodes/bootstrap.sh']).toEqual({
    kind: 'executable',
    sha256: sha256('#!/bin/sh\n'),
  })
})

test('accepting a tree again removes what it lost, and keeps the digests of other trees', () => {
  accept({ ...place, folder: `${place.folder}-two`, name: 'two' }, want)
  accept(place, abbreviate({ 'README.md': { kind: 'file', content: 'new\n' } }, isShown))
  expect(Object.keys(readCommitted(place))).toEqual(['README.md'])
  expect(Object.keys(readDigests(place.digests))).toEqual(['two'])
})

test('a file with its text and a digest is refused', () => {
  writeFileSync(join(place.folder, 'nodes/bootstrap.sh'), '#!/bin/sh\n')
  expect(() => readCommitted(place)).toThrow(/nodes\/bootstrap\.sh/)
})

describe('the difference from a rendered tree', () => {
  const { 'nodes/a/files.txt': _, ...withoutTable } = tree
  const rows: readonly [string, Tree, string][] = [
    [
      'a digest',
      { ...tree, 'nodes/a/files.txt': { kind: 'file', content: 'x' } },
      'changed  nodes/a/files.txt (by its digest)',
    ],
    [
      'the mode of a digest',
      { ...tree, 'nodes/a/files.txt': { kind: 'executable', content: 'a table\n' } },
      'changed  nodes/a/files.txt (was file, is executable)',
    ],
    ['an extra file', { ...tree, 'nodes/b': { kind: 'file', content: '' } }, 'extra    nodes/b'],
    ['a missing digest', withoutTable, 'missing  nodes/a/files.txt'],
  ]
  test.each(rows)('%s', (_, rendered, line) => {
    expect(describeDifference(readCommitted(place), abbreviate(rendered, isShown)).split('\n')[1]).toBe(line)
  })

  test('a text where only the digest belongs, and the other way round', () => {
    const said = describeDifference(
      readCommitted(place),
      abbreviate(tree, (path) => !isShown(path)),
    ).split('\n')
    expect(said).toContain('changed  README.md (commit its digest, not its text)')
    expect(said).toContain('changed  nodes/bootstrap.sh (commit its text, not its digest)')
  })
})
