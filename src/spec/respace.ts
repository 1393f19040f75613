import { parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { atSpan, report } from '../diagnostics/report.ts'
import { sections } from './fields.ts'

/** What is wrong with the start of a field or an entry, and the same text as YAML needs it. */
export type Gap = {
  readonly kind: 'space' | 'blank' | 'wide' | 'equals' | 'colon' | 'bullet' | 'comma' | 'comment'
  /** The signs that lack their space: `dash`, `colon`. */
  readonly after: readonly string[]
  /** The text from `start` to `end` in the line, as written and corrected. */
  readonly start: number
  readonly wrong: string
  readonly right: string
  /** Whether `right` adds a column between the dash and the name, so lines below it may have to move too. */
  readonly shifts: boolean
}

// Not a group of an IPv6 address, and no URL.
const NAME = String.raw`(?![0-9a-fA-F]{1,4}:)[A-Za-z_][\w-]*`
const DASH = /^-(?=[^\s-])/
const BULLET = /^(?:[*•‣·](?=\s)|[\u2010-\u2015\u2212])\s*/u
/** Spaces that YAML reads as letters, and those that have no width. */
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000\uFEFF]/
const START = /^[\s\u200B]*(?:-[\s\u200B]+)*/
const END = /(?<=[\]}"']),$/
const COMMENT = /(?<=[\]}"'])(?=#)/
const COLON = new RegExp(String.raw`^((["']?)${NAME}\2) *:(?!//|:)[\u00A0\u2000-\u200B\u3000]*(?=[^ \t])`)
const WIDE_COLON = new RegExp(String.raw`^(${NAME})\s*：\s*`)
/** Full-width punctuation, and what it is in YAML. */
const WIDE: Readonly<Record<string, string>> = {
  '：': ': ',
  '，': ', ',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
}
const WIDE_SIGN = /[：，［］｛｝]/
const EQUALS = new RegExp(String.raw`^(${NAME}) *(?::?=|=>) *(?=\S)`)
const WORD = new RegExp(String.raw`^(${NAME}) +(?=[^\s:#=])`)

/**
 * What YAML reads in another way than people mean it: `name:prod`, `-name: a`, `-{ name: a }`, `name=prod`, `name prod`,
 * `• name: a`, `name： a`, `[a],` and `[a]#comment`.
 */
export function gapIn(line: string): Gap | undefined {
  if (line.length > LONGEST) return undefined
  return blankIn(line) ?? signIn(line) ?? wideIn(line) ?? endOf(line)
}

/** Whether a field's name begins or ends with a space that YAML reads as a letter. */
export function oddSpaceIn(name: string): string | undefined {
  return [name.charAt(0), name.charAt(name.length - 1)].find((character) => ODD_SPACE.test(character))
}

/** A space before or after a dash that YAML reads as a letter. */
function blankIn(line: string): Gap | undefined {
  const [before = ''] = START.exec(line) ?? []
  const start = before.search(ODD_SPACE)
  if (start < 0) return undefined
  const plain = before
    .slice(start)
    .replace(/[\u200B\uFEFF]/g, '')
    .replace(/\s/g, ' ')
  const wrong = line.charAt(start)
  return { kind: 'blank', after: [], start, wrong, right: plain + line.slice(before.length), shifts: false }
}

