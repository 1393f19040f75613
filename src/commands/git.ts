import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/**
 * Counts the files below a directory that Git tracks; 0 without Git or a repository. `git add --all` takes a tracked file, also
 * if .gitignore names it (gitignore(5)).
 */
export function countTracked(directory: string): number {
  // Somebody may have removed the directory, and not told Git.
  const path = resolve(directory)
  const there = upFrom(path, existsSync) ?? '/'
  // Git takes no path that leads to the repository through a link.
  const above = realpathSync(there)
  if (!isInRepository(above)) return 0
  // Loaded only to write a plain key into a repository, which is rare. dist/ is a script, where import() does not work.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  // The repository may be another user's: it is only read, and no program that its configuration names is run.
  const options = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-C', above]
  const listed = spawnSync('git', [...options, 'ls-files', '-z', '--', join(above, relative(there, path))], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed.status === 0 ? listed.stdout.split('\0').length - 1 : 0
}

/** Whether Git may find a repository from a directory: it looks for `.git` upwards, unless GIT_DIR names one (git(1)). */
function isInRepository(directory: string): boolean {
  return (
    process.env.GIT_DIR !== undefined ||
    upFrom(directory, (each) => existsSync(join(each, '.git'))) !== undefined
  )
}

/** The first of a directory and those above it for which something holds. */
function upFrom(directory: string, holds: (directory: string) => boolean): string | undefined {
  if (holds(directory)) return directory
  return directory === dirname(directory) ? undefined : upFrom(dirname(directory), holds)
}
