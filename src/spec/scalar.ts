/** The value of a YAML scalar. */
export type Scalar = string | number | boolean | null

const NULL = /^(?:|~|null|Null|NULL)$/
const TRUE = /^(?:true|True|TRUE)$/
const FALSE = /^(?:false|False|FALSE)$/
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const OCTAL = /^0o[0-7]+$/
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/
const INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/

/** Parses a scalar without quotes by YAML's core schema (YAML 1.2.2, section 10.3.2): `yes` and `3.6.14` are text. */
export function plainScalar(source: string): Scalar {
  if (NULL.test(source)) return null
  if (TRUE.test(source)) return true
  if (FALSE.test(source)) return false
  if (DECIMAL.test(source) || OCTAL.test(source) || HEXADECIMAL.test(source)) return Number(source)
  const infinity = INFINITY.exec(source)
  if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return NOT_A_NUMBER.test(source) ? Number.NaN : source
}

/** Whether YAML 1.1 reads a scalar as octal, but 1.2 as decimal: `0644`. */
export function looksOctal(source: string): boolean {
  return /^[-+]?0[0-9]+$/.test(source)
}

const TRUE_11 = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const FALSE_11 = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/

/** The value of a boolean of YAML 1.1, such as `yes` and `off`; undefined for others. */
export function truthValue(source: string): boolean | undefined {
  if (TRUE_11.test(source)) return true
  return FALSE_11.test(source) ? false : undefined
}

/** PyYAML's numbers, without `_`, and their values (PyYAML, lib/yaml/resolver.py and constructor.py). */
const NUMBERS_11: readonly (readonly [RegExp, (digits: string) => number])[] = [
  [/^0b[01_]+$/, (digits) => Number(digits)],
  [/^0x[0-9a-fA-F_]+$/, (digits) => Number(digits)],
  [/^0[0-7_]*$/, (digits) => Number.parseInt(digits, 8)],
  [/^[1-9][0-9_]*$/, Number],
  [/^[1-9][0-9_]*(?::[0-5]?[0-9])+$/, sexagesimal],
  [/^(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/, Number],
  [/^[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/, sexagesimal],
]

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
}

/**
 * Parses a scalar without quotes like PyYAML (YAML 1.1): `no` is false, `0644` is 420 and `22:22` is 1342. Only dates stay
 * text: PyYAML turns them into objects that no setting of cloud-init accepts.
 */
export function yaml11Scalar(source: string): Scalar {
  if (NULL.test(source)) return null
  const truth = truthValue(source)
  if (truth !== undefined) return truth
  const infinity = INFINITY.exec(source)
  if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (NOT_A_NUMBER.test(source)) return Number.NaN
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(source) ?? []
  // PyYAML allows no sign before a number that starts with a point.
  if (sign !== '' && digits.startsWith('.')) return source
  const number = NUMBERS_11.find(([pattern]) => pattern.test(digits))?.[1](digits.replaceAll('_', ''))
  if (number === undefined || Number.isNaN(number)) return source
  return sign === '-' && number !== 0 ? -number : number
}
