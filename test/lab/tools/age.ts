import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { debianPackages } from './debian-packages.ts'

/** Debian 12's age (1.1.1), unpacked and not installed; returns the folder that holds `age` and `age-keygen`. */
export async function agePrograms(): Promise<string> {
  const packages = await debianPackages('bookworm', ['age'])
  const folder = await cached('age', { recipe: 1, packages }, async (unpacked) => {
    for (const file of readdirSync(packages).filter((name) => name.endsWith('.deb')))
      await run(['dpkg-deb', '--extract', join(packages, file), unpacked])
  })
  return join(folder, 'usr/bin')
}
