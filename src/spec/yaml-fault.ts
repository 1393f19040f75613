import { parseEvents, YAMLException } from 'js-yaml'
import type { Document } from '../diagnostics/catalogue/yaml.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { atSpan, report } from '../diagnostics/report.ts'
import { missingSpaces } from './respace.ts'
import { templateAt } from './template.ts'

/** A spec is six levels deep; deeper levels still get more specific diagnostics up to this limit. */
export const DEEPEST = 32

/**
 * Turns js-yaml's error into diagnostics that point at the cause: at the quote that was never closed, not at the end of
 * the file, where the parser noticed it.
 */
export function yamlFault(
  text: string,
  { reason, mark }: YAMLException,
  document: Document,
): readonly Diagnostic[] {
  const position = Math.min(mark?.position ?? 0, text.length)
  const conflict = /^(?:<{7}|={7}|>{7})(?= |\r?$)/m.exec(text)
  if (conflict) return [report('yaml-conflict', atSpan(conflict.index, conflict.index + 7), {})]
  if (/nesting exceeded/.test(reason)) {
    const fault = report('yaml-depth', atSpan(position, position + 1), { document, limit: DEEPEST })
    return [withinText(fault, text.length)]
  }
  const place = placeIn(text, position)
  const unfilled = templateAt(text, position)
  if (unfilled) {
    const { start, end } = unfilled
    return [report('value-is-template', atSpan(start, end), { document, value: text.slice(start, end) })]
  }
  const missing = missingSpaces(text, mark?.line ?? 0, DEEPEST)
  if (missing.length > 0) return missing
  for (const [pattern, explain] of EXPLANATIONS) {
    const diagnostic = pattern.test(reason) ? explain(place, reason) : undefined
    if (diagnostic) return [withinText(diagnostic, text.length)]
  }
  return [report('yaml-syntax', atSpan(position, position), { reason })]
}

/** Limits the span to the text. */
function withinText(diagnostic: Diagnostic, length: number): Diagnostic {
  const { start, end } = diagnostic.span ?? { start: 0, end: 0 }
  return { ...diagnostic, span: { start: Math.min(start, length), end: Math.min(end, length) } }
}

/** A position in the text and its line. */
type At = {
  readonly text: string
  readonly position: number
  readonly lineStart: number
  readonly lineEnd: number
  /** The line up to the position. */
  readonly before: string
  /** The character at the position; empty at the end of the line. */
  readonly character: string
}

function placeIn(text: string, position: number): At {
  const above = text.slice(0, position)
  const lineStart = Math.max(above.lastIndexOf('\n'), above.lastIndexOf('\r')) + 1
  const length = text.slice(position).search(/[\r\n]/)
  const lineEnd = length < 0 ? text.length : position + length
  const before = text.slice(lineStart, position)
  return { text, position, lineStart, lineEnd, before, character: text.slice(position, lineEnd).charAt(0) }
}

type Explanation = (at: At, reason: string) => Diagnostic | undefined

const EXPLANATIONS: readonly (readonly [RegExp, Explanation])[] = [
  [/tab characters/, tab],
  [/end of the (?:stream|document) within a double quoted/, unclosed('"')],
  [/end of the (?:stream|document) within a single quoted/, unclosed("'")],
  [/end of the stream within a flow collection/, unclosed('[{')],
  [
    /escape sequence|hexadecimal character/,
    ({ position }) => report('yaml-escape', atSpan(position - 1, position + 1), {}),
  ],
  [/^(?:missed comma|expected the node content)/, firstOf(tabbed, runningOn, comma)],
  [/deficient indentation/, firstOf(tabbed, runningOn, stillOpen, misplaced)],
  [/bad indentation|end of the stream or a document separator/, firstOf(tabbed, runningOn, misplaced)],
  [/expected ':' after a mapping key|multiline key/, firstOf(tabbed, runningOn, missingColon)],
]

function tab({ text, lineStart }: At): Diagnostic {
  const [blank = ''] = /^\s*/.exec(text.slice(lineStart)) ?? []
  const first = lineStart + Math.max(0, blank.indexOf('\t'))
  return report('yaml-tab', atSpan(first, first + 1), {})
}

function firstOf(...explanations: readonly Explanation[]): Explanation {
  return (at, reason) => {
    for (const explain of explanations) {
      const diagnostic = explain(at, reason)
      if (diagnostic) return diagnostic
    }
    return undefined
  }
}

/** js-yaml reports some tabs as other errors. */
function tabbed(at: At): Diagnostic | undefined {
  return /^ *\t/.test(at.text.slice(at.lineStart)) ? tab(at) : undefined
}

const IN_QUOTES = /within a (?:double|single) quoted/
const CLOSERS: Readonly<Record<string, string>> = { '"': '"', "'": "'", '[': ']', '{': '}' }

