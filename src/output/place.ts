import { join } from 'node:path'
import { atRun, report } from '../diagnostics/report.ts'
import { DiagnosticError } from '../diagnostics/thrown.ts'
import type { Disk } from './disk.ts'
import { isTreePath } from './tree.ts'

/**
 * What lies at a path under the folder, which anybody may have written down: `astray` where the path leaves the folder,
 * or leads through something that is no directory, such as a link.
 */
export function kindAt(
  disk: Disk,
  folder: string,
  path: string,
): 'file' | 'directory' | 'other' | 'nothing' | 'astray' {
  if (!isTreePath(path)) return 'astray'
  const parts = path.split('/')
  for (const index of parts.keys()) {
    const kind = disk.look(join(folder, ...parts.slice(0, index + 1)))?.kind
    if (kind === undefined) return 'nothing'
    if (index === parts.length - 1) return kind
    if (kind !== 'directory') return 'astray'
  }
  return 'astray'
}

/**
 * Makes a path of directories under the folder, one by one: a link among them could lead out of it.
 *
 * @param made what this run knows to be there already; it grows
 * @throws DiagnosticError where something else lies in the way; the disk's own errors
 */
export function makeDirectories(disk: Disk, folder: string, path: string, made: Set<string>): void {
  let place = ''
  for (const part of path.split('/').filter((each) => each !== '.')) {
    place = place === '' ? part : `${place}/${part}`
    if (made.has(place)) continue
    made.add(place)
    const mode = isSecret(place) ? 0o700 : 0o755
    const found = disk.look(join(folder, place))
    if (!found) disk.makeDirectory(join(folder, place), mode)
    else if (found.kind !== 'directory') throw notADirectory(join(folder, place))
    else if (mode === 0o700 && found.mode !== mode) disk.changeMode(join(folder, place), mode)
  }
}

/** Whether only their owner may look at what lies at a path of a tree. */
export function isSecret(path: string): boolean {
  return path === 'secrets' || path.startsWith('secrets/')
}

/** Where user-data with keys lies. */
const COPIES = 'secrets/cloud-init/'

/** Whether what lies at a path of a tree is a secret that nothing else holds: such a one is never removed. */
export function isIrreplaceable(path: string): boolean {
  return isSecret(path) && !path.startsWith(COPIES)
}

export function notADirectory(path: string): DiagnosticError {
  return new DiagnosticError(report('path-not-directory', atRun, { path }))
}

export function directoryInTheWay(path: string): DiagnosticError {
  return new DiagnosticError(report('path-is-directory', atRun, { path }))
}
