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

const oneSpec = { type: 'string', demandOption: true, describe: 'Spec file (YAML)' } as const

const out = {
  type: 'string',
  default: 'out',
  requiresArg: true,
  describe: 'Directory in which each cluster gets a folder',
} as const

/** What opens and seals encrypted keys. */
const keys = {
  'vault-password-file': {
    type: 'string',
    requiresArg: true,
    describe: 'Password of ansible-vault, or a script that prints it [ANSIBLE_VAULT_PASSWORD_FILE]',
  },
  'age-identity': {
    type: 'string',
    requiresArg: true,
    describe: 'Identity file of age [AGE_IDENTITY_FILE]',
  },
} as const

const within = { type: 'string', requiresArg: true } as const

/** Options that are given once, and what each takes. */
const SINGLE = {
  out: 'directory',
  within: 'time',
  authority: 'authority',
  'vault-password-file': 'file',
  'age-identity': 'file',
}

/** The options of every verb that writes into a cluster's folder, by the names that they have inside. */
const folderOptions = (given: {
  readonly out: string
  readonly vaultPasswordFile: string | undefined
  readonly ageIdentity: string | undefined
}) => ({
  out: given.out,
  vaultPasswordFile: given.vaultPasswordFile,
  ageIdentityFile: given.ageIdentity,
})

/** A time as the spec has lifetimes, in whole days. */
const daysOf = (text: string): number => Number(text.slice(0, -1))

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
      (command) => command.positional('spec', specs).options({ out, ...keys }),
      ({ spec, ...options }) => {
        verb = async () =>
          (await import('./commands/generate.ts')).generate(spec, folderOptions(options), ours)
      },
    )
    .command('pki', 'See, renew and import certificates', (pki) =>
      pki
        .command(
          'status <spec..>',
          'Show every certificate, and fail when one ends soon',
          (command) =>
            command.positional('spec', specs).options({
              out,
              json: { type: 'boolean', default: false, describe: 'Print JSON' },
              within: { ...within, default: '30d', describe: 'How soon is soon' },
            }),
          ({ spec, out: folder, json, within: soon }) => {
            const options = { out: folder, json, withinDays: daysOf(soon) }
            verb = async () => (await import('./commands/status.ts')).status(spec, options, ours)
          },
        )
        .command(
          'renew <spec> [name..]',
          'Issue certificates anew, whether they have ended or not',
          (command) =>
            command
              .positional('spec', oneSpec)
              .positional('name', {
                type: 'string',
                array: true,
                default: [] as string[],
                describe: 'Certificates by their ids, such as clients/root; all of a node by its name',
              })
              .options({
                out,
                ...keys,
                all: { type: 'boolean', default: false, describe: 'All but the authorities' },
                within: { ...within, describe: 'Those that end within this time, such as 30d' },
                'new-keys': { type: 'boolean', default: false, describe: 'Make new keys as well' },
              }),
          ({ spec, name, all, within: soon, newKeys, ...options }) => {
            const chosen = [name.length > 0, all, soon !== undefined].filter((each) => each).length
            if (chosen !== 1)
              usageProblem ??= 'Say what to renew by one of these: names, --all, or --within 30d.'
            const renewal = {
              names: name,
              all,
              newKeys,
              withinDays: soon === undefined ? undefined : daysOf(soon),
            }
            verb = async () =>
              (await import('./commands/renew.ts')).renew(
                spec,
                { ...folderOptions(options), ...renewal },
                ours,
              )
          },
        )
        .command(
          'import <spec> <file..>',
          'Take certificates that another CA has signed, or an authority',
          (command) =>
            command
              .positional('spec', oneSpec)
              .positional('file', {
                type: 'string',
                array: true,
                demandOption: true,
                describe: 'Files of certificates, and of the key of an authority (PEM)',
              })
              .options({
                out,
                ...keys,
                authority: {
                  choices: ['client-ca', 'peer-ca', 'ca'] as const,
                  requiresArg: true,
                  describe: 'The authority that the files hold',
                },
              }),
          ({ spec, file, authority, ...options }) => {
            const brought = { files: file, authority }
            verb = async () =>
              (await import('./commands/import.ts')).importPki(
                spec,
                { ...folderOptions(options), ...brought },
                ours,
              )
          },
        )
        .demandCommand(1, 'Say what to do with the certificates: status, renew or import.'),
    )
    .demandCommand(1, 'Say what to do: validate, generate or pki.')
    .strict()
    .exitProcess(false)
    .check((options) => {
      const { _: words, spec } = options
      // yargs hands over a list where an option is given twice, and keeps to itself what it cannot place.
      if (
        words.length > (words[0] === 'pki' ? 2 : 1) ||
        (Array.isArray(spec) && spec.some((path) => path === ''))
      ) {
        throw new UsageProblem('There is more on the command line than quorate can place.')
      }
      if (Array.isArray(spec) && spec.length === 0) throw new UsageProblem('Say which spec.')
      for (const [name, what] of Object.entries(SINGLE)) {
        const value = options[name]
        if (value !== undefined && (typeof value !== 'string' || value === ''))
          throw new UsageProblem(`--${name} takes one ${what}.`)
      }
      if (typeof options.within === 'string' && !/^[0-9]{1,5}d$/.test(options.within))
        throw new UsageProblem('--within takes a number of days, such as 30d.')
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
