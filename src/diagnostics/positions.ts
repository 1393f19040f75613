import type { Diagnostic, Pointer, Span } from './diagnostic.ts'
import { ancestry } from './pointer.ts'

/** Where a field is in the text. Items of a list and the document itself have no key. */
export type FieldSpans = { readonly key?: Span; readonly value: Span }

/** Where every value of a spec is in its text. */
export type Positions = ReadonlyMap<Pointer, FieldSpans>

/**
 * What a diagnostic underlines. A value that is not in the text (a default, a missing field) is shown at its nearest
 * parent in the text.
 *
 * @returns undefined only where there are no positions at all, as for a file that could not be read
 */
export function locate(
  { pointer, at, span }: Pick<Diagnostic, 'pointer' | 'at' | 'span'>,
  positions: Positions,
): Span | undefined {
  if (span) return span
  for (const candidate of ancestry(pointer)) {
    const spans = positions.get(candidate)
    if (spans) return at === 'key' || candidate !== pointer ? (spans.key ?? spans.value) : spans.value
  }
  return undefined
}
