import { dirname } from 'node:path/posix'
import { SYSTEM_DIRECTORIES } from '../system-directories.ts'
import { isInside } from './configured-paths.ts'

/** A directory, and why quorate cannot write there. */
export type Refused = readonly [directory: string, reason: string]

const EMPTIED = 'its files are deleted when the machine restarts'
const KERNEL = 'it is provided by the kernel'

/** Directories that a restart empties, or that belong to the kernel. */
export const VOLATILE: readonly Refused[] = [
  ['/run', EMPTIED],
  ['/tmp', EMPTIED],
  ['/var/run', EMPTIED],
  ['/var/lock', EMPTIED],
  ['/dev', KERNEL],
  ['/proc', KERNEL],
  ['/sys', KERNEL],
]

/** The first of these directories that the path equals or is inside. */
export function refusedBy(path: string, refused: readonly Refused[]): Refused | undefined {
  return refused.find(([above]) => path === above || isInside(path, above))
}

/** Whether the system reads files there as configuration: sudoers.d, cron.daily, systemd units. */
export function isReadAsConfiguration(path: string): boolean {
  return /^\/etc\/(?:cron|systemd\/|(?:.*\/)?[^/]*\.d(?:\/|$))/.test(path)
}

/** Whether it is inside a directory for the system's programs, libraries or data. */
export function isInSystemDirectory(path: string): boolean {
  return SYSTEMS_OWN.some((above) => isInside(path, above))
}

const SYSTEMS_OWN = [
  ...['/bin', '/boot', '/lib', '/lib64', '/sbin', '/usr/bin', '/usr/include', '/usr/lib', '/usr/lib64'],
  ...['/usr/libexec', '/usr/sbin', '/usr/share', '/etc/apt', '/etc/ssh', '/var/spool', '/var/cache'],
]

/** Whether it is directly in a system directory, next to system files. */
export function isBesideSystemFiles(path: string): boolean {
  return SYSTEM_DIRECTORIES.has(dirname(path))
}
