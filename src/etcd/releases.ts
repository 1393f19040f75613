/** A line of etcd releases. */
export type Minor = '3.4' | '3.5' | '3.6' | '3.7'

/** The architectures that etcd releases archives for Linux on, as the archives' names have them. */
export type Architecture = 'amd64' | 'arm64' | 'ppc64le' | 's390x'

/** In the order in which they are listed wherever they are. */
export const ARCHITECTURES: readonly Architecture[] = ['amd64', 'arm64', 'ppc64le', 's390x']

/** What `uname -m`, and Ansible's `ansible_architecture` with it, calls an architecture. */
export const MACHINES: Readonly<Record<Architecture, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  ppc64le: 'ppc64le',
  s390x: 's390x',
}

/** A line of releases: everything from `<minor>.0` to `<minor>.<newest>` exists. */
export type Line = {
  readonly minor: Minor
  readonly newest: number
  /** The month of its last release, once it gets no more. */
  readonly ended?: string
  /** Patches that should not run in production: all below `before`, and why. The first that fits counts. */
  readonly unsafe: readonly { readonly before: number; readonly reason: string }[]
  readonly architectures: readonly Architecture[]
}

const MINIMUM = 'the oldest of its line that is recommended for production'

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
      { before: 3, reason: 'can corrupt its data when a member is killed under load' },
      { before: 6, reason: `is older than 3.5.6, ${MINIMUM}` },
    ],
    architectures: ARCHITECTURES,
  },
  { minor: '3.6', newest: 16, unsafe: [], architectures: ARCHITECTURES },
  { minor: '3.7', newest: 3, unsafe: [], architectures: ARCHITECTURES },
]

/** A version in its three numbers. */
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

/** Whether there is such a release, as far as quorate knows. */
export function isKnownVersion(version: string): boolean {
  const parsed = parseVersion(version)
  const line = parsed && lineOf(parsed.minor)
  return line !== undefined && parsed !== undefined && parsed.patch <= line.newest
}

/** The newest release of a line: `3.6.16` of 3.6. */
export function newestOf({ minor, newest }: Line): string {
  return `${minor}.${newest}`
}

/** The line of a version that there is: `3.6.14` is of `3.6`. */
export function minorOf(version: string): Minor {
  return version.split('.').slice(0, 2).join('.') as Minor
}

/** The programs in a release: etcdutl came with 3.5 (CHANGELOG-3.5.md). */
export function programsOf(version: string): readonly string[] {
  return minorOf(version) === '3.4' ? ['etcd', 'etcdctl'] : ['etcd', 'etcdctl', 'etcdutl']
}

/** The line that quorate's own default is of; what to suggest to whoever asks for one that does not exist. */
export function recommendedLine(): Line {
  const line = lineOf('3.6')
  if (!line) throw new Error('the recommended line is missing from the table')
  return line
}

/** The architectures that a version has archives for; none for a version of no known line. */
export function architecturesOf(version: string): readonly Architecture[] {
  return lineOf(version)?.architectures ?? []
}
