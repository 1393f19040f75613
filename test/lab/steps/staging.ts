import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Lab } from '../lab.ts'
import { run } from '../machine/command.ts'
import { etcdVersion } from './cluster.ts'

/** What lies staged: the release's archive, or its programs. */
export type Staged = 'archive' | 'programs'

/** A release staged in a folder, and what a spec's `install` says of it. */
export type Staging = {
  readonly folder: string
  /** The section of a spec, for a directory that holds the same as the folder. */
  readonly install: (place: 'control-node' | 'node', directory: string) => StagedInstall
}

/** A spec's `install`. Whichever holds the digests, the other is left out. */
export type StagedInstall = {
  readonly method: 'staged'
  readonly sha256?: Digests
  readonly staging: {
    readonly place: 'control-node' | 'node'
    readonly directory: string
    readonly programs?: Digests
  }
}

type Digests = Readonly<Record<string, string>>

/** Stages a release in a new folder of the lab. */
export async function stage(lab: Lab, what: Staged): Promise<Staging> {
  const folder = join(lab.folder, `staged-${what}`)
  mkdirSync(folder)
  const archive = lab.mirror.file(etcdVersion)
  if (what === 'archive') {
    copyFileSync(archive, join(folder, basename(archive)))
    const sha256 = lab.mirror.digests(etcdVersion)
    return {
      folder,
      install: (place, directory) => ({ method: 'staged', sha256, staging: { place, directory } }),
    }
  }
  await run(['tar', '-xzf', archive, '-C', folder, '--strip-components=1', '--no-same-owner'])
  const sums = (await run(['sha256sum', ...readdirSync(folder)], { cwd: folder })).split('\n')
  const programs = Object.fromEntries(sums.map((line) => [line.slice(66), line.slice(0, 64)]))
  return {
    folder,
    install: (place, directory) => ({ method: 'staged', staging: { place, directory, programs } }),
  }
}

/** The same section with digests that nothing has. */
export function withWrongDigest({ sha256, staging, ...rest }: StagedInstall): StagedInstall {
  const wrong = (digests: Digests) =>
    Object.fromEntries(Object.keys(digests).map((name) => [name, 'f'.repeat(64)]))
  const { programs, ...where } = staging
  return {
    ...rest,
    ...(sha256 && { sha256: wrong(sha256) }),
    staging: { ...where, ...(programs && { programs: wrong(programs) }) },
  }
}
