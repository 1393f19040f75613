import { type Minor, minorOf } from './releases.ts'

/** One of etcd's options, by the name of its flag without the dashes, with the value that the flag takes. */
export type Setting = { readonly option: string; readonly value: string }

/*
 * What a spec wants, as the settings that each line takes for it. Sources: etcd's documentation,
 * op-guide/data_corruption.md; etcd, CHANGELOG-3.{4,5,6}.md and server/embed/config.go at each line.
 */

/** Comparing hashes at start and, from 3.5.5 on, at compaction; 3.6 has feature gates instead of experimental options. */
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

/** The setting that has a leader compare the members' whole data, every so often. */
export function corruptionCheckInterval(version: string, duration: string): Setting {
  const isExperimental = ['3.4', '3.5'].includes(minorOf(version))
  return {
    option: isExperimental ? 'experimental-corrupt-check-time' : 'corrupt-check-time',
    value: duration,
  }
}

/**
 * What 3.4 has to be told so that it logs as the later lines do by themselves, and serves its gateway, which a
 * configuration file of 3.4 turns off by its silence.
 */
const MODERN_DEFAULTS: Readonly<Partial<Record<Minor, readonly Setting[]>>> = {
  '3.4': [
    { option: 'logger', value: 'zap' },
    { option: 'enable-grpc-gateway', value: 'true' },
  ],
}

/** The settings that bring an older line to the later lines' defaults. */
export function modernDefaults(version: string): readonly Setting[] {
  return MODERN_DEFAULTS[minorOf(version)] ?? []
}
