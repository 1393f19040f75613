import { LINES } from '../releases.ts'
import { AUTH } from './auth.ts'
import { CLUSTERING } from './clustering.ts'
import { FEATURES } from './features.ts'
import { LOGGING } from './logging.ts'
import { MEMBER } from './member.ts'
import { MONITORING } from './monitoring.ts'
import type { EtcdOption, FileKey, Lines } from './option.ts'
import { SECURITY } from './security.ts'
import { TRACING } from './tracing.ts'
import { UNSAFE } from './unsafe.ts'
import { V2_PROXY } from './v2-proxy.ts'
import { atVersion, compare, includes } from './versions.ts'

/** A heading of `etcd --help` and its options. */
export type OptionGroup = { readonly heading: string; readonly options: readonly EtcdOption[] }

/** All options of the etcd server, with the headings and roughly the order of `etcd --help`. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  { heading: 'Member', options: MEMBER },
  { heading: 'Clustering', options: CLUSTERING },
  { heading: 'Security', options: SECURITY },
  { heading: 'Auth', options: AUTH },
  { heading: 'Profiling and monitoring', options: MONITORING },
  { heading: 'Logging', options: LOGGING },
  { heading: 'Distributed tracing', options: TRACING },
  { heading: 'v2 proxy', options: V2_PROXY },
  { heading: 'Features', options: FEATURES },
  { heading: 'Unsafe', options: UNSAFE },
]

/** All options of the etcd server. Sources: see define.ts. */
export const OPTIONS: readonly EtcdOption[] = OPTION_GROUPS.flatMap(({ options }) => options)

const BY_NAME = new Map(OPTIONS.map((option) => [option.name, option]))

/** The option with this flag name, without the dashes; undefined if no line of etcd has it. */
export function optionNamed(name: string): EtcdOption | undefined {
  return BY_NAME.get(name)
}

/** Whether a release such as `3.5.16` has an option. */
export function hasOption({ lines }: EtcdOption, version: string): boolean {
  return includes(lines, version)
}

/** The first release of each line with an option, oldest first: `['3.4.25', '3.5.8', '3.6.0', '3.7.0']`. */
export function firstVersionsWith({ lines }: { readonly lines: Lines }): string[] {
  return LINES.flatMap(({ minor }) => (lines[minor] === undefined ? [] : [`${minor}.${lines[minor]}`]))
}

/** The releases with an option, for people: `3.4.25+, 3.5.8+, 3.6, 3.7`. */
export function releasesWith(option: { readonly lines: Lines }): string {
  return firstVersionsWith(option)
    .map((version) => (version.endsWith('.0') ? version.slice(0, -2) : `${version}+`))
    .join(', ')
}

/**
 * The default of an option in a release, in the flag's notation (`etcd --help`; if that prints nothing, the server's
 * behaviour).
 */
export function defaultOf(option: EtcdOption, version: string): string {
  return atVersion(option.default, version) ?? ''
}

/** The default if a release's configuration file lacks an option; not always the flag's default. */
export function defaultInFileOf(option: EtcdOption, version: string): string {
  const own = option.defaultInFile && atVersion(option.defaultInFile, version)
  return own ?? defaultOf(option, version)
}

/** The allowed values of a `choice` in a release; none for other types. */
export function choicesOf(option: EtcdOption, version: string): readonly string[] {
  return (option.choices && atVersion(option.choices, version)) ?? []
}

/** Whether a `list` may have several entries in a release. */
export function takesSeveral({ type, severalSince }: EtcdOption, version: string): boolean {
  return type === 'list' && (severalSince === undefined || includes(severalSince, version))
}

/** The key of an option in a release's configuration file; false if there is none. */
export function fileKeyOf(option: EtcdOption, version: string): FileKey | false {
  return hasOption(option, version) && (atVersion(option.file, version) ?? false)
}

/** Whether an option is deprecated in a release. */
export function isDeprecated(option: EtcdOption, version: string): boolean {
  return (
    hasOption(option, version) && option.deprecated !== undefined && compare(option.deprecated, version) <= 0
  )
}
