import { follow, isOptionalSection, ROOT, type SchemaNode } from './schema-node.ts'
import { sharedDefaults } from './shared-machines.ts'
import type { FilledSpec, Spec } from './spec.types.ts'

/**
 * Fills in all defaults of the schema. Also fills in absent sections, unless they have a required field without a default
 * (a bastion's host).
 *
 * @param spec a spec that the schema has accepted
 * @returns a copy; the spec itself does not change
 */
export function fillDefaults(spec: Spec): FilledSpec {
  return fill(merge(sharedDefaults(spec), spec), ROOT) as FilledSpec
}

/** The values of the spec, and those defaults that it has no value for. */
function merge(defaults: object, written: unknown): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return written
  const merged: Record<string, unknown> = { ...written }
  for (const [name, value] of Object.entries(defaults)) {
    merged[name] = typeof value === 'object' ? merge(value, merged[name] ?? {}) : (merged[name] ?? value)
  }
  return merged
}

function fill(value: unknown, node: SchemaNode): unknown {
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

function defaultOf(property: SchemaNode): unknown {
  const described = follow(property)
  if (described.default !== undefined) return described.default
  return isOptionalSection(described) ? {} : undefined
}
