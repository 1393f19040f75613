import { listed } from '../visible.ts'
import { error, warning } from './entry.ts'

type Path = { readonly path: string }
type Lock = { readonly lock: string }

const OTHER_OUT = 'or choose another directory with --out.'

/** What to do about an error of the operating system, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: `Run quorate as a user who may write there, ${OTHER_OUT}`,
  EPERM: `Run quorate as a user who may write there, ${OTHER_OUT}`,
  EROFS: `The file system is mounted read-only: mount it for writing, ${OTHER_OUT}`,
  ENOSPC: 'The disk is full: free some space and run this again. What was there before is unchanged.',
  EDQUOT:
    "This user's quota is used up: free some space and run this again. What was there before is unchanged.",
  ENOTDIR: `A file is where a directory is needed: move it, ${OTHER_OUT}`,
  EEXIST: `A file is where a directory is needed: move it, ${OTHER_OUT}`,
  EISDIR: 'A directory is where a file is needed: move it away.',
}

/** Both directories of files that wait to be moved into place. */
type Staged = { readonly staging: readonly string[] }

/** Paths in a sentence, the first ten of them. */
const some = (paths: readonly string[]): string =>
  paths.length <= 10 ? listed(paths) : `${paths.slice(0, 10).join(', ')} and ${paths.length - 10} others`

const restoreFolder = ({ staging }: Staged) =>
  `Restore the whole folder from a backup, with ${staging.join(' and ')}. To go on with what is there, part old and part new, remove these two.`

/** What keeps a cluster's folder from being written. */
export const folderCatalogue = {
  'folder-in-use': error<{
    readonly folder: string
    readonly pid: number
    readonly host: string
    readonly file: string
  }>(
    ({ folder, pid, host }) => `Another quorate (process ${pid} on ${host}) is writing into ${folder}.`,
    ({ file }) => `Wait for it. If it does not run any more, remove ${file} and run this again.`,
  ),
  'run-lock-strange': error<{ readonly file: string }>(
    ({ file }) => `${file} is not the lock file of a run: no quorate has written it.`,
    'Look at it. If no quorate is running here, remove it and run this again.',
  ),
  'folder-nested': error<{ readonly folder: string; readonly above: string }>(
    ({ folder, above }) => `${folder} is inside ${above}, which is the folder of a cluster itself.`,
    'Run this from the directory where you generated the cluster, or name the directory with --out.',
  ),
  'nodes-all-others': warning<{ readonly folder: string; readonly before: readonly string[] }>(
    ({ folder, before }) =>
      `${folder} was generated for other nodes: ${some(before)}. The spec has none of them.`,
    'If this is another cluster, give it another name, or choose another directory with --out: it would have the CAs and the token of the first one.',
  ),
  'keys-in-git': error<{
    readonly directory: string
    readonly tracked: number
    readonly command: string
  }>(
    ({ directory, tracked }) =>
      `Git tracks ${tracked === 1 ? 'a file' : `${tracked} files`} in ${directory}, where this run would write private keys in plain text.`,
    ({ command }) =>
      `Git would commit them, whatever .gitignore says. Type "${command}" and run this again. Or encrypt the keys: secrets.encryption.`,
  ),
  'folder-foreign': error<{
    readonly folder: string
    readonly lock: string
    readonly names: readonly string[]
  }>(
    ({ folder, lock, names }) =>
      `${folder} has no ${lock}, but holds ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}.`,
    ({ lock }) =>
      `If quorate wrote the folder, restore its ${lock}. If not, choose another directory with --out.`,
  ),
  'lock-special': error<Lock>(
    ({ lock }) => `${lock} is not a regular file.`,
    'Restore it from Git or a backup.',
  ),
  'lock-unreadable': error<Lock>(
    ({ lock }) => `${lock} is damaged, or a newer quorate wrote it.`,
    'Restore it from Git or a backup, or use that quorate.',
  ),
  'journal-unreadable': error<Staged & { readonly journal: string }>(
    ({ journal }) => `${journal} is damaged, or a newer quorate wrote it.`,
    restoreFolder,
  ),
  'journal-outside': error<Staged & Path & { readonly journal: string }>(
    ({ journal, path }) => `${journal} names ${path}, which is outside the folder.`,
    restoreFolder,
  ),
  'staged-file-missing': error<Staged & Path & { readonly from: string }>(
    ({ path, from }) => `An interrupted run was to write ${path}, and ${from}, its new content, is gone.`,
    restoreFolder,
  ),
  'staged-file-altered': error<Staged & Path & { readonly from: string }>(
    ({ path, from }) => `${from} is not what an interrupted run was to write to ${path}.`,
    restoreFolder,
  ),
  'files-edited': error<{ readonly folder: string; readonly paths: readonly string[] }>(
    ({ folder, paths }) =>
      `${paths.length === 1 ? 'A generated file was' : `${paths.length} generated files were`} edited by hand in ${folder}, and quorate would overwrite ${paths.length === 1 ? 'it' : 'them'}: ${some(paths)}. Nothing is written.`,
    'Put the change into the spec, and copy from the files what you want to keep. Then overwrite them: add --force',
  ),
  'path-not-directory': error<Path>(
    ({ path }) => `${path} is not a directory.`,
    'Move it away: quorate needs a directory there, and follows no links.',
  ),
  'path-is-directory': error<Path>(
    ({ path }) => `${path} is a directory.`,
    'Move it away: quorate needs a file there.',
  ),
  'write-failed': error<Path & { readonly reason: string }>(
    ({ path, reason }) => `Cannot write ${path} (${reason}).`,
    ({ reason }) => REMEDIES[reason] ?? 'Check the disk, then run this again.',
  ),
  'write-unfinished': error<Path & { readonly reason: string; readonly folder: string }>(
    ({ path, reason, folder }) =>
      `Cannot write ${path} (${reason}): ${folder} is part old and part new for now. Nothing is lost.`,
    'Check the disk and who may write there, then run this again: it completes the folder first.',
  ),
}
