import { newestPinned } from './digests.ts'

/** The lines of etcd releases, oldest first. For a new one, see CONTRIBUTING.md, "A new minor version of etcd". */
export const MINORS = ['3.4', '3.5', '3.6', '3.7'] as const

/** A line of etcd releases. */
export type Minor = (typeof MINORS)[number]

/** The last line. */
export const NEWEST_MINOR: Minor = MINORS[MINORS.length - 1] as Minor

/** The architectures for which etcd releases Linux archives, as in the archives' names. */
export type Architecture = 'amd64' | 'arm64' | 'ppc64le' | 's390x'

/** In the order of all lists. */
export const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64', 'ppc64le', 's390x']

/** The architecture's name in `uname -m` and Ansible's `ansible_architecture`. */
export const MACHINES: Readonly<Record<Architecture, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  ppc64le: 'ppc64le',
  s390x: 's390x',
}

/** A line of releases: all of `<minor>.0` to `<minor>.<newest>` exist. */
export type Line = {
  readonly minor: Minor
  readonly newest: number
  /** The month of its last release, if it is end of life. */
  readonly ended?: string
  /** Patches that should not run in production: all below `before`. The first match counts. */
  readonly unsafe: readonly { readonly before: number; readonly reason: string }[]
  readonly architectures: readonly Architecture[]
  /** The oldest release of the line before from which etcd's guide allows an upgrade, if it asks for more than the first. */
  readonly upgradableFrom?: string
}

/** What is known of a line besides the digests. `newest` may lag behind: a digest says that a release exists. */
type Facts = Omit<Line, 'minor'>

const MINIMUM = 'the oldest release of this line that is recommended for production'

/**
 * As of November 2026. Sources: etcd, CHANGELOG-3.{4,5,6,7}.md and the releases' assets; etcd's website,
 * op-guide/data_corruption.md (3.5.0 to 3.5.2), upgrades/upgrade_3_{6,7}.md; Kubernetes' website, configure-upgrade-etcd.md (3.4.22 and 3.5.6).
 */
const FACTS: Readonly<Record<Minor, Facts>> = {
  '3.4': {
    newest: 45,
    ended: 'June 2026',
    unsafe: [{ before: 22, reason: `is older than 3.4.22, ${MINIMUM}` }],
    architectures: ['amd64', 'arm64', 'ppc64le'],
  },
  '3.5': {
    newest: 35,
    unsafe: [
      { before: 3, reason: 'can corrupt data when a member is killed under load' },
      { before: 6, reason: `is older than 3.5.6, ${MINIMUM}` },
    ],
    architectures: ARCHITECTURES,
  },
  '3.6': { newest: 16, unsafe: [], architectures: ARCHITECTURES, upgradableFrom: '3.5.32' },
  '3.7': { newest: 3, unsafe: [], architectures: ARCHITECTURES, upgradableFrom: '3.6.11' },
}

/** The lines, oldest first. */
export const LINES: readonly Line[] = MINORS.map((minor) => {
  const pinned = Number(newestPinned(minor)?.split('.')[2] ?? 0)
  return { minor, ...FACTS[minor], newest: Math.max(FACTS[minor].newest, pinned) }
})

/** A version as line and patch number. */
export type Version = { readonly minor: string; readonly patch: number }

/** Reads `3.6.14`; undefined for anything that is not three plain numbers. */
export function parseVersion(text: string): Version | undefined {
  const parts = /^((?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5}))\.(0|[1-9]\d{0,5})$/.exec(text)
  return parts?.[1] && parts[2] ? { minor: parts[1], patch: Number(parts[2]) } : undefined
}

/** Whether a version or a minor belongs to a line that is newer than this quorate: 3.8.0 while 3.7 is the last line. */
export function isOfNewerLine(version: string): boolean {
  const minor = /^3\.([1-9]\d{0,5})(?:\.|$)/.exec(version)?.[1]
  return minor !== undefined && Number(minor) > Number(NEWEST_MINOR.slice(2))
}

/** The version that quorate takes a version for: the last patch of the newest line that it knows for one of a newer line. */
export function takenFor(version: string): string {
  return isOfNewerLine(version) ? `${NEWEST_MINOR}.999999` : version
}

/**
 * The line of a version or of a minor such as `3.6`; the newest line that quorate knows for one of a newer line;
 * undefined for any other.
 */
export function lineOf(version: string): Line | undefined {
  const taken = takenFor(version)
  return LINES.find(({ minor }) => taken === minor || taken.startsWith(`${minor}.`))
}

/** Whether quorate knows this release. */
export function isKnownVersion(version: string): boolean {
  const parsed = parseVersion(version)
  const line = LINES.find(({ minor }) => minor === parsed?.minor)
  return line !== undefined && parsed !== undefined && parsed.patch <= line.newest
}

/** The newest release of a line: `3.6.16` of 3.6. */
export function newestOf({ minor, newest }: Line): string {
  return `${minor}.${newest}`
}

/** The line of a version: `3.6` for `3.6.14`. For one of a newer line, the newest line that quorate knows. */
export function minorOf(version: string): Minor {
  return takenFor(version).split('.').slice(0, 2).join('.') as Minor
}

/** The programs in a release: 3.5 added etcdutl (CHANGELOG-3.5.md). */
export function programsOf(version: string): readonly string[] {
  return minorOf(version) === '3.4' ? ['etcd', 'etcdctl'] : ['etcd', 'etcdctl', 'etcdutl']
}

const RECOMMENDED: Minor = '3.6'

/** The version that messages suggest, and the default: the newest of the recommended line whose digests quorate knows. */
export const RECOMMENDED_VERSION = newestPinned(RECOMMENDED) ?? `${RECOMMENDED}.0`

/** The version of a line that messages suggest; without a known digest in it, the recommended version. */
export function suggestedOf({ minor }: Line): string {
  return newestPinned(minor) ?? RECOMMENDED_VERSION
}

/** The architectures with archives of a version; none if its line is unknown. */
export function architecturesOf(version: string): readonly Architecture[] {
  return lineOf(version)?.architectures ?? []
}

/** The upgrades for which members need a recent patch first: the line, that patch, and one to suggest. */
export const UPGRADES: readonly {
  readonly to: string
  readonly oldest: string
  readonly suggested: string
}[] = LINES.flatMap(({ minor, upgradableFrom: oldest }) =>
  oldest ? [{ to: minor, oldest, suggested: newestPinned(minorOf(oldest)) ?? oldest }] : [],
)