function unclosed(openers: string): Explanation {
  return ({ text, position }, reason) => {
    const found = findOpener(text.slice(0, position), openers, reason)
    if (found === undefined) return undefined
    const opener = text.charAt(found)
    return report('yaml-unclosed', atSpan(found, found + 1), { opener, closer: CLOSERS[opener] ?? opener })
  }
}

/** A missing closing quote makes the value continue to the next quote; the error is then after that. */
function runningOn({ text, lineStart }: At): Diagnostic | undefined {
  const above = text.slice(0, lineStart).trimEnd()
  const reason = reasonOf(above) ?? ''
  if (!IN_QUOTES.test(reason)) return undefined
  const quote = reason.includes('double') ? '"' : "'"
  const found = findOpener(above, quote, reason)
  return found === undefined ? undefined : report('yaml-runs-on', atSpan(found, found + 1), { quote })
}

/** The line is unexpected because a bracket above it is still open. */
function stillOpen(at: At): Diagnostic | undefined {
  const above = at.text.slice(0, at.lineStart).trimEnd()
  const reason = reasonOf(above) ?? ''
  return reason.includes('flow collection')
    ? unclosed('[{')({ ...at, position: above.length }, reason)
    : undefined
}

/** The maximum of characters to parse to find an opener; without a limit, a large file would take minutes. */
const MOST_PARSED = 4_000_000

/** Finds the quote or bracket that is still open at the end of a text: the last one before which nothing is open. */
function findOpener(text: string, openers: string, reason: string): number | undefined {
  let parsed = 0
  for (let opener = text.length - 1; opener >= 0; opener--) {
    if (!openers.includes(text.charAt(opener))) continue
    parsed += opener
    if (parsed > MOST_PARSED) return undefined
    if (reasonOf(text.slice(0, opener)) !== reason) return opener
  }
  return undefined
}

function reasonOf(text: string): string | undefined {
  try {
    parseEvents(text, { maxDepth: DEEPEST })
    return undefined
  } catch (error) {
    return error instanceof YAMLException ? error.reason : undefined
  }
}

function comma({ position }: At): Diagnostic {
  return report('yaml-comma', atSpan(position, position + 1), {})
}

function missingColon(place: At): Diagnostic {
  const { text, position, lineStart, lineEnd } = place
  const line = text.slice(lineStart, lineEnd)
  const shown = line.trim() === '' ? atSpan(position, position) : wholeLine(place)
  return report('yaml-missing-colon', shown, { line: withoutComment(line), right: undefined })
}

/** Something unexpected: its character and the text before it decide which diagnostic fits. */
function misplaced(place: At): Diagnostic {
  const { position, lineEnd, before, character } = place
  const here = atSpan(position, position + 1)
  if (/["']\s*$/.test(before)) return report('yaml-after-quote', atSpan(position, lineEnd), {})
  if (character === '-' && /:\s+$/.test(before)) {
    return report('yaml-list-inline', atSpan(position, lineEnd), {})
  }
  if (before.trim() === '') return outOfLine(place)
  if (/^[@`%]/.test(character))
    return report('yaml-reserved', here, { character, value: valueAfterColon(place) })
  if (/^[\]}]/.test(character)) return report('yaml-unopened', here, { closer: character })
  return character === ':' ? secondColon(place) : outOfLine(place)
}

function secondColon(place: At): Diagnostic {
  const { text, position, lineStart, before } = place
  const value = valueAfterColon(place)
  const last = value.endsWith(':')
  if (last || /:\s/.test(before)) {
    return report('yaml-second-colon', atSpan(position, position + 1), { value, last })
  }
  const above = text
    .slice(Math.max(0, lineStart - LONGEST_LINE), lineStart)
    .trimEnd()
    .split(/[\r\n]/)
  const field = /^[\s-]*([^:]+):\s+\S/.exec(above.at(-1) ?? '')?.[1]
  return field ? report('yaml-nested-value', wholeLine(place), { field }) : outOfLine(place)
}

function outOfLine(place: At): Diagnostic {
  return report('yaml-indentation', wholeLine(place), {})
}

/** Longer lines are not parsed: the patterns need quadratic time. */
const LONGEST_LINE = 2000

/** The text after the first colon of the line. */
function valueAfterColon({ text, lineStart, lineEnd }: At): string {
  const line = text.slice(lineStart, Math.min(lineEnd, lineStart + LONGEST_LINE))
  return withoutComment(line.replace(/^[\s-]*[^:]*:\s+/, ''))
}

/** The line without leading and trailing spaces. */
function wholeLine({ text, lineStart, lineEnd }: At): ReturnType<typeof atSpan> {
  const line = text.slice(lineStart, lineEnd)
  const start = lineStart + line.length - line.trimStart().length
  return atSpan(start, start + line.trim().length)
}

function withoutComment(value: string): string {
  return value.replace(/\s#.*$/, '').trim()
}
