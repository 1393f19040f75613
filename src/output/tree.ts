import { byCodePoint } from '../render/order.ts'
import type { Artifact } from './artifact.ts'

/**
 * The artifacts in the order of their paths. A path that is written twice, leaves the tree or shows a secret is
 * a bug, so it throws.
 */
export function asTree(artifacts: readonly Artifact[]): Artifact[] {
  const sorted = artifacts.toSorted((one, other) => byCodePoint(one.path, other.path))
  for (const [index, { path, mode, text }] of sorted.entries()) {
    if (!isTreePath(path)) throw new Error(`${path} is no path inside of the tree`)
    if (sorted[index + 1]?.path === path) throw new Error(`${path} would be written twice`)
    const secret = path.startsWith('secrets/')
    if (secret ? (mode & 0o077) !== 0 : text.includes('PRIVATE KEY-----')) {
      throw new Error(`${path} would show a secret`)
    }
  }
  return sorted
}

/** Whether a path is inside a tree's folder, whatever is there. */
export function isTreePath(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}
