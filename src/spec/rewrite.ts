import { canonicalAddress } from '../ip-address.ts'
import { plainScalar } from './scalar.ts'
import { anyField, follow, type SchemaNode } from './schema-node.ts'
import { suggest } from './suggest.ts'

/** Longer texts are not lists that somebody wrote by hand. */
const LONGEST = 1000

/**
 * A text as the list or the mapping that a field needs, as YAML in brackets: `a,b` becomes `[a, b]`, and
 * `a=10.0.0.1` for a node `{ name: a, address: 10.0.0.1 }`. Undefined if that cannot be told.
 *
 * @param index the text's place in its list, for a name that quorate makes up
 */
export function rewritten(text: string, field: SchemaNode, index: number): string | undefined {
  if (text.length > LONGEST) return undefined
  const node = follow(field)
  if (node.type !== 'array') return asEntry(text, index, node)
  if (/^(?:\d+|none|nil|no|false|true|\{\})$/i.test(text)) return undefined
  const entry = node.items && follow(node.items)
  const isOne = entry === undefined || takes(entry, text, 'hosts')
  return asList(isOne && !/[,;\n]/.test(text) ? [text] : partsOf(text), node)
}

/** Several texts as the entries of a list. */
export function asList(parts: readonly string[], { items }: SchemaNode): string | undefined {
  const entry = items && follow(items)
  if (parts.join().length > LONGEST) return undefined
  if (entry?.type !== 'object') return `[${parts.map((part) => scalar(part)).join(', ')}]`
  const entries = parts.map((part, index) => asEntry(part, index, entry))
  return entries.includes(undefined) ? undefined : `[${entries.join(', ')}]`
}

/** The parts of a list as text: separated by commas, semicolons, line breaks or spaces, perhaps in brackets. */
function partsOf(text: string): string[] {
  const inner = /^\[(.*)\]$/s.exec(text.trim())?.[1] ?? text
  return inner
    .split(/[,;\n]/.test(inner) ? /[,;\n]/ : /\s/)
    .map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((part) => part !== '')
}

/** A mapping as the list of named entries that a field needs; undefined if that cannot be told. */
export function listOf(value: object, { items }: SchemaNode): string | undefined {
  const entry = items && follow(items)
  if (!entry?.required?.includes('name')) return undefined
  const isEntry = Object.keys(value).every((name) => Object.hasOwn(entry.properties ?? {}, name))
  const all = isEntry
    ? [withFields(value, entry)]
    : Object.entries(value).map(([name, part]) => keyedEntry(name, part, entry))
  const right = all.includes(undefined) || all.length === 0 ? undefined : `[${all.join(', ')}]`
  return right !== undefined && right.length <= LONGEST ? right : undefined
}

/** An entry that is written as `etcd-1: 10.0.0.1` or `etcd-1: { address: 10.0.0.1 }`; undefined if that cannot be told. */
export function keyedEntry(name: string, value: unknown, entry: SchemaNode): string | undefined {
  if (Array.isArray(value)) return undefined
  if (value !== null && typeof value === 'object') return withFields({ name, ...value }, entry)
  if (value === null) return withFields({ name }, entry)
  const text = String(value)
  if (entry.required?.includes('address')) return withFields({ name, address: text }, entry)
  return isHost(entry) ? withFields({ name, ansible: { host: text } }, entry) : undefined
}

/** An entry in braces, if it has all required fields and only known ones, with values that are not wrong at first sight. */
function withFields(fields: object, entry: SchemaNode): string | undefined {
  const known = entry.properties ?? {}
  const written = Object.entries(fields).map(([name, value]) => {
    const field = Object.hasOwn(known, name) ? follow(known[name] ?? {}) : undefined
    if (!field) return undefined
    if (name === 'address') return canonicalAddress(String(value)) && `address: ${scalar(String(value))}`
    if (typeof value === 'string' && !takes(field, value, name)) return undefined
    const inside = inBraces(value)
    return inside === undefined ? undefined : `${name}: ${inside}`
  })
  const isWhole = (entry.required ?? []).every((name) => Object.hasOwn(fields, name))
  return isWhole && written.every((one) => one) ? `{ ${written.join(', ')} }` : undefined
}

/** A value as YAML in one line; undefined for no value. */
function inBraces(value: unknown): string | undefined {
  if (value === null) return undefined
  if (typeof value === 'string') return scalar(value)
  if (typeof value !== 'object') return String(value)
  const isList = Array.isArray(value)
  const parts = Object.entries(value).map(([name, part]) => {
    const inside = inBraces(part)
    return isList || inside === undefined ? inside : `${scalar(name)}: ${inside}`
  })
  if (parts.includes(undefined)) return undefined
  if (parts.length === 0) return isList ? '[]' : '{}'
  return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
}

/** Whether the entries are machines without an address of their own: client hosts. */
function isHost({ properties, required = [] }: SchemaNode): boolean {
  return properties?.ansible !== undefined && !required.includes('address')
}

