import type { Pointer } from '../diagnostics/diagnostic.ts'
import { child } from '../diagnostics/pointer.ts'
import { fillDefaults } from './defaults.ts'
import type { FilledSpec, Spec } from './spec.types.ts'

type Lenient<Value> = Value extends readonly (infer Item)[]
  ? readonly (Lenient<Item> | undefined)[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: Lenient<Value[Key]> | undefined }
    : Value

/** A spec with its defaults. Missing and invalid values are undefined; all others have the right type. */
export type LenientSpec = Lenient<FilledSpec>

/** The spec for the rules. */
export type Subject = {
  readonly spec: LenientSpec
  /** Whether the user wrote the value, or it is a default. */
  readonly isWritten: (pointer: Pointer) => boolean
}

/** Prepares a spec for the rules, which also run if parts of it are invalid. */
export function lenientSpec(value: unknown, faulty: ReadonlySet<Pointer>): LenientSpec {
  return prune(fillDefaults(value as Spec), '', faulty) as LenientSpec
}

/** A value without its invalid parts. In a list, these are undefined. */
export function prune(value: unknown, pointer: Pointer, faulty: ReadonlySet<Pointer>): unknown {
  if (faulty.has(pointer)) return pointer === '' ? {} : undefined
  if (Array.isArray(value)) return value.map((item, index) => prune(item, child(pointer, index), faulty))
  if (value === null || typeof value !== 'object') return value
  const sound = Object.entries(value).filter(([name]) => !faulty.has(child(pointer, name)))
  // Not by assignments: a field named __proto__ must be refused like any other unknown field.
  return Object.fromEntries(sound.map(([name, part]) => [name, prune(part, child(pointer, name), faulty)]))
}
