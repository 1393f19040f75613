import { isUtf8 } from 'node:buffer'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  pbkdf2,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'
import { fine, RESTORE, refuse, type SecretOutcome } from './problem.ts'
import { readEnvelope, writeEnvelope } from './vault-envelope.ts'

// Ansible's VaultAES256 (lib/ansible/parsing/vault/__init__.py). Not the npm package ansible-vault (1.3.0), which takes
// digits that are none, compares the HMAC byte by byte, says the same of a wrong password and of wrong padding, and
// leaves out the last line end: to check around it what it does not takes all that stands here.

const ROUNDS = 10_000
const KEY_BYTES = 32
const HMAC_BYTES = 32
const SALT_BYTES = 32
const BLOCK_BYTES = 16

const derive = promisify(pbkdf2)

/**
 * Encrypts a text as `ansible-vault encrypt` does.
 *
 * @param salt another one for each text, but in tests
 */
export async function sealVault(
  plain: string,
  password: Uint8Array,
  vaultId: string | undefined,
  salt: Buffer = randomBytes(SALT_BYTES),
): Promise<string> {
  const keys = await deriveKeys(password, salt)
  const cipher = createCipheriv('aes-256-ctr', keys.cipher, keys.counter)
  const ciphertext = Buffer.concat([cipher.update(padded(Buffer.from(plain, 'utf8'))), cipher.final()])
  return writeEnvelope({ vaultId, salt, hmac: hmacOf(ciphertext, keys.hmac), ciphertext })
}

/** Decrypts what `ansible-vault encrypt`, or sealVault, has made of a text. */
export async function openVault(
  text: string,
  password: Uint8Array | undefined,
): Promise<SecretOutcome<string>> {
  const envelope = readEnvelope(text)
  if (typeof envelope === 'string') return REFUSALS[envelope]
  const { salt, hmac, ciphertext } = envelope
  if (hmac.length !== HMAC_BYTES || ciphertext.length % BLOCK_BYTES !== 0) return REFUSALS.damaged
  if (password === undefined) return REFUSALS.noPassword
  const keys = await deriveKeys(password, salt)
  if (!timingSafeEqual(hmacOf(ciphertext, keys.hmac), hmac)) return REFUSALS.wrongPassword
  const cipher = createDecipheriv('aes-256-ctr', keys.cipher, keys.counter)
  const plain = unpadded(Buffer.concat([cipher.update(ciphertext), cipher.final()]))
  if (plain === undefined) return REFUSALS.damaged
  return isUtf8(plain) ? fine(plain.toString('utf8')) : REFUSALS.noText
}

const REFUSALS = {
  noPassword: refuse(
    'no-key',
    'is encrypted with ansible-vault, and no password was given.',
    'Give --vault-password-file FILE, or set ANSIBLE_VAULT_PASSWORD_FILE.',
  ),
  // The HMAC does not fit, and whether that is the password's fault or the file's nobody can tell.
  wrongPassword: refuse(
    'wrong-key',
    'is encrypted with ansible-vault, and not with the password that was given.',
    'Give the password that it was encrypted with. If this is the one, the file is damaged: restore it from a backup.',
  ),
  damaged: refuse('damaged', 'begins as a file of ansible-vault does, and is damaged.', RESTORE),
  noText: refuse('damaged', 'is encrypted with ansible-vault, and what is in it is no text.', RESTORE),
  indented: refuse(
    'unknown-form',
    'holds a text of ansible-vault as a variable in YAML has it, which Ansible does not take for an encrypted file.',
    'Leave nothing before $ANSIBLE_VAULT and no spaces before the lines, or encrypt the file anew (ansible-vault encrypt).',
  ),
  'unknown-form': refuse(
    'unknown-form',
    'is encrypted with ansible-vault, in a format that quorate does not know: it knows 1.1 and 1.2, with AES256.',
    'Decrypt it with the Ansible that wrote it, and encrypt it with a current one.',
  ),
} as const

async function deriveKeys(password: Uint8Array, salt: Uint8Array) {
  const bytes = await derive(password, salt, ROUNDS, 2 * KEY_BYTES + BLOCK_BYTES, 'sha256')
  return {
    cipher: bytes.subarray(0, KEY_BYTES),
    hmac: bytes.subarray(KEY_BYTES, 2 * KEY_BYTES),
    counter: bytes.subarray(2 * KEY_BYTES),
  }
}

const hmacOf = (ciphertext: Buffer, key: Buffer): Buffer =>
  createHmac('sha256', key).update(ciphertext).digest()

/** PKCS #7 (RFC 5652, 6.3), which a cipher that counts would not need; OpenSSL leaves it out, and Ansible does not. */
function padded(plain: Buffer): Buffer {
  const length = BLOCK_BYTES - (plain.length % BLOCK_BYTES)
  return Buffer.concat([plain, Buffer.alloc(length, length)])
}

function unpadded(plain: Buffer): Buffer | undefined {
  const length = plain.at(-1) ?? 0
  if (length === 0 || length > BLOCK_BYTES) return undefined
  const end = plain.length - length
  return plain.subarray(end).every((byte) => byte === length) ? plain.subarray(0, end) : undefined
}