/** One entry of a list of mappings: by its required fields. */
function asEntry(part: string, index: number, section: SchemaNode): string | undefined {
  const isNode = section.required?.includes('address') === true
  if (!isNode && !(isHost(section) && section.required?.includes('name'))) return asMapping(part, section)
  const [, named, rest] = /^([^=]+)=(.*)$/.exec(part) ?? []
  const [, user, place = ''] = /^(?:([a-z_][\w-]*)@)?(.*)$/s.exec(rest ?? part) ?? []
  const host = hostOf(place)
  const address = canonicalAddress(host) === undefined ? undefined : host
  const number = index + 1
  const fitting = [named ?? host].flatMap((text) => nameFrom(text, section))[0]
  const name = fitting ?? `${isNode ? 'etcd' : 'client'}-${number}`
  const isOther = host !== '' && host !== name
  const connection = [
    ...(isOther && !(isNode && address) ? [`host: ${scalar(host)}`] : []),
    ...(user === undefined ? [] : [`user: ${user}`]),
  ]
  const isReachable = connection.length > 0 && (!isNode || user !== undefined)
  return `{ ${[
    `name: ${scalar(name)}`,
    ...(isNode ? [`address: ${scalar(address ?? `10.0.0.${10 + number}`)}`] : []),
    ...(isReachable ? [`ansible: { ${connection.join(', ')} }`] : []),
  ].join(', ')} }`
}

/** The name that a text is or is near to; none for an address. */
function nameFrom(text: string, { properties }: SchemaNode): string[] {
  const { pattern = '' } = follow(properties?.name ?? {})
  if (canonicalAddress(text) !== undefined || /^[\d.]+$/.test(text)) return []
  const near = new RegExp(pattern, 'u').test(text) ? text : suggest(text, pattern)
  return near === undefined ? [] : [near]
}

/** The host of `https://10.0.0.1:2380`, `[fd00::1]:2380` and `10.0.0.1:2380`. */
function hostOf(text: string): string {
  const plain = text.replace(/^\w+:\/\//, '').replace(/\/.*$/s, '')
  return /^\[(.*)\]/.exec(plain)?.[1] ?? plain.replace(/^([^:]*):\d+$/, '$1')
}

/** A text as a mapping: `a=1,b=2` as it says, anything else as the field that takes such a value. */
function asMapping(text: string, section: SchemaNode): string | undefined {
  const pairs = partsOf(text).map((part) => /^-{0,2}([A-Za-z][\w-]*)=(.*)$/s.exec(part))
  if (pairs.length > 0 && pairs.every((pair) => pair !== null)) {
    const fields = pairs.map(([, name = '', value = '']) => {
      const property = section.properties?.[name] ?? anyField(section)
      return property && `${name}: ${scalar(value, follow(property).type)}`
    })
    return fields.includes(undefined) ? undefined : `{ ${fields.join(', ')} }`
  }
  const properties = Object.entries(section.properties ?? {})
  const [, user, host = '', port] = /^(?:([a-z_][\w-]*)@)?([^\s@]+?)(?::(\d+))?$/.exec(text) ?? []
  if (section.required?.includes('host') && (user ?? port) !== undefined)
    return `{ ${[`host: ${scalar(host)}`, ...(port ? [`port: ${port}`] : []), ...(user ? [`user: ${user}`] : [])].join(', ')} }`
  const found = properties.find(([name, property]) => takes(follow(property), text, name))
  if (!found) return undefined
  const others = (section.required ?? []).filter((name) => name !== found[0])
  const examples = others.map((name) => {
    const example = follow(section.properties?.[name] ?? {}).examples?.[0]
    return `${name}: ${Array.isArray(example) ? `[${example.join(', ')}]` : String(example)}`
  })
  const { type, items } = follow(found[1])
  const value = type === 'array' && items ? asList([text], found[1]) : scalar(text, type)
  return `{ ${[`${found[0]}: ${value}`, ...examples].join(', ')} }`
}

/** Whether a field takes a text, and not just any text. */
function takes({ type, enum: known, pattern, items }: SchemaNode, text: string, name: string): boolean {
  if (known) return known.includes(text)
  if (type === 'integer') return /^\d+$/.test(text)
  if (type === 'array' && items) return name === 'hosts' && takes(follow(items), text, name)
  if (type !== 'string') return false
  return pattern === undefined
    ? name === 'version' && /^v?\d/.test(text)
    : new RegExp(pattern, 'u').test(text)
}

/** A text as a scalar, in quotes if it needs them. */
function scalar(text: string, type: SchemaNode['type'] = 'string'): string {
  const isPlain = /^[\w./][\w./@+~=-]*(?::[\w./@+~=-]+)*$|^[\da-fA-F:]+[\da-fA-F]$/.test(text)
  return isPlain && (type !== 'string' || typeof plainScalar(text) === 'string') ? text : JSON.stringify(text)
}
