import type { Palette } from './colours.ts'
import type { Severity, Span } from './diagnostic.ts'
import type { Lines } from './lines.ts'
import { visible } from './visible.ts'
import { columnsOf } from './width.ts'

/** A piece of text to underline: what a diagnostic is about (primary), or what else is involved (related). */
export type Mark = { readonly span: Span; readonly role: 'primary' | 'related' }

const WIDEST = 100
const ELLIPSIS = '...'
const SIGN = { primary: '^', related: '-' } as const

/**
 * The user's lines, each once, with the marks underlined:
 *
 *       7 |     address: 141.22.30.352380
 *         |              ^^^^^^^^^^^^^^^^
 *
 * A mark that spans several lines shows the first line. Invisible characters are printed as escapes, and long lines are cut
 * around the mark.
 */
export function frame(lines: Lines, marks: readonly Mark[], severity: Severity, palette: Palette): string[] {
  const byLine = Map.groupBy(marks, ({ span }) => lines.lineOf(span.start))
  const numbers = [...byLine.keys()].sort((one, other) => one - other)
  const gutterWidth = String(numbers.at(-1)).length
  return numbers.flatMap((number) => {
    const { text, signs } = excerpt(lines, number, byLine.get(number) ?? [])
    const gutter = (label: string) => palette.gutter(`  ${label.padStart(gutterWidth)} |`)
    const coloured = signs.replace(/\^+|-+/g, (run) =>
      run.startsWith(SIGN.primary) ? palette[severity](run) : palette.related(run),
    )
    return [`${gutter(String(number))} ${text}`.trimEnd(), `${gutter('')} ${coloured}`]
  })
}

type Cell = { readonly text: string; readonly width: number; readonly sign: string }

function excerpt(lines: Lines, number: number, marks: readonly Mark[]): { text: string; signs: string } {
  const line = lines.textOf(number)
  const local = marks.map(({ span, role }) => localize(span, lines.startOf(number), line.length, role))
  const focus = local.find(({ role }) => role === 'primary') ?? local[0]
  const centre = focus?.start ?? 0
  const cells = window(cellsOf(line, local, centre), focus)
  return {
    text: cells.map((cell) => cell.text).join(''),
    signs: cells
      .map((cell) => cell.sign.repeat(cell.width))
      .join('')
      .trimEnd(),
  }
}

type LocalMark = Span & { readonly role: Mark['role'] }

/** A mark with offsets in its line. It is at least one column wide and ends at the end of the line. */
function localize(span: Span, lineStart: number, lineLength: number, role: Mark['role']): LocalMark {
  const start = Math.min(span.start - lineStart, lineLength)
  return { start, end: Math.max(start + 1, Math.min(span.end - lineStart, lineLength)), role }
}

type CellAt = Cell & { readonly offset: number }

/** The characters around the centre, as printed. In a very long line, only those that can be visible. */
function cellsOf(line: string, marks: readonly LocalMark[], centre: number): CellAt[] {
  const first = Math.max(0, centre - 3 * WIDEST)
  const cells: CellAt[] = []
  let offset = first
  for (const character of `${line.slice(first, centre + 3 * WIDEST)} `) {
    const text = visible(character)
    const mark =
      marks.find(({ start, end, role }) => role === 'primary' && offset >= start && offset < end) ??
      marks.find(({ start, end }) => offset >= start && offset < end)
    const width = text.length > character.length ? text.length : columnsOf(character)
    cells.push({ text, width, sign: mark ? SIGN[mark.role] : ' ', offset })
    offset += character.length
  }
  return cells
}

/** The cells that fit into the widest line, around the start of the focus. */
function window(cells: readonly CellAt[], focus: LocalMark | undefined): readonly Cell[] {
  const total = cells.reduce((sum, { width }) => sum + width, 0)
  if (total <= WIDEST + 1) return cells
  const from = cells.findIndex(({ offset }) => offset >= (focus?.start ?? 0))
  let start = Math.max(0, from)
  let used = 0
  const before = focus && focus.end - focus.start > WIDEST / 2 ? WIDEST / 4 : WIDEST / 2
  while (start > 0 && used + (cells[start - 1]?.width ?? 0) <= before) used += cells[--start]?.width ?? 0
  let end = start
  used = 0
  while (end < cells.length && used + (cells[end]?.width ?? 0) <= WIDEST) used += cells[end++]?.width ?? 0
  const cut: Cell = { text: ELLIPSIS, width: ELLIPSIS.length, sign: ' ' }
  const more = end < cells.length - 1
  return [...(start > 0 ? [cut] : []), ...cells.slice(start, end), ...(more ? [cut] : [])]
}
