import type { Outcome } from '../diagnostics/diagnostic.ts'
import { failed } from '../diagnostics/report.ts'
import { readAgeIdentities } from './age-identities.ts'
import { type Environment, expandPath, type KeyringHost } from './key-file.ts'
import type { Protection } from './protection.ts'
import { readVaultPassword } from './vault-password.ts'

/** What decrypts and encrypts: read once per run, from the files that the user names. */
export type Keyring = {
  /** Bytes, as for Ansible; never empty. */
  readonly vaultPassword: Uint8Array | undefined
  /** `AGE-SECRET-KEY-1…`, each of them whole. */
  readonly ageIdentities: readonly string[]
}

/** Decrypts nothing, and encrypts only with age. */
export const EMPTY_KEYRING: Keyring = { vaultPassword: undefined, ageIdentities: [] }

/** The files that the user names on the command line. */
export type KeyringOptions = {
  /** `--vault-password-file`; without it, ANSIBLE_VAULT_PASSWORD_FILE. */
  readonly vaultPasswordFile?: string | undefined
  /** `--age-identity`; without it, AGE_IDENTITY_FILE. */
  readonly ageIdentityFile?: string | undefined
}

/**
 * Reads the password and the identities. What nobody names is not in the keyring, and not a problem.
 *
 * @param needed the methods in use; for other methods no file is read, and no script is run, which may ask people
 */
export async function readKeyring(
  options: KeyringOptions,
  environment: Environment,
  host: KeyringHost,
  needed: readonly Protection['method'][] = ['ansible-vault', 'age'],
): Promise<Outcome<Keyring>> {
  const { vaultPasswordFile = environment.ANSIBLE_VAULT_PASSWORD_FILE || undefined } = options
  const { ageIdentityFile = environment.AGE_IDENTITY_FILE || undefined } = options
  let keyring = EMPTY_KEYRING
  if (vaultPasswordFile !== undefined && needed.includes('ansible-vault')) {
    const password = await readVaultPassword(expandPath(vaultPasswordFile, environment, host), host)
    if (password.value === undefined) return failed(...password.diagnostics)
    keyring = { ...keyring, vaultPassword: password.value }
  }
  if (ageIdentityFile !== undefined && needed.includes('age')) {
    const identities = readAgeIdentities(expandPath(ageIdentityFile, environment, host), host)
    if (identities.value === undefined) return failed(...identities.diagnostics)
    keyring = { ...keyring, ageIdentities: identities.value }
  }
  return { value: keyring, diagnostics: [] }
}
