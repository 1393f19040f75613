import { hash } from 'node:crypto'

/** The SHA-256 digest of a text as UTF-8, in lower-case hexadecimal. */
export function sha256(text: string): string {
  return hash('sha256', text)
}
