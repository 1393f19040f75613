import yargs from 'yargs'
import { hideBin } from 'yargs/helpers'
import packageDocument from '../package.json' with { type: 'json' }
import { EXIT, type ExitCode } from './commands/exit.ts'
import { terminal } from './commands/terminal.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import { atRun, report } from './diagnostics/report.ts'
import { DiagnosticError } from './diagnostics/thrown.ts'

const ours = terminal(process)
// A reader that has gone away (`quorate … | head`) is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  ours.report([report('output-failed', atRun, { reason: error.code ?? error.message })])
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

/** What the arguments ask for: a verb to run, or nothing, where yargs has answered already or the usage is wrong. */
function chosenVerb(): (() => Promise<ExitCode>) | undefined {
  let verb: (() => Promise<ExitCode>) | undefined
  const given = hideBin(process.argv)
  // yargs drops the one and takes the other, both without a word.
  let usage: Diagnostic | undefined = given.some((each) => each === '-' || /^--spec(=|$)/.test(each))
    ? report('usage-spec-not-path', atRun, {})
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
            if (chosen !== 1) usage ??= report('usage-renew', atRun, {})
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
      const refuse = (diagnostic: Diagnostic) => new DiagnosticError(diagnostic)
      // yargs passes a list where an option is given twice, and does not refuse an argument too many.
      const paths: readonly unknown[] = Array.isArray(spec) ? spec : [spec]
      const extra = words[words[0] === 'pki' ? 2 : 1] ?? paths.find((path) => path === '')
      if (extra !== undefined) throw refuse(report('usage-too-much', atRun, { argument: String(extra) }))
      if (paths.length === 0) throw refuse(report('usage-spec-missing', atRun, {}))
      for (const [option, takes] of Object.entries(SINGLE)) {
        const value = options[option]
        if (value !== undefined && (typeof value !== 'string' || value === ''))
          throw refuse(report('usage-not-single', atRun, { option, takes }))
      }
      if (typeof options.within === 'string' && !/^[0-9]{1,5}d$/.test(options.within))
        throw refuse(report('usage-within', atRun, {}))
      return true
    })
    .fail((message, error) => {
      if (error instanceof DiagnosticError) usage ??= error.diagnostic
      else if (error && error.name !== 'YError') throw error
      else
        usage ??= report('usage-invalid', atRun, {
          reason: (message || error.message).replace(/\s*\n\s*/g, ' '),
        })
    })
    .parseSync()
  const diagnostic = usage
  if (diagnostic === undefined) return verb
  return async () => {
    ours.report([diagnostic])
    return EXIT.couldNotRun
  }
}

async function main(): Promise<void> {
  try {
    process.exitCode = (await chosenVerb()?.()) ?? EXIT.fine
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    ours.problem(`error: This is a bug in quorate: ${what}\n  Please report it, with the spec.`)
    process.exitCode = EXIT.couldNotRun
  }
}

void main()
