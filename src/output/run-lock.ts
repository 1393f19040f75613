import { hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf, type Disk } from './disk.ts'

/** The file that says who writes into a folder right now. */
export const RUN_LOCK = '.quorate.writing'

type Holder = { readonly pid: number; readonly host: string }

/**
 * Lets one run at a time into a cluster's folder, so that two never mint keys side by side.
 *
 * @returns a function that lets the next one in, or who is inside
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

/** Makes the file with everything in it, unless it is there: written aside first, so that nobody ever reads half of it. */
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
 * Takes away what a run that has died left behind. Renamed first, so that of two runs that find it only one does so;
 * what turns out to be another run's own is put back.
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

/** Takes away what runs on this machine had written aside when they died. */
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
    // Not ours, or damaged: nobody that we know.
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
