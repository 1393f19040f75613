import { sections } from './fields.ts'

/** Fields of a spec that are under another field, where they have no effect. */
export type Wrapped = {
  /** The fields of the top level that hold them. */
  readonly wrappers: readonly string[]
  readonly fields: readonly string[]
}

/** The usual sections of an object of Kubernetes. */
const KUBERNETES = ['metadata', 'spec']

/** Finds a spec under `metadata` and `spec`, as in Kubernetes, or under a name such as `cluster`. */
export function wrappedFields(value: unknown): Wrapped | undefined {
  const known = sections().get('') ?? []
  const unknown = Object.entries(value ?? {}).filter(([name]) => !known.includes(name))
  const wrappers = unknown.filter(([name, part]) => {
    const names = fieldsOf(part)
    if (KUBERNETES.includes(name)) return names.length > 0
    return names.includes('nodes') || names.filter((field) => known.includes(field)).length > 1
  })
  const fields = wrappers.flatMap(([, part]) => fieldsOf(part)).filter((field) => known.includes(field))
  return wrappers.length === 0 || fields.length === 0
    ? undefined
    : { wrappers: wrappers.map(([name]) => name), fields: [...new Set(fields)] }
}

function fieldsOf(value: unknown): string[] {
  return value === null || typeof value !== 'object' || Array.isArray(value) ? [] : Object.keys(value)
}
