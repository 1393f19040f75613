/** A line of etcd releases. */
export type Minor = '3.4' | '3.5' | '3.6' | '3.7'

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
}

const MINIMUM = 'the oldest release of this line that is recommended for production'

/**
 * The lines as of November 2026, oldest first.
 * Sources: etcd, CHANGELOG-3.{4,5,6,7}.md and the releases' assets; etcd's website, op-guide/data_corruption.md
 * (3.5.0 to 3.5.2); Kubernetes' website, configure-upgrade-etcd.md (3.4.22 and 3.5.6).
 */
export const LINES: readonly Line[] = [
  {
    minor: '3.4',
    newest: 45,
    ended: 'June 2026',
    unsafe: [{ before: 22, reason: `is older than 3.4.22, ${MINIMUM}` }],
    architectures: ['amd64', 'arm64', 'ppc64le'],
  },
  {
    minor: '3.5',
    newest: 35,
    unsafe: [
      { before: 3, reason: 'can corrupt data when a member is killed under load' },
      { before: 6, reason: `is older than 3.5.6, ${MINIMUM}` },
    ],
    architectures: ARCHITECTURES,
  },
  { minor: '3.6', newest: 16, unsafe: [], architectures: ARCHITECTURES },
  { minor: '3.7', newest: 3, unsafe: [], architectures: ARCHITECTURES },
]

/** A version as line and patch number. */
export type Version = { readonly minor: string; readonly patch: number }

/** Reads `3.6.14`; undefined for anything that is not three plain numbers. */
export function parseVersion(text: string): Version | undefined {
  const parts = /^((?:0|[1-9]\d{0,5})\.(?:0|[1-9]\d{0,5}))\.(0|[1-9]\d{0,5})$/.exec(text)
  return parts?.[1] && parts[2] ? { minor: parts[1], patch: Number(parts[2]) } : undefined
}

/** The line that a version or a minor such as `3.6` belongs to, if quorate knows it. */
export function lineOf(version: string): Line | undefined {
  return LINES.find(({ minor }) => version === minor || version.startsWith(`${minor}.`))
}

/** Whether quorate knows this release. */
export function isKnownVersion(version: string): boolean {
  const parsed = parseVersion(version)
  const line = parsed && lineOf(parsed.minor)
  return line !== undefined && parsed !== undefined && parsed.patch <= line.newest
}

/** The newest release of a line: `3.6.16` of 3.6. */
export function newestOf({ minor, newest }: Line): string {
  return `${minor}.${newest}`
}

/** The line of a known version: `3.6` for `3.6.14`. */
export function minorOf(version: string): Minor {
  return version.split('.').slice(0, 2).join('.') as Minor
}

/** The programs in a release: 3.5 added etcdutl (CHANGELOG-3.5.md). */
export function programsOf(version: string): readonly string[] {
  return minorOf(version) === '3.4' ? ['etcd', 'etcdctl'] : ['etcd', 'etcdctl', 'etcdutl']
}

/** The line of the default version, which messages suggest. */
export function recommendedLine(): Line {
  const line = lineOf('3.6')
  if (!line) throw new Error('the recommended line is missing from the table')
  return line
}

/** The architectures with archives of a version; none if its line is unknown. */
export function architecturesOf(version: string): readonly Architecture[] {
  return lineOf(version)?.architectures ?? []
}
