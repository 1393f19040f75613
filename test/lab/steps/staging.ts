import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Lab } from '../lab.ts'
import { run } from '../machine/command.ts'
import type { ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, type Hosts } from './cluster.ts'
import { assertRefused } from './playbooks.ts'
import { assertSameSnapshot, takeSnapshot } from './snapshot.ts'

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

/** Stages a release in a new folder of the lab, as its archive or as its programs, all of them unless some are named. */
export async function stage(
  lab: Lab,
  what: Staged,
  { version = etcdVersion, named }: { readonly version?: string; readonly named?: readonly string[] } = {},
): Promise<Staging> {
  const folder = join(lab.folder, `staged-${what}`)
  mkdirSync(folder)
  const archive = lab.mirror.file(version)
  if (what === 'archive') {
    copyFileSync(archive, join(folder, basename(archive)))
    const sha256 = lab.mirror.digests(version)
    return {
      folder,
      install: (place, directory) => ({ method: 'staged', sha256, staging: { place, directory } }),
    }
  }
  const members = named?.map((name) => `${basename(archive, '.tar.gz')}/${name}`) ?? []
  await run(['tar', '-xzf', archive, '-C', folder, '--strip-components=1', '--no-same-owner', ...members])
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

/** What is staged and does not do, with what site.yml says of it. */
export function unfit(
  given: StagedInstall,
): readonly { what: string; install: StagedInstall; why: RegExp }[] {
  const elsewhere = { ...given, staging: { ...given.staging, directory: '/srv/elsewhere' } }
  return [
    {
      what: 'what is missing',
      install: elsewhere,
      why: /(release-missing|staged-file-missing): .*\/srv\/elsewhere\b/,
    },
    {
      what: 'what has another digest',
      install: withWrongDigest(given),
      why: /(release-differs|staged-file-differs): .* SHA-256 digest \w{64}, (but it should be|and the spec has) f{64}/,
    },
  ]
}

/** site.yml refuses what is staged, says why, and changes nothing. */
export async function refusesStaged(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  { what, why }: { readonly what: string; readonly why: RegExp },
): Promise<void> {
  const before = await takeSnapshot(cluster)
  await step(`site.yml refuses ${what} and changes nothing`, async () => {
    for (const check of [true, false]) assertRefused(await cluster.playbook('site.yml', { check }), why)
  })
  await assertSameSnapshot(cluster, before)
}

/** On every host, what is run is what was staged as programs in a folder. */
export async function assertSamePrograms({ hosts }: Hosts, folder: string): Promise<void> {
  const names = readdirSync(folder).sort()
  const expected = await run(['sha256sum', ...names], { cwd: folder })
  for (const host of hosts) {
    const found = await host.run(['sh', '-c', `cd /usr/local/bin && sha256sum ${names.join(' ')}`])
    assert.equal(found, expected, `the programs on ${host.name}`)
  }
}
