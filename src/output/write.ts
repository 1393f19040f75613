import { dirname, join } from 'node:path'
import { sha256 } from '../render/digest.ts'
import type { Artifact } from './artifact.ts'
import type { Disk } from './disk.ts'
import { LOCK_FILE, type Lock } from './lock.ts'
import { Refusal } from './refusal.ts'

/** What writing a tree did, by path. */
export type Written = {
  readonly created: readonly string[]
  readonly updated: readonly string[]
  readonly unchanged: readonly string[]
  /** No longer part of the tree, and removed. */
  readonly removed: readonly string[]
  /** No longer part of the tree, but kept: keys, and files that somebody has changed. */
  readonly kept: readonly string[]
}

/** Where files wait until all of them are written: keys under secrets/, as everything that holds one. */
export const STAGING = { open: '.staging', secret: 'secrets/.staging' }

/**
 * Makes a folder hold a tree. Every file is first written beside its place; only when all of them are on the disk do
 * they take their places, keys first and the lock last. So a disk that is full leaves everything as it was, and a run
 * that is ended at any moment leaves whole files, which the next run completes.
 *
 * @param folder an existing directory
 * @param tree every file, the lock among them
 * @param previous the lock that lay there before: what it lists and the tree lacks is removed
 * @throws the disk's own errors
 */
export async function writeTree(
  disk: Disk,
  folder: string,
  tree: readonly Artifact[],
  previous: Lock | undefined,
): Promise<Written> {
  const changes = tree.map((artifact) => ({ artifact, change: compare(disk, folder, artifact) }))
  const pending = changes
    .filter(({ change }) => change !== 'unchanged')
    .map(({ artifact }) => artifact)
    .sort((one, other) => turn(one) - turn(other))
  discardStaging(disk, folder)
  if (pending.length > 0) {
    try {
      const staged = await stage(disk, folder, pending)
      for (const { from, to } of staged) disk.rename(from, to)
    } finally {
      discardStaging(disk, folder)
    }
  }
  const pathsOf = (wanted: string) =>
    changes.filter(({ change }) => change === wanted).map(({ artifact }) => artifact.path)
  return {
    created: pathsOf('created'),
    updated: pathsOf('updated'),
    unchanged: pathsOf('unchanged'),
    ...prune(disk, folder, tree, previous),
  }
}

function compare(
  disk: Disk,
  folder: string,
  { path, mode, text }: Artifact,
): 'created' | 'updated' | 'unchanged' {
  const place = join(folder, path)
  const found = disk.look(place)
  if (!found) return 'created'
  // The mode of a public file is its owner's business (umask, Git); that of a secret is ours.
  const modeFits = (mode & 0o077) !== 0 || found.mode === mode
  return found.kind === 'file' && modeFits && disk.readText(place) === text ? 'unchanged' : 'updated'
}

/** Keys before the certificates that need them, authorities before what they sign, the lock after all that it lists. */
function turn({ path }: Artifact): number {
  if (path.startsWith('secrets/')) return 0
  if (path.startsWith('pki/')) return path.split('/').length === 2 ? 1 : 2
  return path === LOCK_FILE ? 4 : 3
}

type Staged = { readonly from: string; readonly to: string }

/** Keys make their way to the disk itself side by side, while the other files are written. */
async function stage(disk: Disk, folder: string, artifacts: readonly Artifact[]): Promise<Staged[]> {
  const made = new Set<string>()
  const keys: Promise<void>[] = []
  try {
    return artifacts.map(({ path, mode, text }, index) => {
      const secret = path.startsWith('secrets/')
      const staging = secret ? STAGING.secret : STAGING.open
      makeDirectories(disk, folder, staging, made)
      makeDirectories(disk, folder, dirname(path), made)
      const from = join(folder, staging, String(index))
      if (secret) keys.push(disk.writeDurably(from, text, mode))
      else disk.writeNew(from, text, mode)
      return { from, to: join(folder, path) }
    })
  } finally {
    await Promise.allSettled(keys)
    await Promise.all(keys)
  }
}

/** Makes a path of directories under the folder, one by one: a link among them could lead out of it. */
function makeDirectories(disk: Disk, folder: string, path: string, made: Set<string>): void {
  let place = ''
  for (const part of path.split('/').filter((each) => each !== '.')) {
    place = place === '' ? part : `${place}/${part}`
    if (made.has(place)) continue
    made.add(place)
    const mode = place === 'secrets' || place.startsWith('secrets/') ? 0o700 : 0o755
    const found = disk.look(join(folder, place))
    if (!found) disk.makeDirectory(join(folder, place), mode)
    else if (found.kind !== 'directory') throw notADirectory(join(folder, place))
    else if (mode === 0o700 && found.mode !== mode) disk.changeMode(join(folder, place), mode)
  }
}

function notADirectory(path: string): Refusal {
  return new Refusal(
    `${path} is no directory.`,
    'Move it away: the tree needs a directory there, and follows no link.',
  )
}

function discardStaging(disk: Disk, folder: string): void {
  for (const place of Object.values(STAGING)) {
    if (disk.look(join(folder, place))) disk.removeTree(join(folder, place))
  }
}

function prune(disk: Disk, folder: string, tree: readonly Artifact[], previous: Lock | undefined) {
  const present = new Set(tree.map(({ path }) => path))
  const removed: string[] = []
  const kept: string[] = []
  for (const [path, digest] of Object.entries(previous?.files ?? {})) {
    if (present.has(path) || !liesInside(disk, folder, path)) continue
    const place = join(folder, path)
    if (path.startsWith('secrets/') || sha256(disk.readText(place) ?? '') !== digest) {
      kept.push(path)
      continue
    }
    disk.removeFile(place)
    removed.push(path)
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      disk.removeEmptyDirectory(join(folder, parent))
    }
  }
  return { removed, kept }
}

/** Whether a path of a lock, which anybody may have edited, is a file of the folder, reached through no link. */
function liesInside(disk: Disk, folder: string, path: string): boolean {
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return false
  return parts.every((_, index) => {
    const kind = disk.look(join(folder, ...parts.slice(0, index + 1)))?.kind
    return kind === (index === parts.length - 1 ? 'file' : 'directory')
  })
}
