import { load } from 'js-yaml'
import type { DigestTable, ReleaseDigests, Source } from '../etcd/digests.ts'
import { compare } from '../etcd/options/versions.ts'
import { ARCHITECTURES, type Architecture, isOfNewerLine, lineOf, parseVersion } from '../etcd/releases.ts'

/** Digests of archives that one file states. */
type Found = { readonly version: string; readonly architecture: Architecture; readonly digest: string }

/** Every version needs these; the others are taken where a file has them. */
const NEEDED: readonly Architecture[] = ['amd64', 'arm64']

/**
 * Adds what a file states to the table.
 *
 * @param text a release's SHA256SUMS, or kubespray's checksums.yml
 * @param quoted whether SHA256SUMS was put together from repositories that quote it
 * @returns the table, oldest version first
 * @throws Error if the file has another form, or states another digest than the table
 */
export function addDigests(table: DigestTable, text: string, quoted = false): DigestTable {
  const isKubespray = /^etcd_binary_checksums:/m.test(text)
  const source: Source = isKubespray ? 'kubespray' : quoted ? 'quoted' : 'SHA256SUMS'
  const found = isKubespray ? readKubespray(text) : readSums(text)
  const versions = Map.groupBy(found, ({ version }) => version)
  const added = [...versions].map(([version, digests]) => [
    version,
    merge(version, table[version], digests, source),
  ])
  const all = Object.entries<ReleaseDigests>({ ...table, ...Object.fromEntries(added) })
  return Object.fromEntries(all.sort(([left], [right]) => compare(left, right)))
}

function merge(
  version: string,
  known: ReleaseDigests | undefined,
  found: readonly Found[],
  source: Source,
): ReleaseDigests {
  const digests = new Map(found.map(({ architecture, digest }) => [architecture, digest]))
  for (const architecture of ARCHITECTURES) {
    const [ours, theirs] = [known?.[architecture], digests.get(architecture)]
    if (ours && theirs && ours !== theirs)
      throw new Error(
        `etcd ${version} for ${architecture} has the digest ${ours} in the table, not ${theirs}.`,
      )
    if (ours) digests.set(architecture, ours)
  }
  const missing = NEEDED.filter((architecture) => !digests.has(architecture))
  if (missing.length > 0)
    throw new Error(`There is no digest of etcd ${version} for ${missing.join(' and ')}.`)
  const sources = [...new Set([...(known?.sources ?? []), source])]
  const sorted = ARCHITECTURES.flatMap((name) => (digests.has(name) ? [[name, digests.get(name)]] : []))
  return { sources, ...Object.fromEntries(sorted) }
}

/** `<digest>  etcd-v3.6.16-linux-amd64.tar.gz`, one line for each archive. */
function readSums(text: string): Found[] {
  const files = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, digest, file] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trimEnd()) ?? []
      if (!digest || !file) throw new Error(`This is not a line of SHA256SUMS: ${JSON.stringify(line)}`)
      return { digest, file }
    })
  const found = files.flatMap(({ digest, file }) => {
    const [, version = '', name = ''] = /^etcd-v(.+)-linux-([a-z0-9]+)\.tar\.gz$/.exec(file) ?? []
    return name === '' ? [] : [{ version: checked(version), architecture: named(name), digest }]
  })
  const versions = new Set(found.map(({ version }) => version))
  if (versions.size !== 1)
    throw new Error(`SHA256SUMS of one release is needed, and this has ${versions.size} versions for Linux.`)
  return found
}

/** `etcd_binary_checksums`: by architecture, then by version, `sha256:<digest>`. */
function readKubespray(text: string): Found[] {
  const { etcd_binary_checksums: sums } = load(text) as Record<
    string,
    Record<string, Record<string, unknown>>
  >
  return Object.entries(sums ?? {}).flatMap(([name, versions]) =>
    Object.entries(versions).map(([version, value]) => {
      const digest = /^sha256:([0-9a-f]{64})$/.exec(String(value))?.[1]
      if (!digest) throw new Error(`etcd ${version} for ${name} has no SHA-256 digest, but ${value}.`)
      return { version: checked(version), architecture: named(name), digest }
    }),
  )
}

function checked(version: string): string {
  const parsed = parseVersion(version)
  if (!parsed) throw new Error(`${version} is not a release. The table holds no candidates.`)
  if (lineOf(version) && !isOfNewerLine(version)) return version
  throw new Error(
    `quorate does not know etcd ${parsed.minor}: see "A new minor version of etcd" in CONTRIBUTING.md.`,
  )
}

function named(architecture: string): Architecture {
  const known = ARCHITECTURES.find((name) => name === architecture)
  if (!known) throw new Error(`quorate does not know the architecture ${architecture}.`)
  return known
}
