import type { Outcome } from '../diagnostics/diagnostic.ts'
import { failed } from '../diagnostics/report.ts'
import { readAgeIdentities } from './age-identities.ts'
import { type Environment, expandPath, type KeyringHost } from './key-file.ts'
import type { Protection } from './protection.ts'
import { readVaultPassword } from './vault-password.ts'

/** What opens and seals: read once per run, from what the user names. */
export type Keyring = {
  /** Bytes, because to Ansible a password is no more than that; never empty. */
  readonly vaultPassword: Uint8Array | undefined
  /** `AGE-SECRET-KEY-1…`, each of them whole. */
  readonly ageIdentities: readonly string[]
}

/** Opens nothing that is encrypted, and seals with age alone. */
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
 * @param needed what there is to open or to seal; of the rest nothing is read, and no script is run, which may ask people
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
