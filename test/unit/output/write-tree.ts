import type { Artifact } from '../../../src/output/artifact.ts'
import { compareFiles } from '../../../src/output/compare.ts'
import type { Disk } from '../../../src/output/disk.ts'
import type { Lock } from '../../../src/output/lock.ts'
import * as write from '../../../src/output/write.ts'

/** Compares a tree with a folder and writes it, as a run does. */
export async function writeTree(
  disk: Disk,
  folder: string,
  tree: readonly Artifact[],
  previous: Lock | undefined,
): Promise<write.Written> {
  return write.writeTree(disk, folder, compareFiles(disk, folder, tree), previous)
}
