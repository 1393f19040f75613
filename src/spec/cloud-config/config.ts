import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { child } from '../../diagnostics/pointer.ts'
import type { Subject } from '../lenient.ts'

/** The user's cloud-config and its spec. */
export type OwnConfig = {
  readonly config: Readonly<Record<string, unknown>>
  /** Its pointer: `/cloudInit/config` in a spec, or `''` if it is a whole file. */
  readonly pointer: Pointer
  readonly subject: Subject
  /** A number or boolean as written in the text. */
  readonly sourceOf: (value: unknown, pointer: Pointer) => string
}

/** One check of a cloud-config. */
export type ConfigRule = (own: OwnConfig) => readonly Diagnostic[]

/** An entry of a list and its pointer. */
export type Item = { readonly value: unknown; readonly pointer: Pointer }

/** Whether a value is a mapping of fields. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** The value of a field; undefined if the cloud-config does not have it. */
export function fieldOf({ config }: OwnConfig, name: string): unknown {
  return Object.hasOwn(config, name) ? config[name] : undefined
}

/** The entries of a list, without invalid ones. */
export function itemsOf(value: unknown, pointer: Pointer): Item[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item, index) =>
    item === undefined ? [] : [{ value: item as unknown, pointer: child(pointer, index) }],
  )
}

/** The entries of a field, if it is a list. */
export function entriesOf(own: OwnConfig, name: string): Item[] {
  return itemsOf(fieldOf(own, name), child(own.pointer, name))
}
