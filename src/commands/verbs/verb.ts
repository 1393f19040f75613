import type { CommandModule } from 'yargs'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import type { Terminal } from '../terminal.ts'

/** What a verb does with its arguments. It loads the verb's code, prints what there is to say, and gives the exit code. */
export type Run = (terminal: Terminal) => Promise<ExitCode>

/**
 * Takes what the command line asks for. The handlers of yargs call this and run nothing themselves: otherwise yargs
 * would print an error of the verb as a mistake on the command line.
 */
export type Choose = (run: Run) => void

/** A yargs command module; the handler's arguments get their types from the builder. */
export function verb<Options>(module: CommandModule<object, Options>): CommandModule<object, Options> {
  return module
}

/** Prints what is wrong with the command line, in place of running a verb. */
export function refuse(diagnostic: Diagnostic): Run {
  return async (terminal) => {
    terminal.report([diagnostic])
    return EXIT.couldNotRun
  }
}
