import table from './digests.json' with { type: 'json' }
import type { Architecture } from './releases.ts'

/** Where the digests of a release were copied from. */
export const SOURCES = {
  SHA256SUMS: 'the file SHA256SUMS of the release',
  quoted: 'the file SHA256SUMS of the release, as public repositories quote it (sous-chefs/etcd and others)',
  kubespray: 'kubernetes-sigs/kubespray, roles/kubespray_defaults/vars/main/checksums.yml',
} as const
export type Source = keyof typeof SOURCES

/** The SHA-256 digests of a release's archives, and all sources that state them. */
export type ReleaseDigests = Readonly<Partial<Record<Architecture, string>>> & {
  readonly sources: readonly Source[]
}
export type DigestTable = Readonly<Record<string, ReleaseDigests>>

/** By version, oldest first. `npm run releases` writes digests.json: see CONTRIBUTING.md, "A new etcd release". */
export const DIGESTS = table as DigestTable

/** The versions whose archives quorate knows the digests of, newest first. */
export const PINNED_VERSIONS: readonly string[] = Object.keys(DIGESTS).reverse()

/** The newest version of a line such as `3.6` whose digests quorate knows. */
export function newestPinned(minor: string): string | undefined {
  return PINNED_VERSIONS.find((version) => version.startsWith(`${minor}.`))
}

/** The digest of an archive, where quorate knows it. */
export function pinnedDigest(version: string, architecture: Architecture): string | undefined {
  return Object.hasOwn(DIGESTS, version) ? DIGESTS[version]?.[architecture] : undefined
}
