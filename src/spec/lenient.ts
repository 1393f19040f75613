import type { Pointer } from '../diagnostics/diagnostic.ts'
import { child } from '../diagnostics/pointer.ts'
import { fillDefaults } from './defaults.ts'
import type { FilledSpec, Spec } from './spec.types.ts'

type Lenient<Value> = Value extends readonly (infer Item)[]
  ? readonly (Lenient<Item> | undefined)[]
  : Value extends object
    ? { readonly [Key in keyof Value]?: Lenient<Value[Key]> | undefined }
    : Value

/** A spec with its defaults, where whatever is missing or at fault is undefined: what is there is of the right type. */
export type LenientSpec = Lenient<FilledSpec>

/** A spec as the rules see it. */
export type Subject = {
  readonly spec: LenientSpec
  /** Whether the user wrote the value at a place, or it is a default. */
  readonly isWritten: (pointer: Pointer) => boolean
}

/** Prepares a spec for the rules, which are to run on what is sound though other parts are not. */
export function lenientSpec(value: unknown, faulty: ReadonlySet<Pointer>): LenientSpec {
  return prune(fillDefaults(value as Spec), '', faulty) as LenientSpec
}

/** A value without those of its parts that something is wrong with; in a list, undefined stands for them. */
export function prune(value: unknown, pointer: Pointer, faulty: ReadonlySet<Pointer>): unknown {
  if (faulty.has(pointer)) return pointer === '' ? {} : undefined
  if (Array.isArray(value)) return value.map((item, index) => prune(item, child(pointer, index), faulty))
  if (value === null || typeof value !== 'object') return value
  const sound = Object.entries(value).filter(([name]) => !faulty.has(child(pointer, name)))
  // Not by assignments: a field may be named __proto__, and is then to be refused like any other.
  return Object.fromEntries(sound.map(([name, part]) => [name, prune(part, child(pointer, name), faulty)]))
}
