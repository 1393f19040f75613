import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Counts the files below a directory that Git tracks; 0 without Git or a repository. `git add --all` takes a tracked file, also
 * if .gitignore names it (gitignore(5)).
 */
export function countTracked(directory: string): number {
  // Somebody may have removed the directory, and not told Git.
  let above = resolve(directory)
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above)
  // Loaded only to write a plain key, which is rare. dist/ is a script, where import() does not work.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  // The repository may be another user's: it is only read, and no program that its configuration names is run.
  const options = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-C', above]
  const listed = spawnSync('git', [...options, 'ls-files', '-z', '--', resolve(directory)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed.status === 0 ? listed.stdout.split('\0').length - 1 : 0
}
