import { anyField, follow, ROOT, type SchemaNode } from '../../../../src/spec/schema-node.ts'

/** A field of the spec that has a value: no section with fields of its own, and no list of sections. */
export type Leaf = { readonly pointer: string; readonly field: SchemaNode }

/** Every leaf of the schema; of a list of sections, those of its first entry. A leaf with one valid value is none. */
export function leaves(node: SchemaNode = ROOT, pointer = ''): readonly Leaf[] {
  const field = follow(node)
  const entry = field.items && follow(field.items)
  if (entry?.properties) return leaves(entry, `${pointer}/0`)
  if (!field.properties) return field.const === undefined ? [{ pointer, field }] : []
  return Object.entries(field.properties).flatMap(([name, child]) => leaves(child, `${pointer}/${name}`))
}

/** Values that the schema may take for a leaf, those that its author has named first. */
export function candidates({ field }: Leaf): readonly unknown[] {
  const { type, examples = [], enum: listed = [], default: value, minimum = 0, maximum } = field
  const named = [...examples, ...listed]
  if (type === 'boolean') return [...named, true, false]
  if (type === 'integer') return [...named, Number(value ?? minimum) + 1, minimum, maximum]
  if (type === 'array') {
    const entries = field.items ? candidates({ pointer: '', field: follow(field.items) }) : []
    return [...named, ...entries.map((entry) => [entry])]
  }
  if (type === 'object' && anyField(field)) return named
  return [...named, ...TEXTS]
}

/** Texts of every form that fields have; the schema says which of them a field takes. */
const TEXTS = [
  'other',
  'other.example.net',
  'other-client',
  '/srv/other',
  '7m',
  '7s',
  '77d',
  '77MiB',
  '10.0.0.77',
  'https://mirror.example.net/etcd',
  'ab'.repeat(32),
]

/**
 * A copy of a spec with a value at a pointer. Sections on the way that are absent come with what they require; without a
 * value, the copy has only those.
 */
export function withValue(spec: object, pointer: string, value: unknown): object {
  const copy = structuredClone(spec)
  const names = pointer.split('/').slice(1)
  const last = names.pop() ?? ''
  let section = copy as Record<string, unknown>
  let node = ROOT
  for (const name of names) {
    const described: SchemaNode = follow(node)
    node = described.items ?? described.properties?.[name] ?? {}
    section[name] ??= required(follow(node))
    section = section[name] as Record<string, unknown>
  }
  if (value !== undefined) section[last] = value
  return copy
}

/** What the schema requires in a section, by the examples of its fields. */
function required({ required: names = [], properties = {} }: SchemaNode): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, follow(properties[name] ?? {}).examples?.[0]]))
}

/** The value at a pointer of a spec. */
export function valueAt(spec: object, pointer: string): unknown {
  const names = pointer.split('/').slice(1)
  return names.reduce<unknown>((section, name) => (section as Record<string, unknown>)?.[name], spec)
}
