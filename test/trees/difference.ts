import { diff, isDeepStrictEqual } from 'node:util'
import { byCodePoint } from '../../src/render/order.ts'
import type { Committed } from './committed.ts'
import type { Entry } from './tree.ts'

/** How many lines of difference a failing test shows, in all files together. */
const SHOWN_LINES = 40

/** A file whose change is shown has at least this many lines, however many files have changed. */
const LEAST_SHARE = 4

/**
 * Says how a tree differs from the committed one, for the message of a failing test: one line for each file, then the first
 * lines that differ, then how to accept the new tree.
 *
 * @returns an empty text where the trees are equal
 */
export function describeDifference(committed: Committed, rendered: Committed): string {
  const names: string[] = []
  const changes: { readonly path: string; readonly lines: readonly string[] }[] = []
  for (const path of changedPaths(committed, rendered)) {
    const [before, after] = [committed[path], rendered[path]]
    if (!after) names.push(`missing  ${path}`)
    else if (!before) names.push(`extra    ${path}`)
    else if (before.kind !== after.kind) names.push(`changed  ${path} (was ${before.kind}, is ${after.kind})`)
    else if ('content' in before && 'content' in after) {
      names.push(`changed  ${path}`)
      changes.push({ path, lines: changedLines(before, after) })
    } else if ('content' in before) names.push(`changed  ${path} (commit its digest, not its text)`)
    else if ('content' in after) names.push(`changed  ${path} (commit its text, not its digest)`)
    else names.push(`changed  ${path} (by its digest)`)
  }
  if (names.length === 0) return ''
  return [
    'The rendered tree is not the committed one:',
    ...names,
    '',
    ...excerpt(changes),
    'If the change is what you want: npm run accept, then read git diff.',
  ].join('\n')
}

/** The paths at which two trees differ, in order. */
export function changedPaths(one: Committed, other: Committed): string[] {
  const paths = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort(byCodePoint)
  return paths.filter((path) => !isDeepStrictEqual(one[path], other[path]))
}

/** The lines that only one of two texts has, marked as `diff` marks them. */
function changedLines(before: Entry, after: Entry): string[] {
  // `diff` gives 1 to what only its first text has, and -1 to what only its second has.
  const marks = { '1': '-', '-1': '+' } as const
  return diff(before.content.split('\n'), after.content.split('\n')).flatMap(([operation, line]) =>
    operation === 0 ? [] : [`${marks[operation]} ${line}`],
  )
}

/** The first lines of each change, in equal shares of what is shown. */
function excerpt(changes: readonly { readonly path: string; readonly lines: readonly string[] }[]): string[] {
  const share = Math.max(LEAST_SHARE, Math.floor(SHOWN_LINES / changes.length))
  let left = SHOWN_LINES
  const shown: string[] = []
  for (const { path, lines } of changes) {
    if (left === 0) break
    const first = lines.slice(0, Math.min(share, left))
    left -= first.length
    shown.push(path, ...first.map((line) => `  ${line}`))
    if (first.length < lines.length) shown.push(`  (${lines.length - first.length} more)`)
  }
  return shown.length > 0 ? [...shown, ''] : []
}
