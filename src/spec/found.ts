import type { Pointer } from '../diagnostics/diagnostic.ts'
import { segments } from '../diagnostics/pointer.ts'
import { listed, quote } from '../diagnostics/visible.ts'
import { listOf, rewritten } from './rewrite.ts'
import { follow, type SchemaNode } from './schema-node.ts'

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
 * @param field the field's schema
 * @param index the value's place in its list
 */
export function adviceFor(
  value: unknown,
  source: string,
  type: string,
  field: SchemaNode,
  index = 0,
): string {
  const example = exampleOf(field)
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
        ? listAdvice(value, field)
        : writeAs(typeof value === 'string' ? value : source, { ...field, type }, index)
    case ANY_SCALAR:
      return Array.isArray(value)
        ? 'Write several values as one text, separated by commas.'
        : `Write one value${suchAs}. If the option takes more, write them in quotes, as one text.`
    default:
      return Array.isArray(value)
        ? (writeOptions(value, field) ?? 'Write its fields without "- ".')
        : writeAs(typeof value === 'string' ? value : source, field, index)
  }
}

/** How a list is written where a mapping stands in its place: `etcd-1: { … }`, or the fields of its only entry. */
function listAdvice(value: object, field: SchemaNode): string {
  const { required = [], properties = {} } = field.items ? follow(field.items) : {}
  const right = listOf(value, field)
  if (right !== undefined) return `Write it in brackets: ${right}.`
  const names = Object.keys(value)
  const [first] = names
  if (
    first !== undefined &&
    required.includes('name') &&
    names.every((name) => !Object.hasOwn(properties, name))
  )
    return `Write "- name: ${first}", and its other fields below it, aligned with "name".`
  return field.items && follow(field.items).type === 'object'
    ? 'Write "- " before the first field of each entry, and align its other fields with that field.'
    : `${adviceForNothing('array', field)}.`
}

/** How a list or a mapping is written, and its fields. */
function writeAs(text: string, field: SchemaNode, index: number): string {
  const right = rewritten(text, field, index)
  const isList = follow(field).type === 'array'
  const names = fieldNames(field)
  const fields = names === '' ? '' : ` ${isList ? 'The fields of an entry' : 'Its fields'} are ${names}.`
  if (right === undefined && isList) return `${adviceForNothing('array', field)}.${fields}`
  if (right === undefined)
    return `Write its fields below it, each on its own line, indented by two spaces.${fields}`
  return `Write it ${isList ? 'in brackets:' : 'as'} ${right}.${fields}`
}

/** A list of flags, such as `[--max-wals=10]`, as fields. */
function writeOptions(value: readonly unknown[], field: SchemaNode): string | undefined {
  const isFlags = value.length > 0 && value.every((one) => typeof one === 'string' && /^-*[\w-]+=/.test(one))
  const right = isFlags ? rewritten(value.join('\n'), field, 0) : undefined
  return right === undefined ? undefined : `Write it as ${right}.`
}

/** What to do about a field without a value. */
export function adviceForNothing(type: string, field: SchemaNode): string {
  const example = exampleOf(field)
  if (type === 'object') return `Give it fields (${fieldNames(field)})`
  if (type !== 'array') return `Write one${example === undefined ? '' : `, such as ${example}`}`
  const first = (field.examples?.[0] as readonly unknown[] | undefined)?.[0]
  return `Write at least one entry${first === undefined ? '' : `, such as "- ${inBrackets(first)}"`}`
}

/** The names of a section's fields, or of the fields of a list's entries. */
function fieldNames(field: SchemaNode): string {
  const { properties, items } = follow(field)
  if (properties) return listed(Object.keys(properties))
  return items ? fieldNames(items) : ''
}

/** A field's first example, as written in a spec; undefined if it needs more than one line. */
function exampleOf({ examples }: SchemaNode): string | undefined {
  const example = examples?.[0]
  return typeof example === 'object' || example === undefined ? undefined : String(example)
}

/** An example as YAML in one line. */
function inBrackets(example: unknown): string {
  if (example === null || typeof example !== 'object') return String(example)
  if (Array.isArray(example)) return `[${example.map(inBrackets).join(', ')}]`
  const fields = Object.entries(example).map(([name, value]) => `${name}: ${inBrackets(value)}`)
  return `{ ${fields.join(', ')} }`
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
