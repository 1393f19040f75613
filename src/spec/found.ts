import type { Pointer } from '../diagnostics/diagnostic.ts'
import { segments } from '../diagnostics/pointer.ts'
import { quote } from '../diagnostics/visible.ts'

/** ajv's name for the type of a value that is neither a list nor a mapping. */
const ANY_SCALAR = 'string,number,boolean'

/** The type that a field needs, as words in a message. */
export const WANTED: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of fields',
  [ANY_SCALAR]: 'text, a number, or true or false',
}

/**
 * What the value is, as the start of a message about a wrong type.
 *
 * @param source the value as written in the file
 */
export function found(value: unknown, source: string): string {
  switch (typeof value) {
    case 'string':
      return `${quote(value)} is text`
    case 'number':
      return `${source} is ${Number.isInteger(value) ? 'a whole number' : 'a number'}`
    case 'boolean':
      return `${source} is a boolean`
    default:
      return Array.isArray(value) ? 'This is a list' : 'This is a mapping of fields'
  }
}

/**
 * What to write instead of a value of the wrong type.
 *
 * @param type the schema's type
 * @param example the field's first example, as written in a spec; undefined if it needs more than one line
 */
export function adviceFor(value: unknown, source: string, type: string, example: string | undefined): string {
  const suchAs = example === undefined ? '' : `, such as ${example}`
  switch (type) {
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean')
        return `If you mean the text "${source}", write it in quotes.`
      if (isBrokenText(value))
        return 'Write it in quotes: YAML reads a word that ends with a colon as a field.'
      return `Write text${suchAs}.`
    case 'integer':
      if (typeof value === 'string' && /^\d+$/.test(value)) return `Write it without quotes: ${value}.`
      return `Write a whole number${suchAs}.`
    case 'boolean':
      return typeof value === 'string' ? booleanAdvice(value) : 'Write true or false.'
    case 'array':
      return value !== null && typeof value === 'object'
        ? 'Start each entry with "- ".'
        : `Write it in brackets: [${typeof value === 'string' ? quote(value) : source}].`
    case ANY_SCALAR:
      return Array.isArray(value)
        ? 'Write several values as one text, separated by commas.'
        : `Write one value${suchAs}. If the option takes more, write them in quotes, as one text.`
    default:
      return Array.isArray(value)
        ? 'Write its fields without "- ".'
        : 'Write its fields below it, each on its own line, indented by two spaces.'
  }
}

const YES = /^(?:yes|on|y|true|1|enabled?)$/i
const NO = /^(?:no|off|n|false|0|none|disabled?)$/i

function booleanAdvice(value: string): string {
  if (YES.test(value)) return 'Write true, without quotes.'
  return NO.test(value) ? 'Write false, without quotes.' : 'Write true or false, without quotes.'
}

/** Words that people write for "no TLS". */
const OFF = /^(?:http|plain(?:text)?|insecure)$/i

/** What to write if somebody wrote one word, such as "off", instead of a section with `enabled`. */
export function switchAdvice(value: unknown, pointer: Pointer): string | undefined {
  if (typeof value === 'object') return undefined
  const word = String(value)
  const isOn = YES.test(word)
  if (!isOn && !NO.test(word) && !OFF.test(word)) return undefined
  return `Write "${segments(pointer).at(-1)}: { enabled: ${isOn} }".`
}

/** Whether a mapping was probably meant as text: YAML reads `[fd00::]` as a list with the field `fd00:` without a value. */
function isBrokenText(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
  const values = Object.values(value)
  return values.length === 1 && values[0] === null
}
