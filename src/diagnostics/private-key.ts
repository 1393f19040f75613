import type { Pointer } from './diagnostic.ts'
import { decodings } from './encoded.ts'
import { child } from './pointer.ts'

/** What a private key in PEM (RFC 7468, section 10) or of age (C2SP, age.md) cannot do without. */
const LABEL = /PRIVATE KEY-----|AGE-SECRET-KEY-1/i

/** Whether a text is labelled as a private key. */
export const isLabelled = (text: string): boolean => LABEL.test(text)

/** Whether a text holds a private key: plainly, in base64, or in gzip and base64. */
export function holdsPrivateKey(text: string): boolean {
  for (const decoding of decodings(text)) if (isLabelled(decoding)) return true
  return false
}

/** A text somewhere in a value; a field's name is one as well, at its field. */
export type FoundText = { readonly text: string; readonly pointer: Pointer; readonly isName: boolean }

/** All texts in a value, in their order. */
export function textsIn(value: unknown, pointer: Pointer): FoundText[] {
  if (typeof value === 'string') return [{ text: value, pointer, isName: false }]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) => {
    const place = child(pointer, name)
    const inside = textsIn(part, place)
    return Array.isArray(value) ? inside : [{ text: name, pointer: place, isName: true }, ...inside]
  })
}
