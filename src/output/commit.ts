import { dirname, join } from 'node:path'
import { atRun, report } from '../diagnostics/report.ts'
import { DiagnosticError } from '../diagnostics/thrown.ts'
import { systemCode } from '../system-error.ts'
import type { Artifact } from './artifact.ts'
import type { Disk } from './disk.ts'
import { JOURNAL, type Journal, type Move, type Removal, readJournal, STAGING } from './journal.ts'
import { LARGEST_JSON } from './json.ts'
import { directoryInTheWay, holds, KEYS_GITIGNORE, kindAt, makeDirectories, notADirectory } from './paths.ts'
import { discardStaging, stage } from './staging.ts'
import { unfinished } from './thrown.ts'

/**
 * Writes files and removes others: all of it or nothing, also if the run is killed or the machine loses power. First it
 * writes and syncs all new files to a staging directory. Then it renames a journal into place. Before that rename the tree
 * has not changed. After it, the next run that enters the folder completes the rest (`recover`).
 *
 * Power cuts: ext4, xfs and btrfs keep the order of renames, and a rename is atomic. They do not promise that a file has
 * its content before it is synced, so every staged file and the journal are synced. POSIX does not promise the order of
 * renames either, so directories are synced where the order matters; file systems that keep the order do that quickly.
 * New directories for the files are not synced, because `recover` makes them again.
 *
 * @param artifacts what is to be written, in the order in which the files are moved to their paths
 * @throws DiagnosticError where something is in the way, and the disk's own errors: then nothing has changed. Also
 *   DiagnosticError where the disk fails while the tree is half written
 */
export async function commit(
  disk: Disk,
  folder: string,
  artifacts: readonly Artifact[],
  remove: readonly Removal[],
): Promise<void> {
  let journal: Journal
  try {
    journal = { journalVersion: 1, move: await stage(disk, folder, artifacts), remove }
    await writeJournal(disk, folder, journal)
  } catch (error) {
    tidyUp(disk, folder)
    throw error
  }
  await carryOut(disk, folder, journal)
}

async function writeJournal(disk: Disk, folder: string, journal: Journal): Promise<void> {
  const { open, secret } = STAGING
  await syncDirectories(disk, folder, [secret, dirname(secret), open, '.'])
  const file = join(folder, JOURNAL)
  await disk.writeDurably(`${file}.new`, `${JSON.stringify(journal, null, 2)}\n`, 0o644)
  disk.rename(`${file}.new`, file)
}

/**
 * Completes what an interrupted run had begun. Call it before anything in the folder is read.
 *
 * @throws DiagnosticError where the journal is not valid, or staged files are missing or changed: then nothing has
 *   changed. Also DiagnosticError where the disk fails again
 */
export async function recover(disk: Disk, folder: string): Promise<void> {
  const staging = kindAt(disk, folder, STAGING.open)
  if (staging === 'nothing') return
  if (staging !== 'directory') throw notADirectory(join(folder, STAGING.open))
  const found = kindAt(disk, folder, JOURNAL)
  if (found === 'nothing') return
  const file = join(folder, JOURNAL)
  const isReadable = found === 'file' && (disk.inspect(file)?.size ?? 0) <= LARGEST_JSON
  const journal = isReadable ? readJournal(disk.readText(file) ?? '') : undefined
  if (!journal) {
    const parameters = { journal: file, staging: STAGED }
    throw new DiagnosticError(report('journal-unreadable', atRun, parameters))
  }
  for (const move of journal.move) checkMove(disk, folder, move)
  for (const { path } of journal.remove) {
    if (kindAt(disk, folder, path) === 'astray') throw leadsAstray(folder, path)
  }
  const made = new Set<string>()
  try {
    for (const { from, to } of journal.move) {
      makeDirectories(disk, folder, dirname(to), made)
      // A folder that was copied has the modes of the copy.
      const mode = disk.inspect(join(folder, from))?.mode ?? 0
      if (dirname(from) === STAGING.secret && (mode & 0o077) !== 0) {
        disk.changeMode(join(folder, from), 0o600)
      }
    }
  } catch (error) {
    throw unfinished(error, folder)
  }
  await carryOut(disk, folder, journal)
}

/** Safe to run again: an interrupted run may have done some of the steps. */
async function carryOut(disk: Disk, folder: string, { move, remove }: Journal): Promise<void> {
  try {
    await disk.syncDirectory(join(folder, STAGING.open))
    for (const [index, { from, to }] of move.entries()) {
      // Git may add what is moved before this file by the old rules only, and what is moved after it by the new ones.
      if (to === KEYS_GITIGNORE) await syncDirectories(disk, folder, directoriesOf(move.slice(0, index)))
      if (disk.inspect(join(folder, from))) disk.rename(join(folder, from), join(folder, to))
      if (to === KEYS_GITIGNORE) await syncDirectories(disk, folder, [dirname(to), '.'])
    }
    for (const { path, sha256: digest } of remove) {
      const file = join(folder, path)
      if (kindAt(disk, folder, path) === 'file') {
        if (!holds(disk, file, digest)) continue
        disk.removeFile(file)
      }
      for (const parent of parentsOf(path)) disk.removeEmptyDirectory(join(folder, parent))
    }
    const removed = remove.map(({ path }) => dirname(path))
    await syncDirectories(disk, folder, [...directoriesOf(move), ...removed])
    disk.removeFile(join(folder, JOURNAL))
  } catch (error) {
    throw unfinished(error, folder)
  }
  tidyUp(disk, folder)
}

/** Removes what is left of a run that has failed or is done. If the disk fails here, the next run does it. */
function tidyUp(disk: Disk, folder: string): void {
  try {
    discardStaging(disk, folder)
  } catch (error) {
    systemCode(error)
  }
}

function checkMove(disk: Disk, folder: string, { from, to, sha256: digest }: Move): void {
  const kinds = { from: kindAt(disk, folder, from), to: kindAt(disk, folder, to) }
  if (kinds.to === 'astray') throw leadsAstray(folder, to)
  if (kinds.to === 'directory') throw directoryInTheWay(join(folder, to))
  if (kinds.from === 'file' && holds(disk, join(folder, from), digest)) return
  if (kinds.from === 'nothing' && kinds.to === 'file' && holds(disk, join(folder, to), digest)) return
  throw new DiagnosticError(
    kinds.from === 'nothing'
      ? report('staged-file-missing', atRun, { path: join(folder, to), from, staging: STAGED })
      : report('staged-file-altered', atRun, { path: to, from: join(folder, from), staging: STAGED }),
  )
}

function leadsAstray(folder: string, path: string): DiagnosticError {
  const parameters = { journal: join(folder, JOURNAL), path, staging: STAGED }
  return new DiagnosticError(report('journal-outside', atRun, parameters))
}

const directoriesOf = (moves: readonly Move[]): string[] => moves.map(({ to }) => dirname(to))

/** Both directories of files that wait to be moved into place. */
const STAGED = [STAGING.open, STAGING.secret]

/** Syncs those directories that exist: removing a file may have removed its directory. */
async function syncDirectories(disk: Disk, folder: string, paths: readonly string[]): Promise<void> {
  const directories = [...new Set(paths)]
    .map((path) => join(folder, path))
    .filter((directory) => disk.inspect(directory))
  const syncs = directories.map((directory) => disk.syncDirectory(directory))
  await Promise.allSettled(syncs)
  await Promise.all(syncs)
}

function parentsOf(path: string): string[] {
  const parent = dirname(path)
  return parent === '.' ? [] : [parent, ...parentsOf(parent)]
}
