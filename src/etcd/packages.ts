/** A distribution and the etcd version in its packages. */
export type Distribution = {
  readonly name: string
  /** The suite's name in apt's sources. */
  readonly suite: string
  /** The version without the distribution's suffix: `3.4.23` of `3.4.23-4+b4`. */
  readonly version: string
}

/** The month when this table was written. */
export const PACKAGES_AS_OF = 'November 2026'

/**
 * The distributions whose packages `etcd-server` and `etcd-client` quorate can install. Debian 11 and Ubuntu 22.04 have
 * 3.3.25, which quorate does not support.
 * Sources: apt on Debian 12 (3.4.23-4+b4); packages.debian.org (trixie: 3.5.16-4; sid: 3.5.30-2, which Ubuntu's next
 * release copies); packages.ubuntu.com (noble: 3.4.30-1ubuntu0.24.04.3, resolute: 3.5.16-10).
 */
export const DISTRIBUTIONS: readonly Distribution[] = [
  { name: 'Debian 12', suite: 'bookworm', version: '3.4.23' },
  { name: 'Debian 13', suite: 'trixie', version: '3.5.16' },
  { name: 'Debian unstable', suite: 'sid', version: '3.5.30' },
  { name: 'Ubuntu 24.04', suite: 'noble', version: '3.4.30' },
  { name: 'Ubuntu 26.04', suite: 'resolute', version: '3.5.16' },
]

/** Whether a known distribution has packages of this version. */
export function isPackaged(version: string): boolean {
  return DISTRIBUTIONS.some((distribution) => distribution.version === version)
}
