import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { visible } from '../diagnostics/visible.ts'
import { shellWord } from '../render/escape.ts'
import type { Terminal } from './terminal.ts'
import { out as OUT } from './verbs/options.ts'

/** A command in a text, whose spec only the verb knows. */
const COMMAND = /(?<=quorate (?:pki )?[a-z]+) SPEC\b/g

/** A terminal that prints commands with the path of the spec, and `--out` where that is not the default. */
export function withSpec(terminal: Terminal, path: string, out: string): Terminal {
  const directory = out === OUT.default ? '' : ` --out ${word(out)}`
  const filled = (text: string) => text.replace(COMMAND, () => ` ${word(path)}${directory}`)
  return {
    ...terminal,
    result: (text) => terminal.result(filled(text)),
    problem: (text) => terminal.problem(filled(text)),
    report: (diagnostics, source) =>
      terminal.report(
        diagnostics.map(
          (diagnostic): Diagnostic => ({
            ...diagnostic,
            message: filled(diagnostic.message),
            hint: filled(diagnostic.hint),
          }),
        ),
        source,
      ),
  }
}

/** A path as a word of a command line that people copy: no option, and without invisible characters. */
export function word(path: string): string {
  return shellWord(visible(path).replace(/^-/, './-'))
}
