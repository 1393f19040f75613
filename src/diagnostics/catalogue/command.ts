import { listed, quote } from '../visible.ts'
import { error, type Nothing } from './entry.ts'

const HELP = 'quorate --help shows the commands and their options.'

/** What is wrong with the arguments on the command line. */
export const usageCatalogue = {
  'usage-spec-not-path': error<Nothing>('A spec is named by the path of its file; /dev/stdin is one.', HELP),
  'usage-unknown-command': error<{
    readonly word: string
    readonly under: string
    /** The command line that is probably meant. */
    readonly near: string | undefined
    /** A command for a spec that was written in place of a command. */
    readonly example: string | undefined
    readonly known: readonly string[]
  }>(
    ({ word, under }) => `${quote(word)} is not a command${under === '' ? '' : ` of quorate ${under}`}.`,
    ({ near, example, known }) => {
      if (near !== undefined) return `Did you mean: quorate ${near}`
      return example === undefined
        ? `The commands are ${listed(known)}.`
        : `Write the command before the spec, such as: ${example}`
    },
  ),
  'usage-unknown-option': error<{
    readonly option: string
    readonly command: string
    readonly advice: string
  }>(
    ({ option, command }) => `quorate ${command} has no option ${option}.`,
    ({ advice }) => (/[?]$|: /.test(advice) ? advice : `${advice}.`),
  ),
  'usage-spec-missing': error<{ readonly command: string }>(
    ({ command }) => `quorate ${command} needs the path of a spec.`,
    ({ command }) => `Such as: quorate ${command} cluster.yaml`,
  ),
  'usage-too-much': error<{ readonly argument: string }>(
    ({ argument }) => `The argument "${argument}" is not expected here.`,
    HELP,
  ),
  'usage-not-single': error<{ readonly option: string; readonly takes: string }>(
    ({ option, takes }) => `--${option} takes one ${takes}.`,
    HELP,
  ),
  'usage-within': error<Nothing>('--within takes a number of days, such as 30d.', HELP),
  'usage-renew': error<Nothing>('Say what to renew by one of these: names, --all, or --within 30d.', HELP),
  // Whatever yargs itself objects to, in its words.
  'usage-invalid': error<{ readonly reason: string }>(({ reason }) => reason, HELP),
}

/** What keeps a command from doing what it is for. */
export const commandCatalogue = {
  'directory-gone': error<{ readonly reason: string }>(
    ({ reason }) =>
      `The current directory cannot be used (${reason}): somebody has removed it or taken away the right to it.`,
    'Change to another directory (cd), and run this again.',
  ),
  'output-failed': error<{ readonly reason: string }>(
    ({ reason }) => `Cannot write the result (${reason}).`,
    'Check where standard output goes.',
  ),
  'cluster-name-shared': error<{ readonly name: string }>(
    ({ name }) => `Two of the specs name their cluster "${name}", and both would be written into one folder.`,
    'Give each cluster its own name.',
  ),
  'tls-turned-off': error<Nothing>(
    'This cluster has certificates or keys here, and the spec turns TLS off (tls.enabled: false).',
    'Turn it on again. For a cluster without TLS, choose another name, or move the whole folder aside.',
  ),
  'folder-missing': error<{ readonly folder: string }>(
    ({ folder }) => `There is no folder ${folder}.`,
    'Generate the cluster first, or check --out.',
  ),
  'renew-tls-off': error<Nothing>(
    'This cluster has no certificates: the spec turns TLS off (tls.enabled: false).',
    'There is nothing to renew.',
  ),
  'renew-external': error<{ readonly newKeys: boolean }>(
    'Another CA signs the certificates of this cluster (tls.authority: external).',
    ({ newKeys }) =>
      newKeys
        ? 'To have a new key signed, remove secrets/NAME.key and pki/NAME.crt, then generate: that makes a request for a new key.'
        : 'Have the requests under pki/requests/ signed again, then: quorate pki import SPEC FILE…',
  ),
  'renew-no-pki': error<Nothing>(
    'There is no PKI in this folder yet.',
    'Generate the cluster first, or check --out.',
  ),
  'renew-ca-keeps-key': error<{ readonly id: string }>(
    ({ id }) => `${id} is a CA, and a CA keeps its key when it is renewed (--new-keys).`,
    'With another key it is another CA: for that, move the whole folder aside, and every member and client gets new certificates.',
  ),
  'renew-unknown-name': error<{ readonly name: string; readonly near: string | undefined }>(
    ({ name }) => `There is no certificate ${name} in this cluster.`,
    ({ near }) => (near ? `Did you mean ${near}?` : 'quorate pki status SPEC lists them all.'),
  ),
}
