import type { Setting } from './intents.ts'
import { fileKeyOf, optionNamed } from './options/index.ts'
import type { FileKey } from './options/option.ts'

/** The environment variable that sets an option (etcd, pkg/flags/flag.go): `data-dir` is `ETCD_DATA_DIR`. */
export function variableOf(option: string): string {
  return `ETCD_${option.toUpperCase().replaceAll('-', '_')}`
}

/** The flag that sets an option, as one word: Go does not read a boolean from the next word. */
export function flagOf({ option, value }: Setting): string {
  return `--${option}=${value}`
}

/** A setting in etcd's configuration file. */
export type FileEntry = { readonly place: FileKey; readonly value: string | number | boolean | string[] }

/**
 * The entry that sets an option in a version's configuration file. etcd reads the file as JSON: numbers are numbers, and
 * durations are nanoseconds.
 */
export function fileEntryOf({ option, value }: Setting, version: string): FileEntry {
  const described = optionNamed(option)
  const place = described && fileKeyOf(described, version)
  if (!described || !place) throw new Error(`etcd ${version} has no ${option} in its configuration file`)
  if (place.form === 'list') return { place, value: value === '' ? [] : value.split(',') }
  if (place.form === 'nanoseconds') return { place, value: nanoseconds(value) }
  switch (described.type) {
    case 'boolean':
      return { place, value: value === 'true' }
    case 'integer':
    case 'bytes':
    case 'milliseconds':
    case 'seconds':
      return { place, value: Number(value) }
    default:
      return { place, value }
  }
}

const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** A duration in Go's notation, such as `1h30m`, in nanoseconds (Go, time.ParseDuration). */
export function nanoseconds(duration: string): number {
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)]
  return Math.round(
    parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (NANOSECONDS[unit] ?? 0), 0),
  )
}
