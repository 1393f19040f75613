/** What a scalar of YAML is read as. */
export type Scalar = string | number | boolean | null

const NULL = /^(?:|~|null|Null|NULL)$/
const TRUE = /^(?:true|True|TRUE)$/
const FALSE = /^(?:false|False|FALSE)$/
const DECIMAL = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const OCTAL = /^0o[0-7]+$/
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/
const INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/

/** Reads a scalar without quotes by YAML's core schema (YAML 1.2.2, section 10.3.2): `yes` and `3.6.14` are text. */
export function plainScalar(source: string): Scalar {
  if (NULL.test(source)) return null
  if (TRUE.test(source)) return true
  if (FALSE.test(source)) return false
  if (DECIMAL.test(source) || OCTAL.test(source) || HEXADECIMAL.test(source)) return Number(source)
  const infinity = INFINITY.exec(source)
  if (infinity) return infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return NOT_A_NUMBER.test(source) ? Number.NaN : source
}

/** Whether a scalar without quotes is a number that YAML 1.1 reads as octal and 1.2 as decimal: `0644`. */
export function looksOctal(source: string): boolean {
  return /^[-+]?0[0-9]+$/.test(source)
}
