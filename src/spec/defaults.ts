import schema from '../../schema/cluster.schema.json' with { type: 'json' }
import type { FilledSpec, Spec } from './spec.types.ts'

type Node = {
  readonly $ref?: string
  readonly type?: string
  readonly default?: unknown
  readonly required?: readonly string[]
  readonly minProperties?: number
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
}

/**
 * Fills in every default that the schema names. A section that is absent is filled as well, unless it has fields that
 * only the user can know (a bastion's host).
 *
 * @param spec a spec that the schema has accepted
 * @returns a copy; the spec itself stays as it was
 */
export function fillDefaults(spec: Spec): FilledSpec {
  return fill(spec, schema as Node) as FilledSpec
}

function fill(value: unknown, node: Node): unknown {
  const described = follow(node)
  if (Array.isArray(value)) return value.map((item) => (described.items ? fill(item, described.items) : item))
  if (typeof value !== 'object' || value === null) return value
  const filled: Record<string, unknown> = { ...value }
  for (const [name, property] of Object.entries(described.properties ?? {})) {
    const present = filled[name] ?? defaultOf(property)
    if (present !== undefined) filled[name] = fill(present, property)
  }
  return filled
}

function defaultOf(property: Node): unknown {
  const described = follow(property)
  if (described.default !== undefined) return described.default
  return isOptionalSection(described) ? {} : undefined
}

/** Whether a section can be left out as a whole and still have all its defaults. */
export function isOptionalSection(node: Node): boolean {
  return node.type === 'object' && !node.required?.length && !node.minProperties
}

/** A schema with what it refers to; what stands beside `$ref` goes before (JSON Schema 2020-12, core, 8.2.3.1). */
export function follow(node: Node): Node {
  if (!node.$ref) return node
  const target = (schema.$defs as Record<string, Node>)[node.$ref.replace('#/$defs/', '')]
  return { ...target, ...node }
}
