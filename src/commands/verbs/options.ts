import type { FolderOptions } from '../folder.ts'

/** The positional argument of verbs that take several specs. */
export const specs = {
  type: 'string',
  array: true,
  demandOption: true,
  describe: 'Spec files (YAML)',
} as const

/** The positional argument of verbs that take one spec. */
export const spec = { type: 'string', demandOption: true, describe: 'Spec file (YAML)' } as const

export const out = {
  type: 'string',
  default: 'out',
  requiresArg: true,
  describe: 'Directory in which each cluster gets a folder',
} as const

/** The options of every verb that writes into a cluster's folder: the folder, and what decrypts and encrypts keys. */
export const folder = {
  out,
  'vault-password-file': {
    type: 'string',
    requiresArg: true,
    describe:
      'File with the ansible-vault password, or a script that prints it [ANSIBLE_VAULT_PASSWORD_FILE]',
  },
  'age-identity': {
    type: 'string',
    requiresArg: true,
    describe: 'age identity file, to decrypt private keys [AGE_IDENTITY_FILE]',
  },
  force: { type: 'boolean', default: false, describe: 'Overwrite generated files that were edited by hand' },
} as const

/** A number of days, such as 30d; `usageFault` has checked the form. */
export const within = { type: 'string', requiresArg: true } as const

/** Options that are given once, and what each takes. */
export const SINGLE = {
  out: 'directory',
  within: 'time',
  authority: 'CA',
  'vault-password-file': 'file',
  'age-identity': 'file',
}

/** The values of `folder` by the names that the verbs' code has for them. */
export function folderOptions(given: {
  readonly out: string
  readonly vaultPasswordFile: string | undefined
  readonly ageIdentity: string | undefined
  readonly force: boolean
}): FolderOptions {
  return {
    out: given.out,
    vaultPasswordFile: given.vaultPasswordFile,
    ageIdentityFile: given.ageIdentity,
    force: given.force,
  }
}

/** The days of a value such as `30d`. */
export function daysOf(text: string): number {
  return Number(text.slice(0, -1))
}
