import type { Palette } from './colours.ts'
import type { Diagnostic, Severity, Span } from './diagnostic.ts'
import { frame, type Mark } from './frame.ts'
import { Lines } from './lines.ts'
import { locate, type Positions } from './positions.ts'
import { redacted, redactedLike } from './redacted.ts'
import { visible } from './visible.ts'

/** The file that diagnostics are about. Text and positions are absent if it could not be read. */
export type Source = {
  readonly file: string
  readonly text?: string | undefined
  readonly positions?: Positions | undefined
}

/** At most so many are printed; the summary counts all. */
const MOST = 100

/**
 * Diagnostics as text, sorted by line and column, each with the user's line and its hint; the last line counts them.
 * Private keys are redacted, and invisible characters are escaped.
 *
 * @returns the text without a trailing newline; empty if there are no diagnostics
 */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  source: Source,
  palette: Palette,
): string {
  if (diagnostics.length === 0) return ''
  // The user's lines may contain a pasted private key.
  const text = source.text ?? ''
  const shown = redacted(text)
  const lines = new Lines(shown)
  const hide = redactedLike(text, shown)
  // Only what is printed is worked on: there may be thousands, all in one very long line.
  const blocks = diagnostics
    .map((diagnostic) => place(diagnostic, source))
    .sort((one, other) => compare(one, other))
    .slice(0, MOST)
    .map(({ diagnostic, span }) => {
      const { message, hint } = diagnostic
      const hidden = { ...diagnostic, message: hide(message), hint: hide(hint) }
      return printOne({ diagnostic: hidden, span }, source, lines, palette).join('\n')
    })
  return [...blocks, summary(diagnostics, source.file)].join('\n\n')
}

/** Diagnostics that are not about the text of a spec, each with its hint below it; without a trailing newline. */
export function printPlain(diagnostics: readonly Diagnostic[], palette: Palette): string {
  return diagnostics
    .map(
      ({ severity, message, hint }) =>
        `${palette[severity](`${severity}:`)} ${visible(message)}${hint ? `\n  ${visible(hint)}` : ''}`,
    )
    .join('\n')
}

/** How many errors and warnings there are: `2 errors and 1 warning in cluster.yaml.` */
export function summary(diagnostics: readonly Diagnostic[], file: string): string {
  const count = (severity: Severity) => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`]
  }
  const hidden = diagnostics.length > MOST ? ` The first ${MOST} are shown.` : ''
  return `${[...count('error'), ...count('warning')].join(' and ')} in ${visible(file)}.${hidden}`
}

type Located = { readonly diagnostic: Diagnostic; readonly span: Span | undefined }

function place(diagnostic: Diagnostic, { text, positions }: Source): Located {
  return { diagnostic, span: text === undefined ? undefined : locate(diagnostic, positions ?? new Map()) }
}

function compare(one: Located, other: Located): number {
  return (
    (one.span?.start ?? -1) - (other.span?.start ?? -1) ||
    SEVERITIES.indexOf(one.diagnostic.severity) - SEVERITIES.indexOf(other.diagnostic.severity)
  )
}

const SEVERITIES: readonly Severity[] = ['error', 'warning']

function printOne({ diagnostic, span }: Located, source: Source, lines: Lines, palette: Palette): string[] {
  const { severity, message, hint, code, related = [] } = diagnostic
  const position = span && lines.positionOf(span.start)
  const where = [visible(source.file), ...(position ? [position.line, position.column] : [])].join(':')
  const heading = `${palette.place(`${where}:`)} ${palette[severity](`${severity}:`)} ${palette.message(visible(message))} ${palette.code(`[${code}]`)}`
  const others = related.flatMap((pointer): Mark[] => {
    const other = locate(
      { pointer, ...(diagnostic.at && { at: diagnostic.at }) },
      source.positions ?? new Map(),
    )
    return other ? [{ span: other, role: 'related' }] : []
  })
  return [
    heading,
    ...(span ? frame(lines, [{ span, role: 'primary' }, ...others], severity, palette) : []),
    ...(hint === '' ? [] : [`  ${palette.hint(visible(hint))}`]),
  ]
}
