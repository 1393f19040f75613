import { error } from './entry.ts'

/** What the user names on the command line to open and to encrypt keys. */
export type KeyFileTitle = 'vault password file' | 'age identity file'

/** The file as a sentence names it. */
type KeyFile = { readonly title: KeyFileTitle; readonly path: string }

const subject = ({ title, path }: KeyFile) => `The ${title} ${path}`

const IDENTITIES = 'Give a file as age-keygen writes it, with lines that begin with "AGE-SECRET-KEY-".'

/** What is wrong with the file of the vault password, or of the age identities. */
export const keyFileCatalogue = {
  'key-file-missing': error<KeyFile>(
    (parameters) => `${subject(parameters)} does not exist.`,
    'Check the path.',
  ),
  'key-file-directory': error<KeyFile>(
    (parameters) => `${subject(parameters)} is a directory.`,
    'Name the file that is in it.',
  ),
  'key-file-unreadable': error<KeyFile & { readonly reason: string }>(
    ({ reason, ...file }) => `${subject(file)} cannot be read (${reason}).`,
    'Run quorate as a user who may read it, or give this user the right to read it.',
  ),
  'key-file-too-large': error<KeyFile>(
    (parameters) => `${subject(parameters)} is too large.`,
    'Check the path.',
  ),
  'password-script-not-program': error<KeyFile>(
    (parameters) =>
      `${subject(parameters)} is executable, so it has to be a script, and it does not begin with #!.`,
    'If it holds the password itself, make it not executable: chmod 600.',
  ),
  'password-script-failed': error<KeyFile & { readonly outcome: string }>(
    ({ outcome, ...file }) => `${subject(file)} was run, and ${outcome}.`,
    'Run it yourself to see why.',
  ),
  'password-script-not-run': error<KeyFile & { readonly reason: string }>(
    ({ reason, ...file }) => `${subject(file)} is executable and cannot be run (${reason}).`,
    'If it is a script, check its first line. If not, make it not executable: chmod 600.',
  ),
  'password-empty': error<KeyFile & { readonly script: boolean }>(
    ({ script, ...file }) => `${subject(file)} ${script ? 'prints nothing' : 'is empty'}.`,
    'Put a password in it.',
  ),
  'password-encrypted': error<KeyFile>(
    (parameters) => `${subject(parameters)} is itself encrypted with ansible-vault.`,
    'Give a script that prints the password: an executable file whose first line is #!/bin/sh.',
  ),
  'identity-file-encrypted': error<KeyFile>(
    (parameters) => `${subject(parameters)} is itself encrypted, with a passphrase.`,
    'Decrypt it (age --decrypt) to a file that only you can read, and give that file.',
  ),
  'identity-invalid': error<KeyFile & { readonly line: number; readonly problem: string }>(
    ({ line, problem, ...file }) => `${subject(file)}, line ${line}, ${problem}.`,
    IDENTITIES,
  ),
  'identity-missing': error<KeyFile>((parameters) => `${subject(parameters)} holds no identity.`, IDENTITIES),
}
