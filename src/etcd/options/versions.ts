import { type Minor, parseVersion } from '../releases.ts'
import type { ByVersion, Lines } from './option.ts'

/** Whether a release such as `3.5.16` is one of those that `lines` has. */
export function includes(lines: Lines, version: string): boolean {
  const parsed = parseVersion(version)
  const first = parsed && lines[parsed.minor as Minor]
  return parsed !== undefined && first !== undefined && parsed.patch >= first
}

/** What is true of a version: a value that all have in common, or that of the newest entry that is not newer than a version. */
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

/** Orders versions and lines; a line stands for its first release. */
export function compare(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((text) => text.split('.').map(Number))
  const place = [0, 1, 2].find((index) => (ours?.[index] ?? 0) !== (theirs?.[index] ?? 0))
  return place === undefined ? 0 : (ours?.[place] ?? 0) - (theirs?.[place] ?? 0)
}
