import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * The files below a directory that Git tracks, by their paths below it; none if there is no Git or no repository. A file that Git
 * tracks is taken by `git add --all` whatever .gitignore says (gitignore(5)).
 */
export function trackedFiles(directory: string): readonly string[] {
  // Somebody may have removed the directory, and not told Git.
  let above = resolve(directory)
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above)
  // Loaded only to write a plain key, which is rare. dist/ is a script, where import() does not work.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const options = ['-c', 'safe.directory=*', '-C', above]
  const listed = spawnSync('git', [...options, 'ls-files', '-z', '--full-name', '--', resolve(directory)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return listed.status === 0 ? listed.stdout.split('\0').filter((path) => path !== '') : []
}
