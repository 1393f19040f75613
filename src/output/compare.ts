import { join } from 'node:path'
import type { Artifact } from './artifact.ts'
import type { Disk } from './disk.ts'
import { inspectAt, type Kind } from './paths.ts'

/** A file that a run is to write, and how it compares with what is at its path. */
export type ComparedFile = {
  readonly artifact: Artifact
  readonly kind: Kind
  /** Whether a regular file with the same text is there. */
  readonly isSameText: boolean
  /** Whether that file also has the mode that it should have. */
  readonly isSame: boolean
}

/** Compares files with a folder. Each is read at most once, and only if the sizes are equal. */
export function compareFiles(
  disk: Disk,
  folder: string,
  artifacts: readonly Artifact[],
): readonly ComparedFile[] {
  const directories = new Set<string>()
  return artifacts.map((artifact) => {
    const { path, mode, text } = artifact
    const found = inspectAt(disk, folder, path, directories)
    const isSameText =
      found.kind === 'file' &&
      found.size === Buffer.byteLength(text) &&
      disk.readText(join(folder, path)) === text
    // umask and Git set the mode of a public file; quorate sets the mode of a secret.
    const isSame = isSameText && ((mode & 0o077) !== 0 || found.mode === mode)
    return { artifact, kind: found.kind, isSameText, isSame }
  })
}