/** Full-width punctuation after a field's name, or between brackets. */
function wideIn(line: string): Gap | undefined {
  const start = START.exec(line)?.[0].length ?? 0
  const wrong = line.slice(start).trimEnd()
  const gap = { kind: 'wide', after: [], start, wrong, shifts: false } as const
  if (/[[{［｛]/.test(wrong) && WIDE_SIGN.test(wrong)) {
    const right = wrong.replace(/([：，［］｛｝])\s*/g, (_, sign: string) => WIDE[sign] ?? sign)
    return { ...gap, right: right.trimEnd() }
  }
  return WIDE_COLON.test(wrong) ? { ...gap, right: wrong.replace(WIDE_COLON, '$1: ').trimEnd() } : undefined
}

/** What is wrong with the end of a line. */
function endOf(line: string): Gap | undefined {
  const wrong = line.trim()
  const start = line.length - line.trimStart().length
  const gap = { after: [], start, wrong, shifts: false }
  if (END.test(wrong)) return { ...gap, kind: 'comma', right: wrong.slice(0, -1) }
  return COMMENT.test(wrong) ? { ...gap, kind: 'comment', right: wrong.replace(COMMENT, ' ') } : undefined
}

/** What is wrong with the signs of a field or an entry. */
function signIn(line: string): Gap | undefined {
  const start = /^ *(?:- +)*/.exec(line)?.[0].length ?? 0
  const text = line
    .slice(start)
    .replace(/\s+#.*$/, '')
    .trimEnd()
  if (BULLET.test(text)) {
    const right = text.replace(BULLET, '- ')
    return { kind: 'bullet', after: [], start, wrong: text, right, shifts: !/^.\s/u.test(text) }
  }
  const dash = DASH.test(text) ? '- ' : ''
  const rest = dash === '' ? text : text.slice(1)
  const found = (kind: Gap['kind'], name: RegExpExecArray | null): Gap | undefined =>
    name === null
      ? undefined
      : {
          kind,
          after: [...(dash === '' ? [] : ['dash']), 'colon'],
          start,
          wrong: text,
          right: `${dash}${name[1]}: ${rest.slice(name[0].length)}`,
          shifts: dash !== '',
        }
  const word = WORD.exec(rest)
  return (
    found('space', COLON.exec(rest)) ??
    found('equals', EQUALS.exec(rest)) ??
    (dash === ''
      ? found('colon', word && isField(word[1] ?? '') ? word : null)
      : { kind: 'space', after: ['dash'], start, wrong: text, right: dash + rest, shifts: true })
  )
}

/** The diagnostic about a gap in a line that starts at an offset of the text. */
export function reportGap({ kind, after, start, wrong, right }: Gap, lineStart: number): Diagnostic {
  const target = atSpan(lineStart + start, lineStart + start + wrong.length)
  switch (kind) {
    case 'space':
      return report('yaml-missing-space', target, { wrong, right, after })
    case 'equals':
      return report('yaml-equals-sign', target, { wrong, right })
    case 'bullet':
      return report('yaml-bullet', target, { wrong, right })
    case 'comma':
      return report('yaml-line-comma', target, { wrong, right })
    case 'comment':
      return report('yaml-comment', target, { wrong, right, inBrackets: false })
    case 'blank':
      return report('yaml-odd-space', target, { character: wrong })
    case 'wide':
      return report('yaml-full-width', target, { wrong, right, character: WIDE_SIGN.exec(wrong)?.[0] ?? '' })
    case 'colon':
      return report('yaml-missing-colon', target, { line: wrong, right })
  }
}

/** Whether any section of a spec has a field of this name. */
function isField(name: string): boolean {
  return [...sections().values()].some((names) => names.includes(name))
}

/** Longer lines are not searched: one of the patterns needs quadratic time. */
const LONGEST = 2000

/** How many lines above an error are searched, and how many characters are parsed for that. */
const MOST_LINES = 50
const MOST_PARSED = 4_000_000

/**
 * Finds the lines that lack a space or a colon or have such a mistake, where that leads to an error in this line or in one further down: only
 * lines whose correction makes the error go away.
 *
 * @param errorLine the number of the line, from 0
 */
export function missingSpaces(text: string, errorLine: number, maxDepth: number): Diagnostic[] {
  const breaks = [...text.matchAll(/\r\n|\n|\r/g)]
  const starts = [0, ...breaks.map(({ index, 0: lineBreak }) => index + lineBreak.length)]
  const lineAt = (line: number) => text.slice(starts[line], breaks[line]?.index ?? text.length)
  // The next lines tell whether the error is gone.
  const last = Math.min(errorLine + 3, starts.length - 1)
  const end = breaks[last]?.index ?? text.length
  const corrected = Array.from({ length: last + 1 }, (_, line) => lineAt(line))
  const isGone = (lines: readonly string[]) => errorIn(lines.join('\n'), maxDepth) > errorLine

  const found = new Map<number, Gap>()
  let parsed = 0
  for (let line = errorLine; line >= 0 && line > errorLine - MOST_LINES; line--) {
    const gap = gapIn(lineAt(line))
    if (!gap) continue
    found.set(line, gap)
    correct(corrected, line, gap)
    parsed += end
    if (parsed > MOST_PARSED) return []
    if (!isGone(corrected)) continue
    return [...found]
      .sort(([one], [other]) => one - other)
      .map(([at, each]) => reportGap(each, starts[at] ?? 0))
  }
  return []
}

/** Writes a corrected line, and moves lines below it that are aligned with the name after its dash. */
function correct(lines: string[], line: number, { start, right, shifts }: Gap): void {
  lines[line] = `${lines[line]?.slice(0, start)}${right}`
  if (!shifts) return
  const aligned = ' '.repeat(start + 1)
  const next = lines.slice(line + 1).find((other) => other.trim() !== '')
  if (next === undefined || !next.startsWith(aligned) || next.startsWith(`${aligned} `)) return
  for (let below = line + 1; lines[below]?.startsWith(aligned) || lines[below]?.trim() === ''; below++)
    lines[below] = ` ${lines[below]}`
}

/** The line of the first error in a text; Infinity if there is none. */
function errorIn(text: string, maxDepth: number): number {
  try {
    parseEvents(text, { maxDepth })
    return Number.POSITIVE_INFINITY
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return error.mark?.line ?? 0
  }
}
