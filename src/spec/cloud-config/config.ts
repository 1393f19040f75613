import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import type { Subject } from '../lenient.ts'

/** A cloud-config of the user's, and the spec that it goes with. */
export type OwnConfig = {
  readonly config: Readonly<Record<string, unknown>>
  /** Where it is in its text: `/cloudInit/config` of a spec, or `''` where it is all of a file. */
  readonly pointer: Pointer
  readonly subject: Subject
  /** How a number or a truth value stands in the text. */
  readonly sourceOf: (value: unknown, pointer: Pointer) => string
}

/** One thing that a cloud-config has to keep to. */
export type ConfigRule = (own: OwnConfig) => readonly Diagnostic[]

/** One entry of a list, with its place. */
export type Item = { readonly value: unknown; readonly pointer: Pointer }

/** Whether a value is a mapping of fields. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** What a field of a cloud-config holds; undefined where it has none of the name. */
export function fieldOf({ config }: OwnConfig, name: string): unknown {
  return Object.hasOwn(config, name) ? config[name] : undefined
}

/** The entries of a list, those left out that something is wrong with already. */
export function itemsOf(value: unknown, pointer: Pointer): Item[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item, index) =>
    item === undefined ? [] : [{ value: item as unknown, pointer: child(pointer, index) }],
  )
}

/** The entries of a field that is a list. */
export function entriesOf(own: OwnConfig, name: string): Item[] {
  return itemsOf(fieldOf(own, name), child(own.pointer, name))
}
