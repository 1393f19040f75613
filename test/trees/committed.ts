import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'
import { sha256 } from '../../src/render/digest.ts'
import { byCodePoint } from '../../src/render/order.ts'
import { describeDifference } from './difference.ts'
import { type Entry, readTree, type Tree, writeTree } from './tree.ts'

/** A file of which only the digest is committed. */
export type Digest = { readonly kind: Entry['kind']; readonly sha256: string }

/** A tree as it is committed: each file with its text or with its digest. */
export type Committed = Readonly<Record<string, Entry | Digest>>

/** Where a tree is committed: some files in a folder, and a line for each other file in a list of digests. */
export type Place = { readonly folder: string; readonly digests: string; readonly name: string }

/** Whether `npm run accept` runs: then rendered trees replace the committed ones. */
export const accepting = process.env.ACCEPT === '1'

/**
 * Fails the test unless a rendered tree is the committed one: every file byte for byte, no file missing and none extra. With
 * `npm run accept` it commits the rendered tree instead.
 *
 * @param isShown whether a file is committed with its text
 */
export function expectCommitted(place: Place, rendered: Tree, isShown: (path: string) => boolean): void {
  const wanted = abbreviate(rendered, isShown)
  if (accepting) accept(place, wanted)
  const difference = describeDifference(readCommitted(place), wanted)
  if (difference) expect.fail(difference)
}

/** A tree in which the files that are not shown have only their digests. */
export function abbreviate(tree: Tree, isShown: (path: string) => boolean): Committed {
  const entries = Object.entries(tree).map(([path, entry]) => {
    const { kind, content } = entry
    return [path, isShown(path) ? entry : { kind, sha256: sha256(content) }] as const
  })
  return Object.fromEntries(entries)
}

/** The committed tree. Throws where a file has its text and a digest. */
export function readCommitted({ folder, digests, name }: Place): Committed {
  const shown = readTree(folder)
  const others = readDigests(digests)[name] ?? {}
  const twice = Object.keys(others).filter((path) => path in shown)
  if (twice.length > 0) throw new Error(`${digests} has digests of files that are in ${folder}: ${twice}`)
  return { ...others, ...shown }
}

/** Commits a tree in place of the one that is committed. */
export function accept({ folder, digests, name }: Place, tree: Committed): void {
  const entries = Object.entries(tree)
  const shown = entries.flatMap(([path, entry]) => ('content' in entry ? [[path, entry] as const] : []))
  const others = entries.flatMap(([path, entry]) => ('sha256' in entry ? [[path, entry] as const] : []))
  writeTree(folder, Object.fromEntries(shown))
  writeDigests(digests, { ...readDigests(digests), [name]: Object.fromEntries(others) })
}

type Digests = Readonly<Record<string, Readonly<Record<string, Digest>>>>

/** Reads a list of digests: by the name of the tree, then by the path of the file. */
export function readDigests(file: string): Digests {
  const trees: Record<string, Record<string, Digest>> = {}
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const [, kind, digest, name, path] = /^(\w+) +([0-9a-f]{64}) +([^/]+)\/(.+)$/.exec(line) ?? []
    if (!kind || !digest || !name || !path) throw new Error(`${file}: ${line}`)
    trees[name] = { ...trees[name], [path]: { kind: kind as Entry['kind'], sha256: digest } }
  }
  return trees
}

/** Writes a list of digests, one file a line. */
export function writeDigests(file: string, trees: Digests): void {
  const lines = Object.entries(trees).flatMap(([name, files]) =>
    Object.entries(files).map(([path, { kind, sha256 }]) => ({ place: `${name}/${path}`, kind, sha256 })),
  )
  lines.sort((one, other) => byCodePoint(one.place, other.place))
  writeFileSync(
    file,
    lines.map(({ place, kind, sha256 }) => `${kind.padEnd(10)} ${sha256} ${place}\n`).join(''),
  )
}
