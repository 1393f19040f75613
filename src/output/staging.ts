import { dirname, join } from 'node:path'
import { sha256 } from '../render/digest.ts'
import type { Artifact } from './artifact.ts'
import type { Disk } from './disk.ts'
import { JOURNAL, type Move, STAGING } from './journal.ts'
import { directoryInTheWay, isSecret, kindAt, makeDirectories } from './paths.ts'

/** How many files are written and synced at the same time. */
const SIDE_BY_SIDE = 64

/** Keeps Git away from what is staged, before any key is: a run may be killed, and its folder added to a repository. */
const IGNORE = '.gitignore'

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
  for (const directory of Object.values(STAGING).filter((each) => made.has(each))) {
    await disk.writeDurably(join(folder, directory, IGNORE), '*\n', 0o600)
    await disk.syncDirectory(join(folder, directory))
  }
  for (let start = 0; start < staged.length; start += SIDE_BY_SIDE) {
    const writes = staged
      .slice(start, start + SIDE_BY_SIDE)
      .map(({ artifact: { text, mode }, move }) => disk.writeDurably(join(folder, move.from), text, mode))
    await Promise.allSettled(writes)
    await Promise.all(writes)
  }
  return staged.map(({ move }) => move)
}

/**
 * Removes the staged files, and nothing else that may be in their directories. Removes the journal first, because it is
 * useless without them, and what keeps Git away last.
 */
export function discardStaging(disk: Disk, folder: string): void {
  for (const file of [JOURNAL, `${JOURNAL}.new`])
    if (kindAt(disk, folder, file) === 'file') disk.removeFile(join(folder, file))
  for (const directory of Object.values(STAGING)) {
    if (kindAt(disk, folder, directory) !== 'directory') continue
    const staged = disk.list(join(folder, directory)).filter((name) => /^\d+$/.test(name))
    for (const name of [...staged, IGNORE])
      if (isRemovable(kindAt(disk, folder, `${directory}/${name}`)))
        disk.removeFile(join(folder, directory, name))
    disk.removeEmptyDirectory(join(folder, directory))
  }
}

const isRemovable = (kind: ReturnType<typeof kindAt>): boolean => kind === 'file' || kind === 'other'
