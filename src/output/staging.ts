import { dirname, join } from 'node:path'
import { sha256 } from '../render/digest.ts'
import type { Artifact } from './artifact.ts'
import type { Disk } from './disk.ts'
import { JOURNAL, type Move, STAGING } from './journal.ts'
import { directoryInTheWay, isSecret, kindAt, makeDirectories } from './paths.ts'

/** How many files are written and synced at the same time. */
const SIDE_BY_SIDE = 64

/**
 * Writes every file next to its path, durably, and makes the directories that it needs: after that only renames
 * are left, which need no space.
 *
 * @returns what is to be moved where, in the order of the artifacts
 * @throws DiagnosticError where something is in the way; the disk's own errors, after all writes have stopped
 */
export async function stage(disk: Disk, folder: string, artifacts: readonly Artifact[]): Promise<Move[]> {
  const made = new Set<string>()
  makeDirectories(disk, folder, STAGING.open, made)
  const staged = artifacts.map((artifact, index) => {
    const { path, text } = artifact
    const staging = isSecret(path) ? STAGING.secret : STAGING.open
    makeDirectories(disk, folder, staging, made)
    makeDirectories(disk, folder, dirname(path), made)
    if (disk.inspect(join(folder, path))?.kind === 'directory') throw directoryInTheWay(join(folder, path))
    return { artifact, move: { from: `${staging}/${index}`, to: path, sha256: sha256(text) } }
  })
  for (let start = 0; start < staged.length; start += SIDE_BY_SIDE) {
    const writes = staged
      .slice(start, start + SIDE_BY_SIDE)
      .map(({ artifact: { text, mode }, move }) => disk.writeDurably(join(folder, move.from), text, mode))
    await Promise.allSettled(writes)
    await Promise.all(writes)
  }
  return staged.map(({ move }) => move)
}

/** Removes the staged files. Removes the journal first, because it is useless without them. */
export function discardStaging(disk: Disk, folder: string): void {
  if (kindAt(disk, folder, JOURNAL) === 'file') disk.removeFile(join(folder, JOURNAL))
  for (const directory of Object.values(STAGING)) {
    const kind = kindAt(disk, folder, directory)
    if (kind !== 'nothing' && kind !== 'astray') disk.removeTree(join(folder, directory))
  }
}
