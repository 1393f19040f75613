import { join } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { atRun, report } from '../diagnostics/report.ts'
import { isGeneratedGitignore } from '../emit/gitignore.ts'
import type { ComparedFile } from '../output/compare.ts'
import { disk } from '../output/disk.ts'
import { editedFiles } from '../output/edited.ts'
import type { Lock } from '../output/lock.ts'
import { isSecret } from '../output/paths.ts'
import { methodOf } from '../secrets/seal.ts'
import { countTracked } from './git.ts'
import { word } from './with-spec.ts'

/**
 * Judges what a run is to write into a folder, before it writes anything.
 *
 * @param force whether it may overwrite files that somebody has edited
 * @returns the edited files that it overwrites, and what stops it
 */
export function judgeWriting(
  folder: string,
  files: readonly ComparedFile[],
  previous: Lock | undefined,
  { force = false }: { readonly force?: boolean },
): { readonly edited: readonly string[]; readonly problems: readonly Diagnostic[] } {
  const exposed = keysForGit(folder, files)
  if (exposed.length > 0) return { edited: [], problems: exposed }
  const edited = editedFiles(disk, folder, files, previous, isGeneratedGitignore)
  const problems =
    edited.length === 0 || force ? [] : [report('files-edited', atRun, { folder, paths: edited })]
  return { edited, problems }
}

/** Says if the folder was generated for nodes of which the spec has none. */
export function otherNodes(
  { members }: Cluster,
  folder: string,
  previous: Lock | undefined,
): readonly Diagnostic[] {
  const tables = Object.keys(previous?.files ?? {}).map((path) => /^nodes\/([^/]+)\/files\.txt$/.exec(path))
  const before = tables.flatMap((found) => found?.[1] ?? [])
  const stays = members.some(({ name }) => before.includes(name))
  return before.length === 0 || stays ? [] : [report('nodes-all-others', atRun, { folder, before })]
}

/** Plain keys that this run would write where Git tracks files: `git add` would take them. */
function keysForGit(folder: string, files: readonly ComparedFile[]): readonly Diagnostic[] {
  const isPlainKey = ({ artifact: { path, text }, isSameText }: ComparedFile) =>
    isSecret(path) && !isSameText && methodOf(text) === 'none'
  if (!files.some(isPlainKey)) return []
  const directory = join(folder, 'secrets')
  const tracked = countTracked(directory)
  const command = `git -C ${word(folder)} rm -r --cached secrets`
  return tracked > 0 ? [report('keys-in-git', atRun, { directory, tracked, command })] : []
}
