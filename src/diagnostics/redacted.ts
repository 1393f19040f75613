import { encodedIn } from './encoded.ts'
import { isLabelled } from './private-key.ts'

/** What may be a private key of age or of an age plugin (C2SP, age.md). */
const SECRET = /(AGE-SECRET-KEY-|AGE-PLUGIN-)([A-Z0-9-]+)/gi

/** What a plugin's key has, and the name of its program does not: a separator and at least a checksum (Bech32). */
const DATA = /1[A-Z0-9]{6}/i

/** What follows the first line of a PEM private key (RFC 7468, section 10), including escapes of YAML and JSON. */
const PEM = /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)((?:[A-Za-z0-9+/=\s\\:,]|-(?!-))+)/g

/** Everything between the first and the last line of a PEM private key. */
const WHOLE_PEM =
  /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)((?:(?!-----BEGIN )[\s\S]){0,20000}?)(-----END [A-Z0-9 ]*PRIVATE KEY)/g

/** A password in a URL (RFC 3986, 3.2.1). */
const URL_PASSWORD = /(:\/\/[^\s/?#@:"']*:)([^\s/@"']+)(?=@)/g

const LABEL = /PRIVATE\W{1,4}KEY/

/** What looks like base64 near a private key. */
const NEAR = /[A-Za-z0-9+/]{16,}={0,2}/g

const stars = (text: string): string => text.replace(/\S/g, '*')

/**
 * The text with every private key and every password of a URL replaced by stars, and everything near a key that could be part of it. The length stays
 * the same, so positions in the text stay valid. Redacting twice changes nothing.
 */
export function redacted(text: string): string {
  const plain = text
    .replace(SECRET, (found: string, kind: string, secret: string) =>
      /secret/i.test(kind) || DATA.test(secret) ? kind + '*'.repeat(secret.length) : found,
    )
    .replace(URL_PASSWORD, (_, before: string, secret: string) => before + stars(secret))
    .replace(PEM, (_, begin: string, secret: string) => begin + stars(secret))
    .replace(WHOLE_PEM, (_, begin: string, secret: string, end: string) => begin + stars(secret) + end)
  return redactedEncodings(LABEL.test(plain) ? redactedNear(plain) : plain)
}

/** Redacts keys in base64, compressed or not, from the first long word on: shorter words before it may be a command. */
function redactedEncodings(text: string): string {
  let result = text
  for (const { start, end, decodings } of encodedIn(text)) {
    if (!holds(decodings)) continue
    const run = text.slice(start, end)
    const first = Math.max(0, run.search(/[A-Za-z0-9+/]{16}/))
    result = result.slice(0, start + first) + stars(run.slice(first)) + result.slice(end)
  }
  return result
}

function holds(decodings: Iterable<string>): boolean {
  for (const decoding of decodings) if (isLabelled(decoding)) return true
  return false
}

/** Redacts what looks like base64 in lines with a private key's label, and in other lines of the same value. */
function redactedNear(text: string): string {
  // Line breaks are at the odd indexes.
  const parts = text.split(/(\r\n|\n|\r)/)
  const near = new Set<number>()
  for (let line = 0; line < parts.length; line += 2) {
    const label = parts[line] ?? ''
    if (!LABEL.test(label)) continue
    near.add(line)
    for (const step of [2, -2]) {
      for (let next = line + step; isBeside(parts[next], indentationOf(label)); next += step) {
        near.add(next)
        // A label that is indented no deeper gets its own turn.
        if (LABEL.test(parts[next] ?? '') && indentationOf(parts[next] ?? '') <= indentationOf(label)) break
      }
    }
  }
  return parts.map((part, index) => (near.has(index) ? part.replace(NEAR, stars) : part)).join('')
}

const indentationOf = (line: string): number => line.length - line.trimStart().length

/** Whether a line belongs to the same value as a line with this indentation, and is not the next field or entry. */
function isBeside(line: string | undefined, indentation: number): boolean {
  if (line === undefined) return false
  if (line.trim() === '' || indentationOf(line) > indentation) return true
  return indentationOf(line) === indentation && !/^\s*(?:-\s|[^\s:]+:(?:\s|$))/.test(line)
}

/** How many characters of a secret a message may repeat. */
const LONGEST_REPEATED = 12

/**
 * Removes from messages about a text what is redacted in that text. A message may quote a piece of a key that only its
 * surroundings identify as a key.
 */
export function redactedLike(text: string, redactedText: string): (about: string) => string {
  const secrets = secretsOf(text, redactedText)
  if (secrets === '') return (about) => about
  return (about) =>
    about.replace(/[A-Za-z0-9+/=]+/g, (run) =>
      run.length >= LONGEST_REPEATED && secrets.includes(run) ? stars(run) : run,
    )
}

function secretsOf(text: string, redactedText: string): string {
  if (text === redactedText) return ''
  return [...redactedText.matchAll(/\*+/g)]
    .map(({ 0: run, index }) => text.slice(index, index + run.length))
    .join('\n')
}
