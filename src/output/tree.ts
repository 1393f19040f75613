import { byCodePoint } from '../render/order.ts'
import type { Artifact } from './artifact.ts'
import { isSecret } from './paths.ts'
import { isPlace } from './places.ts'

/** The artifacts in the order of their paths. */
export function inOrder(artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.toSorted((one, other) => byCodePoint(one.path, other.path))
}

/**
 * The artifacts in the order of their paths. A path that is written twice, is not a place of a tree, or
 * shows a secret is a bug, so it throws.
 */
export function asTree(artifacts: readonly Artifact[]): Artifact[] {
  const sorted = inOrder(artifacts)
  for (const [index, { path, mode, text }] of sorted.entries()) {
    if (!isPlace(path)) throw new Error(`${path} is not a path of src/output/places.ts`)
    if (sorted[index + 1]?.path === path) throw new Error(`${path} would be written twice`)
    const secret = isSecret(path)
    if (secret ? (mode & 0o077) !== 0 : text.includes('PRIVATE KEY-----')) {
      throw new Error(`${path} would show a secret`)
    }
  }
  return sorted
}
