import { join } from 'node:path'
import { atRun, report } from '../diagnostics/report.ts'
import { DiagnosticError } from '../diagnostics/thrown.ts'
import { sha256 } from '../render/digest.ts'
import { type Disk, type Found, LARGEST_FILE } from './disk.ts'
import { isInside } from './places.ts'

/** The kind of what is at a path; `astray` where the path leaves the folder, or leads through what is not a directory. */
export type Kind = Found['kind'] | 'nothing' | 'astray'

/** What is at a path under the folder, which anybody may have written. A link is not followed. */
export function kindAt(disk: Disk, folder: string, path: string): Kind {
  return inspectAt(disk, folder, path, new Set()).kind
}

/**
 * The same with its mode and size.
 *
 * @param directories the paths that are known to be directories; it grows, so that nobody looks twice
 */
export function inspectAt(
  disk: Disk,
  folder: string,
  path: string,
  directories: Set<string>,
): Found | { readonly kind: 'nothing' | 'astray' } {
  if (!isInside(path)) return { kind: 'astray' }
  for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
    const directory = path.slice(0, end)
    if (directories.has(directory)) continue
    const found = disk.inspect(join(folder, directory))
    if (!found) return { kind: 'nothing' }
    if (found.kind !== 'directory') return { kind: 'astray' }
    directories.add(directory)
  }
  return disk.inspect(join(folder, path)) ?? { kind: 'nothing' }
}

/**
 * Makes a path of directories under the folder, one by one: a link among them could lead out of it.
 *
 * @param made what this run knows to be there already; it grows
 * @throws DiagnosticError where something else is in the way; the disk's own errors
 */
export function makeDirectories(disk: Disk, folder: string, path: string, made: Set<string>): void {
  let directory = ''
  for (const part of path.split('/').filter((each) => each !== '.')) {
    directory = directory === '' ? part : `${directory}/${part}`
    if (made.has(directory)) continue
    made.add(directory)
    const mode = isSecret(directory) ? 0o700 : 0o755
    const found = disk.inspect(join(folder, directory))
    if (!found) disk.makeDirectory(join(folder, directory), mode)
    else if (found.kind !== 'directory') throw notADirectory(join(folder, directory))
    else if (mode === 0o700 && found.mode !== mode) disk.changeMode(join(folder, directory), mode)
  }
}

/** Whether a regular file has this SHA-256 digest. A file too large for a tree has none. */
export function holds(disk: Disk, file: string, digest: string): boolean {
  const { size = 0 } = disk.inspect(file) ?? {}
  return size <= LARGEST_FILE && sha256(disk.readText(file) ?? '') === digest
}

/** What Git ignores in a cluster's folder. */
export const GITIGNORE = '.gitignore'

/** What Git ignores in the directory of the keys. */
export const KEYS_GITIGNORE = 'secrets/.gitignore'

/** Whether only the owner may read what is at a path of a tree. */
export function isSecret(path: string): boolean {
  return path === 'secrets' || (path.startsWith('secrets/') && path !== KEYS_GITIGNORE)
}

/** Where user-data with keys is. */
const COPIES = 'secrets/cloud-init/'

/** Whether the file at a path of a tree is a secret that nothing else holds. Such a file is never removed. */
export function isIrreplaceable(path: string): boolean {
  return isSecret(path) && !path.startsWith(COPIES)
}

export function notADirectory(path: string): DiagnosticError {
  return new DiagnosticError(report('path-not-directory', atRun, { path }))
}

export function directoryInTheWay(path: string): DiagnosticError {
  return new DiagnosticError(report('path-is-directory', atRun, { path }))
}
