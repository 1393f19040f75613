import { plainScalar } from './scalar.ts'
import { anyField, follow, type SchemaNode } from './schema-node.ts'

/** Longer texts are not lists that somebody wrote by hand. */
const LONGEST = 1000

/**
 * A text as the list or the mapping that a field needs, as YAML in brackets: `a,b` becomes `[a, b]`, and
 * `a=10.0.0.1` for a node `{ name: a, address: 10.0.0.1 }`. Undefined if that cannot be told.
 */
export function rewritten(text: string, field: SchemaNode): string | undefined {
  if (text.length > LONGEST) return undefined
  const node = follow(field)
  if (node.type !== 'array') return asEntry(text, 0, node)
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

/** One entry of a list of mappings: by its required fields. */
function asEntry(part: string, index: number, section: SchemaNode): string | undefined {
  const required = section.required ?? []
  if (!required.includes('address')) return asMapping(part, section)
  const [, named, rest] = /^([^=]+)=(.*)$/.exec(part) ?? []
  const host = hostOf(rest ?? part)
  const isAddress = /^[\d.]+$|:/.test(host)
  const number = index + 1
  return named === undefined
    ? `{ name: ${isAddress ? `etcd-${number}` : scalar(host)}, address: ${isAddress ? scalar(host) : `10.0.0.${10 + number}`} }`
    : `{ name: ${scalar(named)}, address: ${scalar(host)} }`
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
      const property = section.properties?.[name] ?? anyField(section) ?? {}
      return `${name}: ${scalar(value, follow(property).type)}`
    })
    return `{ ${fields.join(', ')} }`
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
