import { beginsAsAge, isArmored, openAge, sealAge } from './age.ts'
import { openVault, sealVault } from './ansible-vault.ts'
import type { Keyring } from './keyring.ts'
import { fine, refuse, type SecretOutcome } from './problem.ts'
import { type Protection, vaultIdProblem } from './protection.ts'
import { readEnvelope, VAULT_HEADER, writtenId } from './vault-envelope.ts'

/**
 * How a text is protected, by how it begins. Spaces before that, and what a variable in YAML begins with, make no text a
 * plain one; whether it can be opened so, `open` says.
 */
export function methodOf(text: string): Protection['method'] {
  const start = text.trimStart()
  if (start.startsWith(VAULT_HEADER) || /^(?:[^\s:]{1,200}: )?!vault /.test(start)) return 'ansible-vault'
  return beginsAsAge(start) ? 'age' : 'none'
}

/**
 * Encrypts a text as the protection has it; without one it comes back as it is. Of the keyring only the vault's password
 * is used. Twice the same text is never twice the same bytes, so what is sealed as it should be is best left alone.
 *
 * A text that is sealed already is a fault of ours, so it throws.
 */
export async function seal(
  plain: string,
  protection: Protection,
  keyring: Keyring,
): Promise<SecretOutcome<string>> {
  if (protection.method === 'none') return fine(plain)
  if (methodOf(plain) !== 'none') throw new Error('a text would be encrypted twice')
  if (protection.method === 'age') return sealAge(plain, protection.recipients)
  const { vaultId } = protection
  if (vaultId !== undefined && vaultIdProblem(vaultId) !== undefined) return UNSUITED_ID
  if (keyring.vaultPassword === undefined) return NO_PASSWORD
  return fine(await sealVault(plain, keyring.vaultPassword, vaultId))
}

/**
 * The plain text of a text. A plain one comes back as it is. Throws nothing, whatever the text holds. The text is worked on
 * as a whole: the caller limits its size.
 */
export async function open(text: string, keyring: Keyring): Promise<SecretOutcome<string>> {
  switch (methodOf(text)) {
    case 'none':
      return fine(text)
    case 'ansible-vault':
      return openVault(text, keyring.vaultPassword)
    case 'age':
      return openAge(text, keyring.ageIdentities)
  }
}

/**
 * Whether a text is sealed as `protection` wants it: whole, by the same method, with the same vault id. To whom age has
 * encrypted a text is not to be seen in it, so other recipients make no difference.
 */
export function isSealedAs(text: string, protection: Protection): boolean {
  if (methodOf(text) !== protection.method) return false
  switch (protection.method) {
    case 'none':
      return true
    case 'age':
      return isArmored(text)
    case 'ansible-vault': {
      const envelope = readEnvelope(text)
      return typeof envelope !== 'string' && envelope.vaultId === writtenId(protection.vaultId)
    }
  }
}

const NO_PASSWORD = refuse(
  'no-key',
  'is to be encrypted with ansible-vault, and no password was given.',
  'Give --vault-password-file FILE, or set ANSIBLE_VAULT_PASSWORD_FILE.',
)

const UNSUITED_ID = refuse(
  'unsuited',
  'is to be encrypted with ansible-vault, under a vault id that is none.',
  'Give one of letters, digits, and _ . - inside of it.',
)
