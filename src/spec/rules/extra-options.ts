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
  /** As the flag takes it. */
  readonly value: string
  readonly pointer: Pointer
}

export const EXTRA_OPTIONS = '/etcd/extraOptions'

/** The entries of `etcd.extraOptions`, sound or not. */
export function extraOptions({ etcd }: LenientSpec): ExtraOption[] {
  return Object.entries(etcd?.extraOptions ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: String(value), pointer: child(EXTRA_OPTIONS, name) }],
  )
}

/** The version that a spec asks for, where it is one of a line that quorate knows: what options it has is known then. */
export function knownVersion({ etcd }: LenientSpec): string | undefined {
  const version = etcd?.version
  return version !== undefined && parseVersion(version) && lineOf(version) ? version : undefined
}

/** The entries that name an option which the version has and the user may set: what is to be said about their values. */
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

/** Of the options for security, those that are about requests over HTTP, whether or not there is TLS below it. */
const FOR_HTTP: readonly string[] = ['cors', 'host-whitelist']
const FOR_TLS: ReadonlySet<string> = new Set(
  SECURITY.map(({ name }) => name).filter((name) => !FOR_HTTP.includes(name)),
)

/** Whether etcd starts with an option but does not look at it, since TLS is off (tried with 3.4.23, 3.5.33, 3.6.14 and 3.7.1). */
export function isIdle(name: string, spec: LenientSpec): boolean {
  return isPlain(spec) && FOR_TLS.has(name)
}

/** The value of an option as the user set it, where etcd can read it. */
export function givenValue(spec: LenientSpec, name: string): string | undefined {
  const version = knownVersion(spec) ?? ''
  const entry = usableOptions(spec).find((candidate) => candidate.name === name)
  return entry && !complaintAbout(entry.value, entry.option, version) ? entry.value : undefined
}
