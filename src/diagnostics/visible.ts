import { redacted } from './redacted.ts'

// Control and format characters (including bidirectional overrides), line separators, unusual spaces, lone surrogates.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * Text that is safe to print: no escape sequence and no invisible character of the user's file reaches the terminal;
 * each is shown as an escape such as `\x1B` instead. Applying it twice changes nothing.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, escapeOf)
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16).toUpperCase()
  if (code > 0xffff) return `\\u{${digits}}`
  return (
    SHORT[character] ?? (code <= 0xff ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`)
  )
}

const LONGEST_QUOTE = 72

/** A value of the user's, as messages name it: in quotes, safe to print, without a private key, and cut where it
 * is very long. */
export function quote(value: string): string {
  // Redact before cutting: the rest of a cut key may not look like a key.
  const shown = redacted(value)
  // A code point has at most two UTF-16 units, so this slice is long enough.
  const characters = [...shown.slice(0, 2 * LONGEST_QUOTE + 2)]
  const cut =
    characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 3).join('')}...` : shown
  return `"${visible(cut)}"`
}

/** Names joined for a sentence: `a, b and c`. */
export function listed(names: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (names.length <= 1) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${conjunction} ${names.at(-1)}`
}
