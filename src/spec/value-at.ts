import type { Pointer } from '../diagnostics/diagnostic.ts'
import { segments } from '../diagnostics/pointer.ts'

/** The value at a pointer; undefined if there is none. */
export function valueAt(value: unknown, pointer: Pointer): unknown {
  let at = value
  for (const segment of segments(pointer)) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, segment)) return undefined
    at = (at as Record<string, unknown>)[segment]
  }
  return at
}
