import type { Tree } from '../trees/tree.ts'

/** Files that repeat what other files hold, or their digests; and what would keep the keys of a case out of this repository. */
const REPEATS = /^quorate\.lock\.json$|\/(?:bootstrap\.sh|user-data|\.gitignore)$/

/**
 * Tells which files of a case are committed with their text: its PKI, which goes into the next run, and of the others what the
 * repository shows nowhere else. It shows a file that the full example has too there, and the first member's files as an
 * example of each other member's.
 */
export function isSpecial(tree: Tree, full: Tree, members: readonly string[]): (path: string) => boolean {
  const [, ...others] = members
  const isOfAnother = (path: string) =>
    path.split('/').some((part) => others.some((name) => part === name || part === `${name}.yml`))
  const isInFull = (path: string) =>
    full[path]?.kind === tree[path]?.kind && full[path]?.content === tree[path]?.content
  const tables = members.flatMap((name) => [`nodes/${name}/files.txt`, `nodes/${name}/settings.sh`])
  const repeats = (path: string) => REPEATS.test(path) || tables.includes(path)
  return (path) =>
    !repeats(path) && (/^(?:pki|secrets)\//.test(path) || (!isInFull(path) && !isOfAnother(path)))
}
