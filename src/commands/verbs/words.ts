import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atRun, report } from '../../diagnostics/report.ts'
import { folded, nearest } from '../../spec/nearest.ts'
import { word } from '../with-spec.ts'
import { generateOptions } from './generate.ts'
import { importOptions } from './pki-import.ts'
import { renewOptions } from './pki-renew.ts'
import { statusOptions } from './pki-status.ts'

/** Every command, and the options that it takes. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  validate: {},
  generate: generateOptions,
  'pki status': statusOptions,
  'pki renew': renewOptions,
  'pki import': importOptions,
}

/** What people call the commands, in other tools or for short. */
const OTHER_COMMANDS: Readonly<Record<string, string>> = {
  check: 'validate',
  lint: 'validate',
  test: 'validate',
  verify: 'validate',
  create: 'generate',
  build: 'generate',
  render: 'generate',
  template: 'generate',
  make: 'generate',
  write: 'generate',
  init: 'generate',
  apply: 'generate',
  status: 'pki status',
  list: 'pki status',
  show: 'pki status',
  expiry: 'pki status',
  renew: 'pki renew',
  rotate: 'pki renew',
  import: 'pki import',
  sign: 'pki import',
  cert: 'pki status',
  certs: 'pki status',
  certificates: 'pki status',
}

const PATH = 'Write the path of the spec without an option'
const NONE = 'There is no such option in any command'

/** What people write for options of quorate, and what to write in their place. */
const OTHER_OPTIONS: Readonly<Record<string, string>> = {
  dryrun: 'To check a spec and write nothing: quorate validate SPEC',
  check: 'To check a spec and write nothing: quorate validate SPEC',
  diff: 'Generate into another directory (--out), and compare the two',
  o: '--out',
  output: '--out',
  outdir: '--out',
  outputdir: '--out',
  dir: '--out',
  directory: '--out',
  d: '--out',
  f: PATH,
  file: PATH,
  filename: PATH,
  c: PATH,
  config: PATH,
  i: PATH,
  input: PATH,
  y: '--force',
  yes: '--force',
  overwrite: '--force',
  vaultid: '--vault-password-file',
  vaultpassword: '--vault-password-file',
  askvaultpass: '--vault-password-file',
  identity: '--age-identity',
  days: '--within',
  ca: '--authority',
  verbose: NONE,
  debug: NONE,
  q: NONE,
  quiet: NONE,
  silent: NONE,
  version: 'The version of etcd is etcd.version in the spec. For that of quorate: quorate --version',
  color: 'Set NO_COLOR=1 or FORCE_COLOR=1 in the environment',
}

/** The words for yargs, or the first mistake in them. */
export type Words = { readonly words: readonly string[]; readonly fault?: Diagnostic }

/**
 * Reads the words of a command line before yargs does: yargs takes the word after an unknown option for its value, and
 * then asks for the spec that is there.
 */
export function readWords(given: readonly string[]): Words {
  const words = given.map((each) => SHORT[each] ?? each)
  const [first = '', ...others] = words
  if (first === 'help') return { words: [...others.filter((each) => each !== '--help'), '--help'] }
  if (first === 'version') return { words: ['--version'] }
  if (words.includes('--help')) return { words }
  const fault = wordFault(words)
  return fault ? { words, fault } : { words: commandFirst(words) }
}

/** The words with the command first: yargs reads `--json pki status` as an option whose value is `pki`. */
function commandFirst(words: readonly string[]): readonly string[] {
  if (!words[0]?.startsWith('-')) return words
  const [verb, second] = parted(words).paths
  const command = [verb, verb === 'pki' ? second : undefined].filter((each) => each !== undefined)
  const rest = [...words]
  for (const each of command) rest.splice(rest.indexOf(each), 1)
  return [...command, ...rest]
}

const SHORT: Readonly<Record<string, string>> = {
  '-h': '--help',
  '-?': '--help',
  '-v': '--version',
  '-V': '--version',
}

