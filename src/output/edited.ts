import { join } from 'node:path'
import { methodOf } from '../secrets/seal.ts'
import type { ComparedFile } from './compare.ts'
import { type Disk, LARGEST_FILE } from './disk.ts'
import { LOCK_FILE, type Lock } from './lock.ts'
import { GITIGNORE, holds, isSecret, KEYS_GITIGNORE } from './paths.ts'

/**
 * The files that somebody has edited since the last run, and that a tree would overwrite. Certificates, requests and keys
 * are input of a run and judged as such, so they do not count.
 *
 * @param previous the lock of the last run, which has the digest of each file as that run left it
 * @param isGenerated whether a text is one that quorate has for that `.gitignore`: there is one before there is a lock
 * @returns their paths, in the order of the files
 */
export function editedFiles(
  disk: Disk,
  folder: string,
  compared: readonly ComparedFile[],
  previous: Lock | undefined,
  isGenerated: (path: string, text: string) => boolean,
): readonly string[] {
  const isEdited = ({ artifact: { path }, kind, isSameText }: ComparedFile): boolean => {
    if (isSameText || path === LOCK_FILE || /^(pki|secrets)\/.*\.(crt|csr|key)$/.test(path)) return false
    if (kind === 'other') return true
    // A directory in the way has a message of its own.
    if (kind !== 'file') return false
    const file = join(folder, path)
    const files = previous?.files ?? {}
    const digest = Object.hasOwn(files, path) ? files[path] : undefined
    if (digest !== undefined && holds(disk, file, digest)) return false
    const size = disk.inspect(file)?.size ?? 0
    const present = size > LARGEST_FILE ? undefined : disk.readText(file)
    if (present === undefined) return true
    // Each encryption gives other bytes. What is encrypted is a copy of what the tree has anyway.
    if (isSecret(path) && methodOf(present) !== 'none') return false
    if (previous === undefined)
      return [GITIGNORE, KEYS_GITIGNORE].includes(path) && !isGenerated(path, present)
    return true
  }
  return compared.filter(isEdited).map(({ artifact }) => artifact.path)
}
