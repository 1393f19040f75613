import type { Pointer } from './diagnostic.ts'
import { decodings } from './encoded.ts'
import { child } from './pointer.ts'

/** The label that every private key in PEM (RFC 7468, section 10) or of age (C2SP, age.md) has. */
const LABEL = /PRIVATE KEY-----|AGE-SECRET-KEY-1/i

/** Whether a text contains the label of a private key. */
export const isLabelled = (text: string): boolean => LABEL.test(text)

/** Whether a text contains a private key: as plain text, in base64, or in gzip and base64. */
export function holdsPrivateKey(text: string): boolean {
  for (const decoding of decodings(text)) if (isLabelled(decoding)) return true
  return false
}

/** A text inside a value. The name of a field is a text too, at the field's pointer. */
export type FoundText = { readonly text: string; readonly pointer: Pointer; readonly isName: boolean }

/** All texts in a value, in order. */
export function textsIn(value: unknown, pointer: Pointer): FoundText[] {
  if (typeof value === 'string') return [{ text: value, pointer, isName: false }]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) => {
    const place = child(pointer, name)
    const inside = textsIn(part, place)
    return Array.isArray(value) ? inside : [{ text: name, pointer: place, isName: true }, ...inside]
  })
}
