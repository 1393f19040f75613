import type { Pointer } from '../diagnostics/diagnostic.ts'
import { segments } from '../diagnostics/pointer.ts'
import { quote } from '../diagnostics/visible.ts'

/** The schema's types for a value that is no list and no mapping, as its errors have them. */
const ANY_SCALAR = 'string,number,boolean'

/** What the value of a field has to be, in a sentence. */
export const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of fields',
  [ANY_SCALAR]: 'text, a number, or true or false',
}

/**
 * What was read, in a sentence, for a value of the wrong type.
 *
 * @param source how it stands in the text
 */
export function found(value: unknown, source: string): string {
  switch (typeof value) {
    case 'string':
      return `${quote(value)} is text`
    case 'number':
      return `${source} is ${Number.isInteger(value) ? 'a whole number' : 'a number'}`
    case 'boolean':
      return `${source} is a truth value`
    default:
      return Array.isArray(value) ? 'This is a list' : 'This is a mapping of fields'
  }
}

/**
 * What to write instead of a value of the wrong type.
 *
 * @param type the schema's type
 * @param example the field's first example, as it is written in a spec; undefined where it is not one line
 */
export function adviceFor(value: unknown, source: string, type: string, example: string | undefined): string {
  const suchAs = example === undefined ? '' : `, such as ${example}`
  switch (type) {
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean')
        return `Write it in quotes if it is meant: "${source}".`
      if (isBrokenText(value))
        return 'Write it in quotes: YAML takes what has a colon at its end for a field.'
      return `Write text${suchAs}.`
    case 'integer':
      if (typeof value === 'string' && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`
      return `Write a whole number${suchAs}.`
    case 'boolean':
      return typeof value === 'string' ? booleanAdvice(value) : 'Write true or false.'
    case 'array':
      return value !== null && typeof value === 'object'
        ? 'Begin each entry with "- ".'
        : `Write it in brackets: [${typeof value === 'string' ? quote(value) : source}].`
    case ANY_SCALAR:
      return Array.isArray(value)
        ? 'Write several values as one text, with commas between them.'
        : `Write one value${suchAs}; what is more than that goes into quotes, as one text.`
    default:
      return Array.isArray(value)
        ? 'Write its fields without "- ".'
        : 'Write its fields on lines of their own below it, indented by two spaces.'
  }
}

const YES = /^(?:yes|on|y|true|1|enabled?)$/i
const NO = /^(?:no|off|n|false|0|none|disabled?)$/i

function booleanAdvice(value: string): string {
  if (YES.test(value)) return 'Write true, without quotes.'
  return NO.test(value) ? 'Write false, without quotes.' : 'Write true or false, without quotes.'
}

/** What stands for no TLS. */
const OFF = /^(?:http|plain(?:text)?|insecure)$/i

/** What to write where somebody turned a section on or off by one word, if that is what they did. */
export function switchAdvice(value: unknown, pointer: Pointer): string | undefined {
  if (typeof value === 'object') return undefined
  const word = String(value)
  const isOn = YES.test(word)
  if (!isOn && !NO.test(word) && !OFF.test(word)) return undefined
  return `Write "${segments(pointer).at(-1)}: { enabled: ${isOn} }".`
}

/** Whether a mapping was meant as text: `[fd00::]` is a list with the field `fd00:`, which has no value. */
function isBrokenText(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const values = Object.values(value)
  return values.length === 1 && values[0] === null
}
