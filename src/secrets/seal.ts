import type { SealCode } from '../diagnostics/catalogue/encryption.ts'
import { beginsAsAge, isArmored, openAge, sealAge } from './age.ts'
import { openVault, sealVault } from './ansible-vault.ts'
import type { Keyring } from './keyring.ts'
import { type Opened, opened } from './opened.ts'
import { type Protection, vaultIdProblem } from './protection.ts'
import { readEnvelope, VAULT_HEADER, writtenId } from './vault-envelope.ts'

/**
 * How a text is encrypted, by its beginning. A text with spaces or a YAML variable's name before that is encrypted, too;
 * `open` tells whether it can be decrypted.
 */
export function methodOf(text: string): Protection['method'] {
  const start = text.trimStart()
  if (start.startsWith(VAULT_HEADER) || /^(?:[^\s:]{1,200}: )?!vault /.test(start)) return 'ansible-vault'
  return beginsAsAge(start) ? 'age' : 'none'
}

/** An encrypted text, or the code of why there is none. */
export type Sealed =
  | { readonly value: string; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: SealCode }

const unsealed = (problem: SealCode) => ({ value: undefined, problem }) as const

/**
 * Encrypts a text as the protection says; without encryption, returns it unchanged. Of the keyring it uses only the vault
 * password. The same text gives other bytes each time, so do not encrypt again what is encrypted in the right way.
 *
 * Throws where a text is encrypted already, and on a recipient or a vault id that the spec's rules refuse.
 */
export async function seal(plain: string, protection: Protection, keyring: Keyring): Promise<Sealed> {
  if (protection.method === 'none') return { value: plain, problem: undefined }
  if (methodOf(plain) !== 'none') throw new Error('a text would be encrypted twice')
  if (protection.method === 'age') {
    const value = await sealAge(plain, protection.recipients)
    return value === undefined ? unsealed('encrypt-recipient-weak') : { value, problem: undefined }
  }
  const { vaultId } = protection
  if (vaultId !== undefined && vaultIdProblem(vaultId) !== undefined)
    throw new Error('a text would be encrypted under something that is not a vault id')
  if (keyring.vaultPassword === undefined) return unsealed('encrypt-no-password')
  return { value: await sealVault(plain, keyring.vaultPassword, vaultId), problem: undefined }
}

/**
 * Decrypts a text. Returns a plain text unchanged. Never throws, whatever the text holds. The whole text is in memory, so
 * the caller limits its size.
 */
export async function open(text: string, keyring: Keyring): Promise<Opened> {
  switch (methodOf(text)) {
    case 'none':
      return opened(text)
    case 'ansible-vault':
      return openVault(text, keyring.vaultPassword)
    case 'age':
      return openAge(text, keyring.ageIdentities)
  }
}

/**
 * Whether a text is encrypted as `protection` says: whole, by the same method, with the same vault id. A file of age does
 * not show its recipients, so other recipients make no difference.
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
