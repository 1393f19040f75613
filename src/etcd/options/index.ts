import { type Minor, minorOf } from '../releases.ts'
import { CLUSTERING } from './clustering.ts'
import { FEATURES, UNSAFE } from './features.ts'
import { MEMBER } from './member.ts'
import { LOGGING, MONITORING, PROXY } from './monitoring.ts'
import type { EtcdOption, FileKey } from './option.ts'
import { AUTH, SECURITY } from './security.ts'

/*
 * Every option of etcd's server, in the order of `etcd --help`. Sources: server/embed/config.go and
 * server/etcdmain/config.go of each patch of 3.5, 3.6 and 3.7 (for 3.4 the program itself and CHANGELOG-3.4.md). The lab
 * holds the table against the real programs (test/lab/scenarios/options.ts).
 */

/** The options under the headings of the help. */
export const HEADINGS: Readonly<Record<string, readonly EtcdOption[]>> = {
  Member: MEMBER,
  Clustering: CLUSTERING,
  Security: SECURITY,
  Auth: AUTH,
  'Profiling, monitoring and tracing': MONITORING,
  Logging: LOGGING,
  'v2 proxy': PROXY,
  Features: FEATURES,
  'Unsafe, and no settings': UNSAFE,
}

/** All of them. */
export const OPTIONS: readonly EtcdOption[] = Object.values(HEADINGS).flat()

const BY_NAME: ReadonlyMap<string, EtcdOption> = new Map(OPTIONS.map((option) => [option.name, option]))

/** The option of a flag, given without its dashes. */
export function optionNamed(name: string): EtcdOption | undefined {
  return BY_NAME.get(name)
}

/** Whether a version (`3.5.16`) takes the option. */
export function hasOption({ lines }: EtcdOption, version: string): boolean {
  const since = lines[minorOf(version)]
  return since !== undefined && patchOf(version) >= since
}

/** Whether a version takes the option but calls it deprecated. */
export function isDeprecated(option: EtcdOption, version: string): boolean {
  return (
    option.deprecated !== undefined && hasOption(option, version) && minorOf(version) >= option.deprecated
  )
}

/** What a version takes where the option is not given. */
export function defaultOf(option: EtcdOption, version: string): string {
  return typeof option.default === 'string' ? option.default : (latest(option.default, version) ?? '')
}

/** Where an option stands in a version's configuration file; false where no file can set it. */
export function fileKeyOf({ file }: EtcdOption, version: string): FileKey | false {
  const place = file === false || isFileKey(file) ? file : (latest(file, version) ?? false)
  return place && patchOf(version) >= (place.sincePatch ?? 0) ? place : false
}

function isFileKey(file: Exclude<EtcdOption['file'], false>): file is FileKey {
  return 'key' in file
}

/** Of values that hold from a line on, the one of a version. */
function latest<Value>(byLine: Readonly<Partial<Record<Minor, Value>>>, version: string): Value | undefined {
  const lines = (Object.keys(byLine) as Minor[]).filter((line) => line <= minorOf(version)).sort()
  const line = lines.at(-1)
  return line && byLine[line]
}

function patchOf(version: string): number {
  return Number(version.split('.')[2])
}
