import { dirname } from 'node:path/posix'
import { SYSTEM_DIRECTORIES } from '../system-directories.ts'
import { isInside } from './configured-paths.ts'

/** A directory, and why nothing of ours can lie there. */
export type Refused = readonly [directory: string, reason: string]

const EMPTIED = 'its files are deleted when the machine restarts'
const KERNEL = 'it is provided by the kernel'

/** Directories in which nothing outlives a restart, or nothing can be put. */
export const VOLATILE: readonly Refused[] = [
  ['/run', EMPTIED],
  ['/tmp', EMPTIED],
  ['/var/run', EMPTIED],
  ['/var/lock', EMPTIED],
  ['/dev', KERNEL],
  ['/proc', KERNEL],
  ['/sys', KERNEL],
]

/** The one of some directories that a path is or lies in. */
export function refusedBy(path: string, refused: readonly Refused[]): Refused | undefined {
  return refused.find(([above]) => path === above || isInside(path, above))
}

/** Whether the system reads by itself what lies there, and gives it a meaning: sudoers.d, cron.daily, units. */
export function isReadAsConfiguration(path: string): boolean {
  return /^\/etc\/(?:cron|systemd\/|(?:.*\/)?[^/]*\.d(?:\/|$))/.test(path)
}

/** Whether it lies among the system's own programs, libraries and data. */
export function isInSystemDirectory(path: string): boolean {
  return SYSTEMS_OWN.some((above) => isInside(path, above))
}

const SYSTEMS_OWN = [
  ...['/bin', '/boot', '/lib', '/lib64', '/sbin', '/usr/bin', '/usr/include', '/usr/lib', '/usr/lib64'],
  ...['/usr/libexec', '/usr/sbin', '/usr/share', '/etc/apt', '/etc/ssh', '/var/spool', '/var/cache'],
]

/** Whether it lies beside files of the system, in a directory that the system shares out. */
export function isBesideSystemFiles(path: string): boolean {
  return SYSTEM_DIRECTORIES.has(dirname(path))
}