function wordFault(words: readonly string[]): Diagnostic | undefined {
  if (words.some((each) => each === '-' || /^--spec(=|$)/.test(each)))
    return report('usage-spec-not-path', atRun, {})
  const { paths, options } = parted(words)
  const [verb, second] = paths
  if (verb === undefined || (verb === 'pki' && second === undefined)) return undefined
  const command = verb === 'pki' ? `pki ${second}` : verb
  const takes = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined
  if (takes === undefined) return unknownCommand(command, paths)
  for (const option of options) {
    const fault = unknownOption(option, command, Object.keys(takes), paths)
    if (fault) return fault
  }
  return paths.length > command.split(' ').length || words.includes('--')
    ? undefined
    : report('usage-spec-missing', atRun, { command })
}

/** The words that are options, without their values, and all others. */
function parted(words: readonly string[]): { paths: string[]; options: string[] } {
  const end = words.indexOf('--')
  const paths: string[] = []
  const options: string[] = []
  const own = end < 0 ? words : words.slice(0, end)
  for (let at = 0; at < own.length; at++) {
    const each = own[at] ?? ''
    if (!each.startsWith('-')) paths.push(each)
    else options.push(each)
    if (VALUED.has(folded(each.replace(/^-+/, '')))) at++
  }
  return { paths, options }
}

/** The options whose next word is their value. */
const VALUED = new Set(
  Object.values(COMMANDS).flatMap((options) =>
    Object.entries(options).flatMap(([name, option]) => ('requiresArg' in option ? [folded(name)] : [])),
  ),
)

function unknownCommand(command: string, paths: readonly string[]): Diagnostic {
  const under = command.startsWith('pki ') ? 'pki' : ''
  const name = command.replace(/^pki /, '')
  const known = Object.keys(COMMANDS).filter((each) => each.startsWith(under))
  const renamed = Object.hasOwn(OTHER_COMMANDS, name) ? OTHER_COMMANDS[name] : undefined
  const last = (each: string) => each.replace(/^pki /, '')
  const near =
    (renamed && known.includes(renamed) ? renamed : undefined) ??
    (name.length > 1 ? known.find((each) => last(each).startsWith(name)) : undefined) ??
    known.find((each) => last(each) === nearest(name, known.map(last)))
  const isPath = /[./]/.test(name)
  const example = `quorate ${under ? 'pki status' : 'validate'} ${word(name)}`
  return report('usage-unknown-command', atRun, {
    word: name,
    under,
    near: isPath ? undefined : near && [near, ...paths.slice(under ? 2 : 1).map(word)].join(' '),
    example: isPath ? example : undefined,
    known,
  })
}

function unknownOption(
  given: string,
  command: string,
  takes: readonly string[],
  paths: readonly string[],
): Diagnostic | undefined {
  const option = given.replace(/=.*/s, '')
  const name = folded(option.replace(/^-+/, ''))
  const isKnown = takes.map(folded).some((each) => each === name || `no${each}` === name)
  // A number such as -1d is the value of an option.
  if (/^-\d/.test(option) || (isKnown && option.startsWith('--'))) return undefined
  const other = Object.hasOwn(OTHER_OPTIONS, name) ? OTHER_OPTIONS[name] : undefined
  const near = takes.find((each) => name.length > 2 && folded(each).startsWith(name)) ?? nearest(name, takes)
  const [owner] =
    Object.entries(COMMANDS).find(([, options]) => Object.keys(options).map(folded).includes(name)) ?? []
  const spec = paths[command.split(' ').length]
  const fits = other !== undefined && (!other.startsWith('--') || takes.includes(other.slice(2)))
  const meant = fits ? other : near && `--${near}`
  return report('usage-unknown-option', atRun, {
    option,
    command,
    advice:
      (meant?.startsWith('--') ? `Did you mean ${meant}?` : undefined) ??
      meant?.replace('SPEC', spec === undefined ? 'SPEC' : word(spec)) ??
      (owner === undefined ? undefined : `quorate ${owner} has it`) ??
      (takes.length === 0
        ? `quorate ${command} takes no options`
        : `Its options are ${takes.map((each) => `--${each}`).join(', ')}`),
  })
}
