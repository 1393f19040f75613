import { segments } from '../diagnostics/pointer.ts'
import { follow, ROOT } from './schema-node.ts'

/** The unit in which etcd and systemd read a plain number (etcd, server/embed/config.go; systemd.time). */
const UNITS: Readonly<Record<string, string>> = {
  heartbeatInterval: 'ms',
  electionTimeout: 'ms',
  compactionRetention: 'h',
  startTimeout: 's',
  restartDelay: 's',
}

const KIB = 2 ** 10
const MIB = 2 ** 20
const GIB = 2 ** 30

const patternOf = (name: string) => follow({ $ref: `#/$defs/${name}` }).pattern

/** A number with the unit that is probably meant: 4294967296 bytes are `4GiB`, and a heartbeat of 100 is `100ms`. */
export function withUnit(value: string, pointer: string, pattern: string): string | undefined {
  if (!/^[1-9]\d{0,14}$/.test(value) || !ROOT.$defs) return undefined
  const name = segments(pointer).at(-1) ?? ''
  if (pattern === patternOf('days')) return value.length > 5 ? undefined : `${value}d`
  if (pattern === patternOf('duration')) return UNITS[name] === undefined ? undefined : value + UNITS[name]
  return pattern === patternOf('size') ? size(Number(value), name === 'quota') : undefined
}

/** Small numbers were never bytes. */
function size(number: number, isLarge: boolean): string {
  if (number <= 64) return `${number}${isLarge ? 'GiB' : 'MiB'}`
  if (number < 2 ** 16) return `${number}${isLarge ? 'MiB' : 'KiB'}`
  if (number % GIB === 0) return `${number / GIB}GiB`
  if (number % MIB === 0) return `${number / MIB}MiB`
  return number % KIB === 0 && number < 10_000 * MIB && number / KIB < 10_000_000
    ? `${number / KIB}KiB`
    : `${Math.max(1, Math.round(number / MIB))}MiB`
}
