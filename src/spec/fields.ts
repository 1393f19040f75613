import type { Pointer } from '../diagnostics/diagnostic.ts'
import { parent, segments } from '../diagnostics/pointer.ts'
import { anyField, follow, ROOT, type SchemaNode } from './schema-node.ts'

/** The schema of the field at a pointer; undefined if the schema has no such field. */
export function fieldAt(pointer: Pointer): SchemaNode | undefined {
  let field = ROOT
  for (const segment of segments(pointer)) {
    const section: SchemaNode = follow(field)
    const { items, properties } = section
    const next =
      items ?? (properties && Object.hasOwn(properties, segment) ? properties[segment] : anyField(section))
    if (!next) return undefined
    field = next
  }
  return follow(field)
}

/** Whether its section requires the field. */
export function isRequired(pointer: Pointer): boolean {
  const section = fieldAt(parent(pointer) ?? '')
  return section?.required?.includes(segments(pointer).at(-1) ?? '') === true
}

/** The title of a field for messages, such as "node name", "DNS name" or "SSH port". */
export function titleAt(pointer: Pointer): string {
  const title = fieldAt(pointer)?.title ?? segments(pointer).at(-1) ?? 'spec'
  return /^[A-Z][A-Z]/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1)
}

/** All sections by path, such as `etcd.tuning` and `nodes[]`. The spec itself is `''`. */
export function sections(): ReadonlyMap<string, readonly string[]> {
  if (allSections.size === 0) collect(ROOT, '', allSections)
  return allSections
}

const allSections = new Map<string, readonly string[]>()

function collect(field: SchemaNode, path: string, found: Map<string, readonly string[]>): void {
  const { items, properties } = follow(field)
  if (items) collect(items, `${path}[]`, found)
  if (!properties) return
  found.set(path, Object.keys(properties))
  for (const [name, property] of Object.entries(properties)) {
    collect(property, path === '' ? name : `${path}.${name}`, found)
  }
}
