import { globSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { debianPackages } from './debian-packages.ts'

/** Debian's libfaketime, unpacked and not installed; returns the library's path, for LD_PRELOAD. */
async function faketimeLibrary(): Promise<string> {
  const packages = await debianPackages('bookworm', ['libfaketime'])
  const folder = await cached('faketime', { recipe: 1, packages }, async (unpacked) => {
    for (const file of readdirSync(packages).filter((name) => name.endsWith('.deb')))
      await run(['dpkg-deb', '--extract', join(packages, file), unpacked])
  })
  const [library] = globSync('usr/lib/*/faketime/libfaketime.so.1', { cwd: folder })
  if (library === undefined) throw new Error(`there is no libfaketime in ${folder}`)
  return join(folder, library)
}

/** The environment of a program whose clock is wrong by a number of seconds. */
export async function clockOffBy(seconds: number): Promise<Readonly<Record<string, string>>> {
  const offset = `${seconds < 0 ? '-' : '+'}${Math.abs(Math.round(seconds))}s`
  return { LD_PRELOAD: await faketimeLibrary(), FAKETIME: offset, FAKETIME_DONT_FAKE_MONOTONIC: '1' }
}
