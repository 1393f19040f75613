// The outside of a text of ansible-vault: a line that says what it is, and lines of hexadecimal digits. Ansible describes
// it in "Ansible Vault: Format of files encrypted with Ansible Vault"; what it takes stands in its
// lib/ansible/parsing/vault/__init__.py (ansible-core 2.14 to 2.19).

/** How every such text begins. */
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

/** An envelope, or in which way a text is none. */
export type ReadEnvelope = Envelope | 'indented' | 'unknown-form' | 'damaged'

/** The id as the file has it: Ansible's own name for none is none. */
export const writtenId = (vaultId: string | undefined): string | undefined =>
  vaultId === NO_ID ? undefined : vaultId

export function writeEnvelope({ vaultId, salt, hmac, ciphertext }: Envelope): string {
  const id = writtenId(vaultId)
  const header = [VAULT_HEADER, ...(id === undefined ? ['1.1', CIPHER] : ['1.2', CIPHER, id])].join(';')
  const inner = [salt, hmac, ciphertext].map((bytes) => bytes.toString('hex')).join('\n')
  // Twice, which Ansible itself calls unnecessary.
  const digits = Buffer.from(inner, 'latin1').toString('hex')
  const lines = Array.from({ length: Math.ceil(digits.length / COLUMNS) }, (_, index) =>
    digits.slice(index * COLUMNS, (index + 1) * COLUMNS),
  )
  return [header, ...lines, ''].join('\n')
}

/**
 * Takes whatever Ansible takes, line ends of any kind and spaces around the parts of the first line among them, and
 * refuses what Ansible refuses: what quorate leaves in place, ansible-playbook has to open.
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

/** Buffer.from stops at the first digit that is none, and says nothing. */
function bytesOf(digits: string): Buffer | undefined {
  return digits.length % 2 === 0 && /^[0-9a-f]+$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined
}
