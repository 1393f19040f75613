import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../machine/command.ts'

/** Makes a repository that apt takes packages from, flat and unsigned, of the .deb files in another folder. */
export async function makePackageRepository(folder: string, source: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const packages = readdirSync(source).filter((name) => name.endsWith('.deb'))
  for (const name of packages) symlinkSync(join(source, name), join(folder, name))
  const index = await run(['apt-ftparchive', 'packages', '.'], { cwd: folder })
  writeFileSync(join(folder, 'Packages'), `${index}\n`)
  writeFileSync(
    join(folder, 'Release'),
    `${await run(['apt-ftparchive', 'release', '.'], { cwd: folder })}\n`,
  )
}
