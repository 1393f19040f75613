import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, type Command, failureText } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'
import type { Suite } from '../tools/base-tree.ts'
import { architecture, type EtcdRelease } from '../tools/etcd-release.ts'
import { bridgeAddresses, urlHost } from './network.ts'
import { makePackageRepository } from './package-repository.ts'

const port = 8080

/** Where the mirror answers. */
export const mirrorUrl = {
  ipv4: `http://${urlHost(bridgeAddresses.ipv4)}:${port}`,
  ipv6: `http://${urlHost(bridgeAddresses.ipv6)}:${port}`,
} as const

/** The path below the mirror's URL of a Debian release's packages. */
export const packagesPath = (suite: Suite) => `debian/${suite}`

/** What the mirror serves: releases of etcd, and by Debian release a folder of packages. */
export type MirrorContent = {
  readonly releases: readonly EtcdRelease[]
  readonly packages: ReadonlyMap<Suite, string>
}

/** Stands in for the page of etcd's releases: `<url>/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz`, with SHA256SUMS beside it. */
export type Mirror = {
  readonly url: { readonly ipv4: string; readonly ipv6: string }
  /** The digests of a version's archives by architecture, as a spec states them. */
  readonly digests: (version: string) => Readonly<Record<string, string>>
  /** The path of a version's archive below the URL. */
  readonly path: (version: string) => string
  /** A version's archive as a file of this machine. */
  readonly file: (version: string) => string
}

/** Serves releases and packages over HTTP on the bridge's addresses; `inside` wraps a command so that it runs there, to its end with the run. */
export async function startMirror(
  folder: string,
  { releases, packages }: MirrorContent,
  inside: (command: Command) => Command,
): Promise<Mirror> {
  mkdirSync(folder)
  for (const release of releases) symlinkSync(release.folder, join(folder, `v${release.version}`))
  for (const [suite, source] of packages)
    await makePackageRepository(join(folder, packagesPath(suite)), source)
  const server: Command = [
    '/usr/bin/python3',
    '-m',
    'http.server',
    '--bind',
    '::',
    '--directory',
    folder,
    String(port),
  ]
  const [program, ...parameters] = inside(server)
  spawn(program, parameters, { stdio: 'ignore', detached: true }).unref()
  await waitFor(mirrorUrl.ipv4, inside)
  const find = (version: string): EtcdRelease => {
    const found = releases.find((release) => release.version === version)
    if (found === undefined) throw new LabProblem(`The lab was started without etcd ${version}.`)
    return found
  }
  return {
    url: mirrorUrl,
    digests: (version) => ({ [architecture]: find(version).digest }),
    path: (version) => `v${version}/${find(version).archive}`,
    file: (version) => join(find(version).folder, find(version).archive),
  }
}

async function waitFor(url: string, inside: (command: Command) => Command): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const probe = 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)'
    const outcome = await attempt(inside(['/usr/bin/python3', '-c', probe, url]))
    if (outcome.exitCode === 0) return
    if (tries === 50) throw new LabProblem(`The mirror does not answer at ${url}.\n${failureText(outcome)}`)
    await sleep(100)
  }
}
