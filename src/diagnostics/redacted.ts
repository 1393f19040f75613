import { encodedIn } from './encoded.ts'
import { isLabelled } from './private-key.ts'

/** A private key of age or of one of its plugins, wherever it stands (C2SP, age.md). The name of a plugin's program is none. */
const SECRET = /(AGE-SECRET-KEY-|AGE-PLUGIN-(?=[A-Z0-9-]*1[A-Z0-9]{6}))([A-Z0-9-]+)/gi

/** What follows the first line of a private key in PEM (RFC 7468, section 10), escapes of YAML and JSON included. */
const PEM = /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)((?:[A-Za-z0-9+/=\s\\:,]|-(?!-))+)/g

/** All that stands between the first line of a private key in PEM and its last, whatever that is. */
const WHOLE_PEM =
  /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)((?:(?!-----BEGIN )[\s\S]){0,20000}?)(-----END [A-Z0-9 ]*PRIVATE KEY)/g

const LABEL = /PRIVATE\W{1,4}KEY/

/** What looks like base64 where a private key is near. */
const NEAR = /[A-Za-z0-9+/]{16,}={0,2}/g

const stars = (text: string): string => text.replace(/\S/g, '*')

/**
 * A text in which nobody can read a private key that somebody has pasted into their spec: each character of it is a star,
 * and so is what stands near one and could be part of it. As long as before, so that places in it stay where they are.
 * Applying it twice changes nothing.
 */
export function redacted(text: string): string {
  const plain = text
    .replace(SECRET, (_, kind: string, secret: string) => kind + '*'.repeat(secret.length))
    .replace(PEM, (_, begin: string, secret: string) => begin + stars(secret))
    .replace(WHOLE_PEM, (_, begin: string, secret: string, end: string) => begin + stars(secret) + end)
  return redactedEncodings(LABEL.test(plain) ? redactedNear(plain) : plain)
}

/** Keys in base64, compressed or not: from the first word that is no command or the like. */
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

/** What looks like base64 in the lines with a label of a private key, and in those of the same value. */
function redactedNear(text: string): string {
  // The line ends stay at the odd places.
  const parts = text.split(/(\r\n|\n|\r)/)
  const near = new Set<number>()
  for (let line = 0; line < parts.length; line += 2) {
    const label = parts[line] ?? ''
    if (!LABEL.test(label)) continue
    near.add(line)
    for (const step of [2, -2]) {
      for (let next = line + step; isBeside(parts[next], indentationOf(label)); next += step) {
        near.add(next)
        // From a label that stands no deeper, the rest is seen to as well.
        if (LABEL.test(parts[next] ?? '') && indentationOf(parts[next] ?? '') <= indentationOf(label)) break
      }
    }
  }
  return parts.map((part, index) => (near.has(index) ? part.replace(NEAR, stars) : part)).join('')
}

const indentationOf = (line: string): number => line.length - line.trimStart().length

/** Whether a line belongs to the value of one that is indented so far: it is no field and no entry beside that. */
function isBeside(line: string | undefined, indentation: number): boolean {
  if (line === undefined) return false
  if (line.trim() === '' || indentationOf(line) > indentation) return true
  return indentationOf(line) === indentation && !/^\s*(?:-\s|[^\s:]+:(?:\s|$))/.test(line)
}

/** How much of a secret a text may repeat. */
const LONGEST_REPEATED = 12

/**
 * A text about another one, without what is redacted in that: a message may name a piece of a key that is known for one only
 * by what stands around it.
 */
export function redactedLike(about: string, text: string, redactedText: string): string {
  const secrets = secretsOf(text, redactedText)
  if (secrets === '') return about
  return about.replace(/[A-Za-z0-9+/=]+/g, (run) =>
    run.length >= LONGEST_REPEATED && secrets.includes(run) ? stars(run) : run,
  )
}

function secretsOf(text: string, redactedText: string): string {
  if (text === redactedText) return ''
  return [...redactedText.matchAll(/\*+/g)]
    .map(({ 0: run, index }) => text.slice(index, index + run.length))
    .join('\n')
}
