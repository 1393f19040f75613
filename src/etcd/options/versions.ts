import { type Minor, parseVersion, takenFor } from '../releases.ts'
import type { ByVersion, Lines } from './option.ts'

/** Whether `lines` contains a release such as `3.5.16`. */
export function includes(lines: Lines, version: string): boolean {
  const parsed = parseVersion(takenFor(version))
  const first = parsed && lines[parsed.minor as Minor]
  return parsed !== undefined && first !== undefined && parsed.patch >= first
}

/** The value for a version: the common value, or that of the newest entry that is not newer than the version. */
export function atVersion<T extends string | false | object>(
  value: T | ByVersion<T>,
  version: string,
): T | undefined {
  if (!isByVersion(value)) return value
  const from = Object.keys(value)
    .filter((start) => compare(start, version) <= 0)
    .sort(compare)
    .at(-1)
  return value[from as keyof ByVersion<T>]
}

function isByVersion<T>(value: T | ByVersion<T>): value is ByVersion<T> {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).every((key) => /^\d+\.\d/.test(key))
  )
}

/** Compares versions and lines; a line means its first release. */
export function compare(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((text) => text.split('.').map(Number))
  const part = [0, 1, 2].find((index) => (ours?.[index] ?? 0) !== (theirs?.[index] ?? 0))
  return part === undefined ? 0 : (ours?.[part] ?? 0) - (theirs?.[part] ?? 0)
}
