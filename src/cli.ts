import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import packageDocument from '../package.json' with { type: 'json' }
import { EXIT, type ExitCode } from './commands/exit.ts'
import { printProblems } from './commands/problem.ts'
import { terminal } from './commands/terminal.ts'

const ours = terminal(process)
// A reader that has gone away (`quorate … | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  const message = `Cannot write the result (${error.code}).`
  printProblems([{ severity: 'error', message, hint: 'Look at where standard output goes.' }], ours)
  process.exitCode = EXIT.couldNotRun
})

const specs = { type: 'string', array: true, demandOption: true, describe: 'Spec files (YAML)' } as const

/** What is wrong with the arguments, where yargs itself has no objection. */
class UsageProblem extends Error {}

/** What the arguments ask for: a verb to run, or nothing, where yargs has answered already or the usage is wrong. */
function chosenVerb(): (() => Promise<ExitCode>) | undefined {
  let verb: (() => Promise<ExitCode>) | undefined
  const given = hideBin(process.argv)
  // yargs drops the one and takes the other, both without a word.
  let usageProblem = given.some((argument) => argument === '-' || /^--spec(=|$)/.test(argument))
    ? 'Specs are given as files, by their paths alone; /dev/stdin is one.'
    : undefined
  // The handlers only say what is to be run: each verb's code is loaded when it is asked for, and yargs is left first.
  yargs(given)
    .scriptName('quorate')
    .usage('$0: from a short spec to everything that an etcd cluster needs')
    .locale('en')
    .version(packageDocument.version)
    .command(
      'validate <spec..>',
      'Check specs and say everything that is wrong with them',
      (command) => command.positional('spec', specs),
      ({ spec }) => {
        verb = async () => (await import('./commands/validate.ts')).validate(spec, ours)
      },
    )
    .command(
      'generate <spec..>',
      'Write what the clusters of the specs need',
      (command) =>
        command.positional('spec', specs).option('out', {
          type: 'string',
          default: 'out',
          requiresArg: true,
          describe: 'Directory in which each cluster gets a folder',
        }),
      ({ spec, out }) => {
        verb = async () => (await import('./commands/generate.ts')).generate(spec, out, ours)
      },
    )
    .demandCommand(1, 'Say what to do: validate or generate.')
    .strict()
    .exitProcess(false)
    .check(({ _: extra, spec, out }) => {
      // yargs hands over a list where an option is given twice, and keeps to itself what it cannot place.
      if (extra.length > 1 || (Array.isArray(spec) && spec.some((path) => path === ''))) {
        throw new UsageProblem('There is more on the command line than quorate can place.')
      }
      if (Array.isArray(spec) && spec.length === 0) throw new UsageProblem('Say which spec.')
      if (out !== undefined && (typeof out !== 'string' || out === '')) {
        throw new UsageProblem('--out takes one directory.')
      }
      return true
    })
    .fail((message, error) => {
      if (error && error.name !== 'YError' && !(error instanceof UsageProblem)) throw error
      usageProblem ??= message || error.message
    })
    .parseSync()
  if (usageProblem === undefined) return verb
  const problem = {
    severity: 'error',
    message: usageProblem,
    hint: 'quorate --help shows how it is called.',
  } as const
  return async () => {
    printProblems([problem], ours)
    return EXIT.couldNotRun
  }
}

async function main(): Promise<void> {
  try {
    process.exitCode = (await chosenVerb()?.()) ?? EXIT.fine
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    printProblems(
      [
        {
          severity: 'error',
          message: `This is a bug in quorate: ${what}`,
          hint: 'Please report it, with the spec.',
        },
      ],
      ours,
    )
    process.exitCode = EXIT.couldNotRun
  }
}

void main()
