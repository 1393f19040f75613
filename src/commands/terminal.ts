import { palette } from '../diagnostics/colours.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { printDiagnostics, printPlain, type Source } from '../diagnostics/print.ts'

/** Where a verb prints: results to one stream, problems to the other, each with colours or without. */
export type Terminal = {
  /** A result, one line or more, without the last newline. */
  result(text: string): void
  /** What is neither a result nor a diagnostic, such as what a cluster waits for. */
  problem(text: string): void
  /** Diagnostics: with the user's own lines where they are about a text, and else line by line. */
  report(diagnostics: readonly Diagnostic[], source?: Source): void
  readonly colours: { readonly result: boolean; readonly problem: boolean }
}

/** A stream, as far as a terminal needs it. */
type Stream = { write(text: string): unknown; readonly isTTY?: boolean }

/** The process's own streams. NO_COLOR turns colours off, FORCE_COLOR on, and else a terminal has them (no-color.org). */
export function terminal(process: {
  readonly stdout: Stream
  readonly stderr: Stream
  readonly env: Readonly<Record<string, string | undefined>>
}): Terminal {
  const { env } = process
  const coloured = (stream: Stream) =>
    env.NO_COLOR
      ? false
      : env.FORCE_COLOR
        ? env.FORCE_COLOR !== '0'
        : stream.isTTY === true && env.TERM !== 'dumb'
  // Opened when it is used: for a pipe, Node loads its module for networks.
  const colours = {
    get result() {
      return coloured(process.stdout)
    },
    get problem() {
      return coloured(process.stderr)
    },
  }
  const problem = (text: string) => void process.stderr.write(`${text}\n`)
  let isFirstBlock = true
  return {
    result: (text) => void process.stdout.write(`${text}\n`),
    problem,
    report(diagnostics, source) {
      if (diagnostics.length === 0) return
      if (!source) return problem(printPlain(diagnostics, palette(colours.problem)))
      const block = printDiagnostics(diagnostics, source, palette(colours.problem))
      problem(isFirstBlock ? block : `\n${block}`)
      isFirstBlock = false
    },
    colours,
  }
}
