import { mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { baseTree, type Suite } from './base-tree.ts'

/**
 * Packages of a Debian release as files, as its archive offers them today. Returns the folder that holds them.
 * apt runs on this machine, with the sources that the release's base tree has, and with lists and a cache of its own.
 */
export async function debianPackages(suite: Suite, names: readonly string[]): Promise<string> {
  const tree = await baseTree(suite)
  return cached(`debian-packages-${suite}`, { recipe: 1, names }, async (folder) => {
    const own = join(folder, 'apt')
    mkdirSync(join(own, 'lists/partial'), { recursive: true })
    mkdirSync(join(own, 'archives/partial'), { recursive: true })
    const settings = [
      `Dir::Etc=${tree}/etc/apt`,
      'Dir::Etc::TrustedParts=/usr/share/keyrings',
      `Dir::State::Lists=${own}/lists`,
      `Dir::State::Status=${tree}/var/lib/dpkg/status`,
      `Dir::Cache=${own}`,
      'APT::Sandbox::User=root',
    ].flatMap((setting) => ['-o', setting])
    await run(['apt-get', ...settings, '--quiet', 'update'])
    await run(['apt-get', ...settings, '--quiet', 'download', ...names], { cwd: folder })
    await rm(own, { recursive: true })
  })
}

/** The programs of a Debian release's etcd, unpacked; returns the folder that holds them. */
export async function debianEtcd(suite: Suite): Promise<string> {
  const packages = await debianPackages(suite, ['etcd-server', 'etcd-client'])
  const folder = await cached(`debian-etcd-${suite}`, { recipe: 1, packages }, async (unpacked) => {
    for (const file of readdirSync(packages).filter((name) => name.endsWith('.deb')))
      await run(['dpkg-deb', '--extract', join(packages, file), unpacked])
  })
  return join(folder, 'usr/bin')
}
