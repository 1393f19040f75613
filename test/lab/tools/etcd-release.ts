import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../machine/cache.ts'
import { run } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'
import type { Suite } from './base-tree.ts'
import { debianEtcd } from './debian-packages.ts'
import { goToolchain } from './go.ts'

/** A release of etcd as its release page offers it. */
export type EtcdRelease = {
  readonly version: string
  /** Holds the archive and SHA256SUMS. */
  readonly folder: string
  /** `etcd-v3.6.14-linux-amd64.tar.gz` */
  readonly archive: string
  /** The archive's SHA-256 digest, in hexadecimal. */
  readonly digest: string
}

/** This machine's architecture, and so the hosts', as etcd's releases name it. */
export const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'

// Where each program's main package lies; the folder's last part would be its name otherwise.
const programs = [
  ['etcd', 'go.etcd.io/etcd/server/v3'],
  ['etcdctl', 'go.etcd.io/etcd/etcdctl/v3'],
  ['etcdutl', 'go.etcd.io/etcd/etcdutl/v3'],
] as const

const modules = join(import.meta.dirname, '../etcd')
const recipe = 3

// An older patch need not be built: the programs of Debian's package are as good.
const debians: Readonly<Record<string, Suite>> = { '3.5.16': 'trixie' }

/**
 * Builds etcd, etcdctl and etcdutl of a version (3.5 or later) from the sources, or takes Debian's, and packs them as the
 * release page does. Which sources those are stands in etcd/<version>/go.mod and go.sum.
 */
export async function etcdRelease(version: string): Promise<EtcdRelease> {
  const suite = debians[version]
  if (suite !== undefined) {
    const packaged = await debianEtcd(suite)
    return packedRelease(version, { packaged }, async (binaries) => {
      for (const [program] of programs) copyFileSync(join(packaged, program), join(binaries, program))
    })
  }
  const go = await goToolchain()
  const inputs = { go: go.version, sums: readModule(version, 'go.sum') }
  return packedRelease(version, inputs, (binaries) => build(go.program, version, binaries))
}

/** The programs of Debian's packages. */
const packaged: Readonly<Record<string, Suite>> = { '3.4.23': 'bookworm', ...debians }

/** The folder with the programs of a version: of Debian's package, or of a release that is unpacked below a folder. */
export async function unpackedEtcd(version: string, folder: string): Promise<string> {
  const suite = packaged[version]
  if (suite !== undefined) return debianEtcd(suite)
  const release = await etcdRelease(version)
  const own = join(folder, version)
  mkdirSync(own)
  await run(['tar', '--extract', '--strip-components=1', '--file', join(release.folder, release.archive)], {
    cwd: own,
  })
  return own
}

/** The archive of a version, from the cache or with programs that `fill` puts into a folder; `inputs` say what they come from. */
async function packedRelease(
  version: string,
  inputs: object,
  fill: (binaries: string) => Promise<void>,
): Promise<EtcdRelease> {
  const name = `etcd-v${version}-linux-${architecture}`
  const archive = `${name}.tar.gz`
  const folder = await cached(`etcd-${version}`, { recipe, architecture, ...inputs }, async (folder) => {
    const binaries = join(folder, name)
    mkdirSync(binaries)
    await fill(binaries)
    // Owner, order and time are fixed: the same binaries are the same archive.
    const stable = ['--sort=name', '--owner=root:0', '--group=root:0', '--numeric-owner', '--mtime=@0']
    const compressor = '--use-compress-program=gzip -1 -n'
    await run(['tar', '--create', ...stable, compressor, '--file', archive, name], { cwd: folder })
    writeFileSync(join(folder, 'SHA256SUMS'), `${await run(['sha256sum', archive], { cwd: folder })}\n`)
    await rm(binaries, { recursive: true })
  })
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
  return { version, folder, archive, digest: sums.slice(0, 64) }
}

async function build(go: string, version: string, binaries: string): Promise<void> {
  // A complete go.mod with its sums: Go asks for what it compiles and nothing else. Without them it reads the
  // requirements of every module, and without a go line those of thousands more, for minutes (go.dev/ref/mod, graph-pruning).
  const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', GOWORK: 'off' }
  // One build for all three: what they share is compiled once. -s and -w spare the linker the symbols that nobody reads.
  const options = ['-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', `${binaries}/`]
  await run([go, 'build', ...options, ...programs.map(([, path]) => path)], {
    cwd: join(modules, version),
    env,
  })
  renameSync(join(binaries, 'server'), join(binaries, 'etcd'))
  const says = await run([join(binaries, 'etcd'), '--version'])
  if (!says.includes(`etcd Version: ${version}\n`))
    throw new LabProblem(`etcd ${version} was built, but says: ${says}`)
}

function readModule(version: string, file: string): string {
  const path = join(modules, version, file)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  throw new LabProblem(
    `The lab cannot build etcd ${version}: ${path} is missing. Copy another version's folder, put the version into its go.mod and run \`go mod tidy\` there.`,
  )
}
