import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'

/**
 * A Python environment with the given packages of PyPI, each pinned: `['ansible-core==2.19.14']`. Returns its folder;
 * the programs are under bin/. Debian's own Python is the base, whichever else the machine has on its path.
 */
export async function pythonEnvironment(name: string, packages: readonly string[]): Promise<string> {
  const folder = await cached(name, { recipe: 1, packages }, async (folder) => {
    const environment = join(folder, 'venv')
    await run(['/usr/bin/python3', '-m', 'venv', environment])
    await run([
      join(environment, 'bin/pip'),
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...packages,
    ])
  })
  return join(folder, 'venv')
}
