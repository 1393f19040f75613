import { MINORS, type Minor } from '../releases.ts'
import type { EtcdOption, FileKey, Lines, OptionType } from './option.ts'

/*
 * Functions for the option tables. Sources of the tables: etcdmain/config.go, help.go and embed/config.go of every patch of
 * 3.5.0–3.5.35, 3.6.0–3.6.16 and 3.7.0–3.7.3; for 3.4, CHANGELOG-3.4.md and the program 3.4.23. The lab's scenario
 * `options` compares them with the programs.
 */

/** All releases of a line and of every later one, up to and including the line `last`. */
function linesFrom(first: Minor, last?: Minor): Lines {
  const end = last === undefined ? MINORS.length : MINORS.indexOf(last) + 1
  return Object.fromEntries(MINORS.slice(MINORS.indexOf(first), end).map((minor) => [minor, 0]))
}

export const ALL = linesFrom('3.4')
export const SINCE_3_5 = linesFrom('3.5')
export const SINCE_3_6 = linesFrom('3.6')
export const SINCE_3_7 = linesFrom('3.7')
export const UNTIL_3_6 = linesFrom('3.4', '3.6')
export const UNTIL_3_5 = linesFrom('3.4', '3.5')
export const ONLY_3_4 = linesFrom('3.4', '3.4')

/** An option that 3.6 deprecates in favour of another. */
export const renamedIn36 = (replacement: string) => ({ deprecated: '3.6', replacement }) as const

type Details = Omit<Partial<EtcdOption>, 'name' | 'type' | 'default' | 'about'>

/** An option of all lines, with the flag's name at the top of the configuration file, unless `details` says otherwise. */
export function option(
  name: string,
  type: OptionType,
  byDefault: EtcdOption['default'],
  about: string,
  details: Details = {},
): EtcdOption {
  const form = type === 'duration' ? 'nanoseconds' : 'scalar'
  return { name, type, default: byDefault, about, lines: ALL, file: topLevel(name, form), ...details }
}

/** A key at the top level of the configuration file. */
export function topLevel(key: string, form: FileKey['form'] = 'scalar'): FileKey {
  return { key, form }
}
