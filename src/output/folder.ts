import { dirname, join, resolve } from 'node:path'
import { atRun, report } from '../diagnostics/report.ts'
import { DiagnosticError } from '../diagnostics/thrown.ts'
import { codeOf } from '../system-error.ts'
import { recover } from './commit.ts'
import type { Disk } from './disk.ts'
import { STAGING } from './journal.ts'
import { LARGEST_JSON } from './json.ts'
import { LOCK_FILE, type Lock, readLock } from './lock.ts'
import { type Entry, enter, RUN_LOCK } from './run-lock.ts'
import { discardStaging } from './staging.ts'

/** What may be in a folder without a lock: an imported PKI, and what an interrupted run left. */
const BEFORE_THE_LOCK: readonly string[] = ['pki', 'secrets', STAGING.open, RUN_LOCK]

/**
 * Makes a cluster's folder, if it is missing, and works in it while no other run can. What an interrupted run left
 * there is first completed or removed, so that `work` finds a whole tree.
 *
 * @param work gets the lock of the tree that is there, undefined where there is none yet
 * @throws DiagnosticError where another run holds the lock, the folder is not quorate's, or what was left cannot be
 *   completed; the disk's own errors; whatever `work` throws
 */
export async function inFolder<Result>(
  disk: Disk,
  folder: string,
  work: (previous: Lock | undefined) => Promise<Result>,
): Promise<Result> {
  refuseNestedFolder(disk, folder)
  const made: string[] = []
  const entry = takeLock(disk, folder, made)
  if ('holder' in entry) {
    const { holder, file } = entry
    throw new DiagnosticError(report('folder-in-use', atRun, { folder, ...holder, file }))
  }
  if ('strange' in entry) {
    const { strange: file } = entry
    throw new DiagnosticError(report('run-lock-strange', atRun, { file }))
  }
  const leave = () => {
    entry.leave()
    disk.removeEmptyDirectory(folder)
    // A run that had nothing to write leaves nothing behind.
    for (const each of made.toReversed()) disk.removeEmptyDirectory(each)
  }
  let result: Result
  try {
    await recover(disk, folder)
    const previous = previousLock(disk, folder)
    discardStaging(disk, folder)
    result = await work(previous)
  } catch (error) {
    // The disk may fail again here. The first error is the one to report.
    try {
      leave()
    } catch {}
    throw error
  }
  leave()
  return result
}

/**
 * Makes the folder, and takes its lock.
 *
 * @param made gets the directories that were missing, the outermost first
 */
function takeLock(disk: Disk, folder: string, made: string[]): Entry {
  for (let attempt = 1; ; attempt++) {
    made.push(...disk.makeDirectories(folder))
    try {
      return enter(disk, folder)
    } catch (error) {
      // A run that had nothing to write may just have removed the folder that it had made.
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error
    }
  }
}

function previousLock(disk: Disk, folder: string): Lock | undefined {
  const file = join(folder, LOCK_FILE)
  const found = disk.inspect(file)
  if (!found) {
    refuseForeignFolder(disk, folder)
    return undefined
  }
  if (found.kind !== 'file') throw new DiagnosticError(report('lock-special', atRun, { lock: file }))
  const lock = found.size > LARGEST_JSON ? undefined : readLock(disk.readText(file) ?? '')
  if (lock) return lock
  throw new DiagnosticError(report('lock-unreadable', atRun, { lock: file }))
}

/** A cluster inside another cluster's folder was generated from the wrong directory, and would get a second PKI. */
function refuseNestedFolder(disk: Disk, folder: string): void {
  const absolute = resolve(folder)
  for (let above = dirname(absolute); above !== dirname(above); above = dirname(above)) {
    if (disk.inspect(join(above, LOCK_FILE)) === undefined) continue
    throw new DiagnosticError(report('folder-nested', atRun, { folder, above }))
  }
}

/** A folder with other files is left alone, because a tree could replace some of them. */
function refuseForeignFolder(disk: Disk, folder: string): void {
  const names = disk.list(folder)
  // A first run on a full disk leaves empty directories.
  const foreign = names.filter(
    (name) =>
      !BEFORE_THE_LOCK.includes(name) &&
      // Keys that wait for their certificates have a .gitignore next to them.
      !(name === '.gitignore' && names.includes('secrets')) &&
      !name.startsWith(`${RUN_LOCK}.`) &&
      holdsFiles(disk, join(folder, name)),
  )
  if (foreign.length === 0) return
  throw new DiagnosticError(report('folder-foreign', atRun, { folder, lock: LOCK_FILE, names: foreign }))
}

function holdsFiles(disk: Disk, path: string): boolean {
  if (disk.inspect(path)?.kind !== 'directory') return true
  return disk.list(path).some((name) => holdsFiles(disk, join(path, name)))
}
