import { hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../system-error.ts'
import type { Disk } from './disk.ts'

/** The lock file of a run: it says which process writes into a folder right now. */
export const RUN_LOCK = '.quorate.writing'

type Holder = { readonly pid: number; readonly host: string }

/**
 * Takes the lock of a cluster's folder, so that two runs never make keys at the same time.
 *
 * @returns a function that releases the lock, or the process that holds it
 * @throws the disk's own errors
 */
export function enter(disk: Disk, folder: string): { leave: () => void } | { holder: Holder; file: string } {
  const file = join(folder, RUN_LOCK)
  const self: Holder = { pid: process.pid, host: hostname() }
  for (;;) {
    if (claim(disk, file, self)) {
      sweep(disk, folder, self)
      return { leave: () => disk.removeFile(file) }
    }
    const holder = readHolder(disk.readText(file))
    if (holder === undefined) continue
    if (holder.host !== self.host || lives(holder.pid)) return { holder, file }
    removeStale(disk, file, holder, self)
  }
}

/** Makes the lock file, unless it is there. Writes it under another name first, so that nobody reads half of it. */
function claim(disk: Disk, file: string, self: Holder): boolean {
  const aside = asideOf(file, self)
  disk.removeTree(aside)
  try {
    disk.writeNew(aside, `${JSON.stringify(self)}\n`, 0o644)
    disk.link(aside, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    disk.removeTree(aside)
  }
}

/**
 * Removes the lock file of a run that has died. Renames it first, so that only one of two runs removes it. If the file
 * turns out to be another run's, it is put back.
 */
function removeStale(disk: Disk, file: string, stale: Holder, self: Holder): void {
  const aside = asideOf(file, self)
  try {
    disk.rename(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const taken = readHolder(disk.readText(aside))
  if (taken && taken.pid !== stale.pid && lives(taken.pid)) disk.rename(aside, file)
  else disk.removeFile(aside)
}

/** The file of one run next to the lock file. Its name says whose it is, because a run that dies may leave it empty. */
const asideOf = (file: string, { host, pid }: Holder): string => `${file}.${nameOf(host)}.${pid}`

const nameOf = (host: string): string => host.replace(/[^A-Za-z0-9.-]/g, '_')

/** Removes the files that runs of this machine left when they died. */
function sweep(disk: Disk, folder: string, self: Holder): void {
  const start = `${RUN_LOCK}.${nameOf(self.host)}.`
  for (const name of disk.list(folder).filter((each) => each.startsWith(start))) {
    const pid = Number(name.slice(start.length))
    if (Number.isInteger(pid) && !lives(pid)) disk.removeTree(join(folder, name))
  }
}

function readHolder(text: string | undefined): Holder | undefined {
  if (text === undefined) return undefined
  try {
    const holder = JSON.parse(text)
    return { pid: Number(holder.pid), host: String(holder.host) }
  } catch {
    // Not a lock file of quorate's, or damaged.
    return { pid: 0, host: 'an unknown machine' }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
