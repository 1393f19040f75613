import './commands/working-directory.ts'

import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import packageDocument from '../package.json' with { type: 'json' }
import { EXIT } from './commands/exit.ts'
import { terminal } from './commands/terminal.ts'
import { generateVerb } from './commands/verbs/generate.ts'
import { pkiVerb } from './commands/verbs/pki.ts'
import { usageFault } from './commands/verbs/usage.ts'
import { validateVerb } from './commands/verbs/validate.ts'
import { type Run, refuse } from './commands/verbs/verb.ts'
import { readWords } from './commands/verbs/words.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import { atRun, report } from './diagnostics/report.ts'
import { DiagnosticError } from './diagnostics/thrown.ts'

const ours = terminal(process)
// A reader that has gone away (`quorate … | head`) is not our fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  ours.report([report('output-failed', atRun, { reason: error.code ?? error.message })])
  process.exitCode = EXIT.couldNotRun
})

/** What the command line asks for, or nothing where yargs has answered it (`--help`, `--version`). */
function chosenRun(given: readonly string[]): Run | undefined {
  let run: Run | undefined
  const { words, fault: mistake } = readWords(given)
  if (mistake) return refuse(mistake)
  let fault: Diagnostic | undefined
  const choose = (chosen: Run) => {
    run = chosen
  }
  yargs(words)
    .scriptName('quorate')
    .usage('$0: from a short spec to everything that an etcd cluster needs')
    .locale('en')
    // Otherwise --no-new-ca would mean the opposite of --new-ca.
    .parserConfiguration({ 'boolean-negation': false })
    .version(packageDocument.version)
    .alias({ help: 'h', version: 'v' })
    .command(validateVerb(choose))
    .command(generateVerb(choose))
    .command(pkiVerb(choose))
    .demandCommand(1, 'Say what to do: validate, generate or pki.')
    .strict()
    .exitProcess(false)
    .check((options) => {
      const found = usageFault(options)
      if (found) throw new DiagnosticError(found)
      return true
    })
    .fail((message, error) => {
      if (error instanceof DiagnosticError) fault ??= error.diagnostic
      else if (error && error.name !== 'YError') throw error
      else {
        const reason = (message || error.message).replace(/\s*\n\s*/g, ' ')
        fault ??= report('usage-invalid', atRun, { reason })
      }
    })
    .parseSync()
  return fault ? refuse(fault) : run
}

async function main(): Promise<void> {
  try {
    process.exitCode = (await chosenRun(hideBin(process.argv))?.(ours)) ?? EXIT.fine
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    ours.problem(`error: This is a bug in quorate: ${what}\n  Please report it, with the spec.`)
    process.exitCode = EXIT.couldNotRun
  }
}

void main()
