import type { Diagnostic, Pointer, Span } from './diagnostic.ts'
import { ancestry } from './pointer.ts'

/** Where a field stands in the text. Items of a list and the document itself have no key. */
export type FieldSpans = { readonly key?: Span; readonly value: Span }

/** Where everything in a spec stands in its text. */
export type Positions = ReadonlyMap<Pointer, FieldSpans>

/**
 * Where a diagnostic is to point. What is not in the text (a default, a field that is missing) is shown at the nearest
 * thing that holds it.
 *
 * @returns undefined only where there are no positions at all, as for a file that could not be read
 */
export function locate(
  { pointer, at, span }: Pick<Diagnostic, 'pointer' | 'at' | 'span'>,
  positions: Positions,
): Span | undefined {
  if (span) return span
  for (const candidate of ancestry(pointer)) {
    const place = positions.get(candidate)
    if (place) return at === 'key' || candidate !== pointer ? (place.key ?? place.value) : place.value
  }
  return undefined
}
