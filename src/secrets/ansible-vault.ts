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
import { type Opened, opened, unopened } from './opened.ts'
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
export async function openVault(text: string, password: Uint8Array | undefined): Promise<Opened> {
  const envelope = readEnvelope(text)
  if (typeof envelope === 'string') return unopened(UNREADABLE[envelope])
  const { salt, hmac, ciphertext } = envelope
  if (hmac.length !== HMAC_BYTES || ciphertext.length % BLOCK_BYTES !== 0) return unopened('vault-damaged')
  if (password === undefined) return unopened('vault-no-password')
  const keys = await deriveKeys(password, salt)
  // Whether the password is wrong or the file is damaged, nobody can tell from the HMAC.
  if (!timingSafeEqual(hmacOf(ciphertext, keys.hmac), hmac)) return unopened('vault-wrong-password')
  const cipher = createDecipheriv('aes-256-ctr', keys.cipher, keys.counter)
  const plain = unpadded(Buffer.concat([cipher.update(ciphertext), cipher.final()]))
  if (plain === undefined) return unopened('vault-damaged')
  return isUtf8(plain) ? opened(plain.toString('utf8')) : unopened('vault-not-text')
}

/** Why a text is not an envelope that quorate opens. */
const UNREADABLE = {
  damaged: 'vault-damaged',
  indented: 'vault-indented',
  'unknown-form': 'vault-unknown-format',
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
