import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import { managedBy } from '../../etcd/managed.ts'
import { hasOption, optionNamed } from '../../etcd/options/index.ts'
import type { EtcdOption } from '../../etcd/options/option.ts'
import { SECURITY } from '../../etcd/options/security.ts'
import { refusedBecause } from '../../etcd/refused.ts'
import { lineOf, minorOf, parseVersion } from '../../etcd/releases.ts'
import type { LenientSpec } from '../lenient.ts'
import { complaintAbout } from './option-value.ts'
import { isPlain } from './rule.ts'

/** An entry of `etcd.extraOptions`. */
export type ExtraOption = {
  readonly name: string
  /** In the notation of the flag. */
  readonly value: string
  readonly pointer: Pointer
}

export const EXTRA_OPTIONS = '/etcd/extraOptions'

/** All entries of `etcd.extraOptions`, valid or not. */
export function extraOptions({ etcd }: LenientSpec): ExtraOption[] {
  return Object.entries(etcd?.extraOptions ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value), pointer: child(EXTRA_OPTIONS, name) }],
  )
}

/** The spec's etcd version, if quorate knows its line and thus its options. */
export function knownVersion({ etcd }: LenientSpec): string | undefined {
  const version = etcd?.version
  return version !== undefined && parseVersion(version) && lineOf(version) ? version : undefined
}

/** The entries with an option that the version has and the user may set. */
export function usableOptions(spec: LenientSpec): (ExtraOption & { readonly option: EtcdOption })[] {
  const version = knownVersion(spec)
  if (version === undefined) return []
  return extraOptions(spec).flatMap((entry) => {
    const option = optionNamed(entry.name)
    const isUsable =
      option &&
      hasOption(option, version) &&
      !managedBy(entry.name, minorOf(version)) &&
      !isIdle(entry.name, spec) &&
      !refusedBecause(entry.name)
    return option && isUsable ? [{ ...entry, option }] : []
  })
}

/** Security options that also work without TLS. */
const FOR_HTTP: readonly string[] = ['cors', 'host-whitelist']
const FOR_TLS: ReadonlySet<string> = new Set(
  SECURITY.map(({ name }) => name).filter((name) => !FOR_HTTP.includes(name)),
)

/** Whether etcd ignores an option because TLS is off (tried with 3.4.23, 3.5.33, 3.6.14 and 3.7.1). */
export function isIdle(name: string, spec: LenientSpec): boolean {
  return isPlain(spec) && FOR_TLS.has(name)
}

/** The user's value of an option, if etcd can parse it. */
export function givenValue(spec: LenientSpec, name: string): string | undefined {
  const version = knownVersion(spec) ?? ''
  const entry = usableOptions(spec).find((candidate) => candidate.name === name)
  return entry && !complaintAbout(entry.value, entry.option, version) ? entry.value : undefined
}
