import { join } from 'node:path'
import type { Artifact } from './artifact.ts'
import { commit } from './commit.ts'
import { type ComparedFile, compareFiles } from './compare.ts'
import type { Disk } from './disk.ts'
import type { Removal } from './journal.ts'
import { LOCK_FILE, type Lock } from './lock.ts'
import { holds, isIrreplaceable, isSecret, KEYS_GITIGNORE, kindAt, notADirectory } from './paths.ts'
import { isPlace } from './places.ts'
import { asTree } from './tree.ts'

/** What writing files did, by path. */
export type WrittenFiles = {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
}

/** What writing a tree did, by path. */
export type Written = WrittenFiles & {
  /** No longer part of the tree, and removed. */
  readonly removed: readonly string[]
  /** No longer part of the tree, but kept: keys, and files that somebody has changed. */
  readonly kept: readonly string[]
}

/**
 * Writes a tree into a folder: all of it or nothing. A full disk leaves everything as it was. If a run is killed, the
 * folder is as it was, or the next run completes it (`commit`). Files that have not changed are not written.
 *
 * @param folder an existing directory, entered by `inFolder`
 * @param tree every file, the lock among them, compared with what is there
 * @param previous the lock of the previous run: files that it lists and the tree lacks are removed
 * @throws DiagnosticError where something is in the way, or the disk failed half-way; the disk's own errors before that
 */
export async function writeTree(
  disk: Disk,
  folder: string,
  tree: readonly ComparedFile[],
  previous: Lock | undefined,
): Promise<Written> {
  const { remove, kept } = leftOver(disk, folder, tree, previous)
  const written = await write(disk, folder, tree, remove)
  return { ...written, removed: remove.map(({ path }) => path), kept }
}

/**
 * Writes some files of a folder, all of them or none, like `writeTree`, and nothing else: for a PKI that is not complete
 * yet. A lock that is there is not updated.
 *
 * @throws as `writeTree`
 */
export function writeFiles(
  disk: Disk,
  folder: string,
  artifacts: readonly Artifact[],
): Promise<WrittenFiles> {
  return write(disk, folder, compareFiles(disk, folder, asTree(artifacts)), [])
}

async function write(
  disk: Disk,
  folder: string,
  files: readonly ComparedFile[],
  remove: readonly Removal[],
): Promise<WrittenFiles> {
  const astray = files.find(({ kind }) => kind === 'astray')
  if (astray) throw notADirectory(join(folder, strayed(disk, folder, astray.artifact.path)))
  const pending = files
    .filter(({ isSame }) => !isSame)
    .map(({ artifact }) => artifact)
    .sort((one, other) => writeOrder(one) - writeOrder(other))
  if (pending.length > 0 || remove.length > 0) await commit(disk, folder, pending, remove)
  const pathsOf = (isWanted: (file: ComparedFile) => boolean) =>
    files.filter(isWanted).map(({ artifact }) => artifact.path)
  return {
    created: pathsOf(({ kind }) => kind === 'nothing'),
    updated: pathsOf(({ kind, isSame }) => kind !== 'nothing' && !isSame),
    unchanged: pathsOf(({ isSame }) => isSame),
  }
}

/** The first part of a path that is not a directory, and should be. */
function strayed(disk: Disk, folder: string, path: string): string {
  const parts = path.split('/')
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  return above.find((each) => kindAt(disk, folder, each) !== 'directory') ?? path
}

/**
 * Keys before the certificates that need them, CAs before what they sign, the lock after all that it lists. What keeps Git
 * away from plain keys comes before them, and what lets Git have encrypted keys after them.
 */
function writeOrder({ path, text }: Artifact): number {
  if (path === KEYS_GITIGNORE) return text === '*\n' ? -1 : 3
  if (isSecret(path)) return 0
  if (path.startsWith('pki/')) return path.split('/').length === 2 ? 1 : 2
  return path === LOCK_FILE ? 4 : 3
}

/** The files that only the previous tree had. A lock may have been edited, so only places of a tree count. */
function leftOver(
  disk: Disk,
  folder: string,
  tree: readonly ComparedFile[],
  previous: Lock | undefined,
): { remove: Removal[]; kept: string[] } {
  const present = new Set(tree.map(({ artifact }) => artifact.path))
  const remove: Removal[] = []
  const kept: string[] = []
  for (const [path, digest] of Object.entries(previous?.files ?? {})) {
    if (present.has(path) || !isPlace(path) || kindAt(disk, folder, path) !== 'file') continue
    const mayGo = !isIrreplaceable(path) && holds(disk, join(folder, path), digest)
    if (mayGo) remove.push({ path, sha256: digest })
    else kept.push(path)
  }
  return { remove, kept }
}
