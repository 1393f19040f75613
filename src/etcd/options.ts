/** One of etcd's options, by the name of its flag without the dashes, with the value that it is given. */
export type Setting = { readonly option: string; readonly value: string }

/** A line of etcd releases. */
export type Minor = '3.4' | '3.5' | '3.6' | '3.7'

/** The line of a full version: `3.6.14` is of `3.6`. */
export function minorOf(version: string): Minor {
  return version.split('.').slice(0, 2).join('.') as Minor
}

/**
 * What asks a release for its corruption checks: comparing hashes at start and, from 3.5.5 on, at compaction.
 * Sources: etcd's documentation, op-guide/data_corruption.md; CHANGELOG-3.5.md (3.5.5) and CHANGELOG-3.6.md
 * (feature gates instead of experimental options).
 */
const CORRUPTION_CHECKS: Readonly<Record<Minor, readonly (Setting & { readonly sincePatch?: number })[]>> = {
  '3.4': [{ option: 'experimental-initial-corrupt-check', value: 'true' }],
  '3.5': [
    { option: 'experimental-initial-corrupt-check', value: 'true' },
    { option: 'experimental-compact-hash-check-enabled', value: 'true', sincePatch: 5 },
  ],
  '3.6': [{ option: 'feature-gates', value: 'InitialCorruptCheck=true,CompactHashCheck=true' }],
  '3.7': [{ option: 'feature-gates', value: 'InitialCorruptCheck=true,CompactHashCheck=true' }],
}

/** The settings that turn a version's corruption checks on. */
export function corruptionChecks(version: string): Setting[] {
  const patch = Number(version.split('.')[2])
  return CORRUPTION_CHECKS[minorOf(version)]
    .filter(({ sincePatch }) => patch >= (sincePatch ?? 0))
    .map(({ option, value }) => ({ option, value }))
}

/**
 * What a line has to be told so that it behaves as the later ones do by themselves: 3.4 logs by capnslog and holds
 * elections without a pre-vote (etcd, etcdmain/help.go at v3.4.x; CHANGELOG-3.5.md).
 */
const MODERN_DEFAULTS: Readonly<Partial<Record<Minor, readonly Setting[]>>> = {
  '3.4': [
    { option: 'logger', value: 'zap' },
    { option: 'pre-vote', value: 'true' },
  ],
}

/** The settings that bring an older line to the later lines' defaults. */
export function modernDefaults(version: string): readonly Setting[] {
  return MODERN_DEFAULTS[minorOf(version)] ?? []
}

/** The programs in a release: etcdutl came with 3.5 (CHANGELOG-3.5.md). */
export function binariesOf(version: string): readonly string[] {
  return minorOf(version) === '3.4' ? ['etcd', 'etcdctl'] : ['etcd', 'etcdctl', 'etcdutl']
}

/** The environment variable that sets an option (etcd, pkg/flags/flag.go): `data-dir` is `ETCD_DATA_DIR`. */
export function variableOf(option: string): string {
  return `ETCD_${option.toUpperCase().replaceAll('-', '_')}`
}
