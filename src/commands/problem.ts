import { styleText } from 'node:util'
import type { Severity } from '../diagnostics/diagnostic.ts'
import type { Terminal } from './terminal.ts'

/** A problem that does not lie in the text of a spec: about a file or the machine. */
export type Problem = { readonly severity: Severity; readonly message: string; readonly hint: string }

/** Prints problems, each with what to do. */
export function printProblems(problems: readonly Problem[], terminal: Terminal): void {
  for (const { severity, message, hint } of problems) {
    const heading = terminal.colours.problem
      ? styleText(['bold', severity === 'error' ? 'red' : 'yellow'], `${severity}:`, {
          validateStream: false,
        })
      : `${severity}:`
    terminal.problem(`${heading} ${message}${hint ? `\n  ${hint}` : ''}`)
  }
}
