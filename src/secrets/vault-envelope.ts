// The envelope of an ansible-vault text: a header line, and lines of hexadecimal digits. Ansible describes it in "Ansible
// Vault: Format of files encrypted with Ansible Vault"; what it accepts is in its
// lib/ansible/parsing/vault/__init__.py (ansible-core 2.14 to 2.19).

/** The beginning of every such text. */
export const VAULT_HEADER = '$ANSIBLE_VAULT'

const CIPHER = 'AES256'
const COLUMNS = 80

/** Ansible's name of the password without a name; it writes no id for it (format_vaulttext_envelope). */
const NO_ID = 'default'

/** The two formats that have this cipher: 1.2 is 1.1 with an id. */
const VERSIONS: readonly string[] = ['1.1', '1.2']

/** What is in an envelope. */
export type Envelope = {
  /** Undefined also for Ansible's own name of the password without a name. */
  readonly vaultId: string | undefined
  /** Of any length, though Ansible makes 32 bytes of it. */
  readonly salt: Buffer
  readonly hmac: Buffer
  readonly ciphertext: Buffer
}

/** An envelope, or why a text is not one. */
export type ReadEnvelope = Envelope | 'indented' | 'unknown-form' | 'damaged'

/** The id in the file: Ansible does not write its own name for no id. */
export const writtenId = (vaultId: string | undefined): string | undefined =>
  vaultId === NO_ID ? undefined : vaultId

export function writeEnvelope({ vaultId, salt, hmac, ciphertext }: Envelope): string {
  const id = writtenId(vaultId)
  const header = [VAULT_HEADER, ...(id === undefined ? ['1.1', CIPHER] : ['1.2', CIPHER, id])].join(';')
  const inner = [salt, hmac, ciphertext].map((bytes) => bytes.toString('hex')).join('\n')
  // Hexadecimal twice, as Ansible does; its code calls that unnecessary.
  const digits = Buffer.from(inner, 'latin1').toString('hex')
  const lines = Array.from({ length: Math.ceil(digits.length / COLUMNS) }, (_, index) =>
    digits.slice(index * COLUMNS, (index + 1) * COLUMNS),
  )
  return [header, ...lines, ''].join('\n')
}

/**
 * Accepts what Ansible accepts, also any line ends and spaces around the parts of the first line, and refuses what Ansible
 * refuses: ansible-playbook has to open every file that quorate keeps.
 */
export function readEnvelope(text: string): ReadEnvelope {
  if (!text.startsWith(VAULT_HEADER)) return 'indented'
  const [header = '', ...lines] = text.split(/\r\n|\n|\r/)
  const [magic, version = '', cipher = '', id = '', ...more] = header.split(';').map((part) => part.trim())
  if (magic !== VAULT_HEADER || more.length > 0) return 'damaged'
  if (!VERSIONS.includes(version) || cipher !== CIPHER) return 'unknown-form'
  const inner = bytesOf(lines.join(''))
  const [salt, hmac, ciphertext, ...rest] = inner?.toString('latin1').split('\n').map(bytesOf) ?? []
  if (!salt || !hmac || !ciphertext || rest.length > 0) return 'damaged'
  return { vaultId: id === '' ? undefined : writtenId(id), salt, hmac, ciphertext }
}

/** Checks the digits, because Buffer.from silently stops at the first one that is not valid. */
function bytesOf(digits: string): Buffer | undefined {
  return digits.length % 2 === 0 && /^[0-9a-f]+$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined
}
