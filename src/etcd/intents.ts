import { type Minor, minorOf } from './releases.ts'

/** An etcd option, named like its flag without the dashes, with the flag's value. */
export type Setting = { readonly option: string; readonly value: string }

/*
 * Settings that differ between etcd's lines. Sources: etcd's documentation,
 * op-guide/data_corruption.md; etcd, CHANGELOG-3.{4,5,6}.md and server/embed/config.go at each line.
 */

/** etcd compares hashes at start and, since 3.5.5, at compaction. 3.6 has feature gates instead of experimental options. */
const CORRUPTION_CHECKS: Readonly<Record<Minor, readonly (Setting & { readonly sincePatch?: number })[]>> = {
  '3.4': [{ option: 'experimental-initial-corrupt-check', value: 'true' }],
  '3.5': [
    { option: 'experimental-initial-corrupt-check', value: 'true' },
    { option: 'experimental-compact-hash-check-enabled', value: 'true', sincePatch: 5 },
  ],
  '3.6': [{ option: 'feature-gates', value: 'InitialCorruptCheck=true,CompactHashCheck=true' }],
  '3.7': [{ option: 'feature-gates', value: 'InitialCorruptCheck=true,CompactHashCheck=true' }],
}

/** The settings that turn on a version's corruption checks. */
export function corruptionChecks(version: string): Setting[] {
  const patch = Number(version.split('.')[2])
  return CORRUPTION_CHECKS[minorOf(version)]
    .filter(({ sincePatch }) => patch >= (sincePatch ?? 0))
    .map(({ option, value }) => ({ option, value }))
}

/** The setting for how often the leader compares all data of all members. */
export function corruptionCheckInterval(version: string, duration: string): Setting {
  const isExperimental = ['3.4', '3.5'].includes(minorOf(version))
  return {
    option: isExperimental ? 'experimental-corrupt-check-time' : 'corrupt-check-time',
    value: duration,
  }
}

/**
 * 3.4 needs these settings to log like later lines, and to serve its gRPC gateway: a configuration file of 3.4 that does
 * not mention the gateway turns it off.
 */
const MODERN_DEFAULTS: Readonly<Partial<Record<Minor, readonly Setting[]>>> = {
  '3.4': [
    { option: 'logger', value: 'zap' },
    { option: 'enable-grpc-gateway', value: 'true' },
  ],
}

/** The settings that give an older line the defaults of later lines. */
export function modernDefaults(version: string): readonly Setting[] {
  return MODERN_DEFAULTS[minorOf(version)] ?? []
}
