import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { codeOf } from '../system-error.ts'
import type { Disk } from './disk.ts'
import { isRecord, parseJson } from './json.ts'
import { directoryInTheWay } from './paths.ts'

/** The lock file of a run: it says which process writes into a folder right now. */
export const RUN_LOCK = '.quorate.writing'

/** A process. On Linux also when it started, since a process ID is used again: in a container often for the very next run. */
type Holder = { readonly pid: number; readonly host: string; readonly start?: string }

/** What is in place of a lock file: a link, a pipe, or a file that no run has written. Nobody knows whose it is. */
type Strange = 'strange'

/** A lock file has about 50 bytes. */
const LARGEST = 1024

/** What came of taking a lock: the way to release it, or why it is not free. */
export type Entry =
  | { readonly leave: () => void }
  | { readonly holder: Holder; readonly file: string }
  | { readonly strange: string }

/**
 * Takes the lock of a cluster's folder, so that two runs never make keys at the same time.
 *
 * @returns a function that releases the lock; or the process that holds it; or the lock file, if no run has written it
 * @throws the disk's own errors; DiagnosticError where a directory is in the way
 */
export function enter(disk: Disk, folder: string): Entry {
  const file = join(folder, RUN_LOCK)
  const start = startOf(process.pid)
  const self: Holder = { pid: process.pid, host: hostname(), ...(start !== undefined && { start }) }
  for (;;) {
    if (claim(disk, file, self)) {
      sweep(disk, folder, self)
      return { leave: () => release(disk, file, self) }
    }
    const holder = readHolder(disk, file)
    if (holder === undefined) continue
    if (holder === 'strange') return { strange: file }
    if (holder.host !== self.host || isAlive(holder)) return { holder, file }
    removeStale(disk, file, holder, self)
  }
}

/** Makes the lock file, unless it is there. Writes it under another name first, so that nobody reads half of it. */
function claim(disk: Disk, file: string, self: Holder): boolean {
  const aside = asideOf(file, self)
  discard(disk, aside)
  try {
    disk.writeNew(aside, `${JSON.stringify(self)}\n`, 0o644)
    disk.link(aside, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    discard(disk, aside)
  }
}

/** Removes the lock file, unless somebody has removed it by hand and another run has taken the lock since. */
function release(disk: Disk, file: string, self: Holder): void {
  const holder = readHolder(disk, file)
  if (typeof holder === 'object' && isSame(holder, self)) disk.removeFile(file)
}

const isSame = (one: Holder, other: Holder): boolean =>
  one.pid === other.pid && one.host === other.host && one.start === other.start

/** Removes a file or a link, if one is there, and no directory. */
function discard(disk: Disk, path: string): void {
  const found = disk.inspect(path)
  if (found?.kind === 'directory') throw directoryInTheWay(path)
  if (found) disk.removeFile(path)
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
  const taken = readHolder(disk, aside)
  const isStale = typeof taken === 'object' && (isSame(taken, stale) || !isAlive(taken))
  if (!isStale) disk.rename(aside, file)
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
    const path = join(folder, name)
    if (isProcess(pid) && !lives(pid) && disk.inspect(path)?.kind === 'file') disk.removeFile(path)
  }
}

/** Who holds the lock, by its file; undefined if the file is gone. */
function readHolder(disk: Disk, file: string): Holder | Strange | undefined {
  const found = disk.inspect(file)
  if (found === undefined) return undefined
  if (found.kind !== 'file' || found.size > LARGEST) return 'strange'
  const text = disk.readText(file)
  if (text === undefined) return undefined
  const holder = parseJson(text)
  if (!isRecord(holder)) return 'strange'
  const { pid, host, start } = holder
  if (!isProcess(pid) || !isHost(host)) return 'strange'
  if (start === undefined) return { pid, host }
  return typeof start === 'string' ? { pid, host, start } : 'strange'
}

/** The largest process ID that `process.kill` takes. */
const LARGEST_PID = 2 ** 31 - 1

const isProcess = (pid: unknown): pid is number =>
  Number.isInteger(pid) && (pid as number) > 0 && (pid as number) <= LARGEST_PID

/** POSIX allows host names of 255 bytes. */
const isHost = (host: unknown): host is string =>
  typeof host === 'string' && host.length > 0 && host.length <= 255

/** Whether the process that took a lock still runs on this machine, and not another one with its ID. */
function isAlive({ pid, start }: Holder): boolean {
  if (!lives(pid)) return false
  const started = startOf(pid)
  return start === undefined || started === undefined || started === start
}

/** When a process started, in the kernel's ticks since boot (proc_pid_stat(5), starttime); undefined if nobody says so. */
function startOf(pid: number): string | undefined {
  try {
    // The name of the program, in brackets, may hold spaces and brackets.
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19]
  } catch {
    return undefined
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
