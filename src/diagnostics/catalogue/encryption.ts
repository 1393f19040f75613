import { RESTORE } from './advice.ts'
import { error, type Nothing } from './entry.ts'

/** An encrypted file, and how many others cannot be opened for the same reason. */
type Encrypted = { readonly file: string; readonly more: number }

const subject = ({ file, more }: Encrypted) => (more > 0 ? `${file} (and ${more} more)` : file)

const encrypted = (what: string, hint: string) =>
  error<Encrypted>((parameters) => `${subject(parameters)} ${what}.`, hint)

/** What keeps an encrypted file from being opened. Never quotes a text, a password or an identity. */
export const openCatalogue = {
  'vault-no-password': encrypted(
    'is encrypted with ansible-vault, and no password was given',
    'Give --vault-password-file FILE, or set ANSIBLE_VAULT_PASSWORD_FILE.',
  ),
  // The HMAC does not match: nobody can tell whether the password is wrong or the file is damaged.
  'vault-wrong-password': encrypted(
    'is encrypted with ansible-vault, and not with the password that was given',
    'Give the password that it was encrypted with. If the password is right, the file is damaged: restore it from a backup.',
  ),
  'vault-damaged': encrypted('is encrypted with ansible-vault, but the file is damaged', RESTORE),
  'vault-not-text': encrypted('is encrypted with ansible-vault, and its content is not text', RESTORE),
  'vault-indented': encrypted(
    'holds a YAML variable that ansible-vault encrypted, and Ansible does not read that as an encrypted file',
    'Remove what is before $ANSIBLE_VAULT and the spaces before the lines, or encrypt the file again (ansible-vault encrypt).',
  ),
  'vault-unknown-format': encrypted(
    'is encrypted with ansible-vault in a format that quorate does not know: it knows 1.1 and 1.2, with AES256',
    'Decrypt it with the Ansible that wrote it, and encrypt it with a current one.',
  ),
  'age-no-identity': encrypted(
    'is encrypted with age, and no identity was given',
    'Give --age-identity FILE, or set AGE_IDENTITY_FILE.',
  ),
  'age-wrong-identity': encrypted(
    'is encrypted with age, and not to any of the identities that were given',
    'Give the identity of one of its recipients, or ask one of them to encrypt it to you as well.',
  ),
  'age-passphrase': encrypted(
    'is encrypted with age and a passphrase, and quorate decrypts only files that are encrypted to recipients',
    'Decrypt it (age --decrypt), or encrypt it to a recipient (age --armor --recipient).',
  ),
  'age-binary': encrypted(
    'is a binary age file, and quorate reads only armored age files, which are text',
    'Decrypt it, and encrypt it with age --armor.',
  ),
  'age-unknown-version': encrypted(
    'is encrypted with age in a version of the format that quorate does not know: it knows v1',
    'Decrypt it, or encrypt it in version v1.',
  ),
  'age-damaged': encrypted('is encrypted with age, but the file is damaged', RESTORE),
  'age-not-text': encrypted('is encrypted with age, and its content is not text', RESTORE),
}

/** Why an encrypted file does not open. */
export type OpenCode = keyof typeof openCatalogue

/** What keeps the files under secrets/ from being encrypted as the spec says. */
export const sealCatalogue = {
  'encrypt-no-password': error<Nothing>(
    'The spec encrypts secrets/ with ansible-vault, and no password was given.',
    'Give --vault-password-file FILE, or set ANSIBLE_VAULT_PASSWORD_FILE.',
  ),
  'encrypt-recipient-weak': error<Nothing>(
    'One of secrets.recipients is a key that anybody can compute, so age does not encrypt to it.',
    'Give recipients as age-keygen prints them: age1 and 58 characters.',
  ),
  'encrypt-not-for-identity': error<Nothing>(
    'secrets/ would be encrypted to recipients, and none of them is the identity that was given.',
    'Add its recipient to secrets.recipients (age-keygen -y prints it), or give the identity of one of them.',
  ),
}

/** Why files cannot be encrypted. */
export type SealCode = keyof typeof sealCatalogue
