import { isUtf8 } from 'node:buffer'
import type { Stanza } from 'age-encryption'
import { type Opened, opened, unopened } from './opened.ts'
import { recipientProblem } from './recipient.ts'

// The format: C2SP, age.md. The library, by the author of age, is large, so it is loaded only when it is needed.

const ARMOR_BEGIN = '-----BEGIN AGE ENCRYPTED FILE-----'
const ARMOR_END = '-----END AGE ENCRYPTED FILE-----'

/** The beginning of a file that is not armored; the version follows. */
const INTRODUCTION = 'age-encryption.org/'
const VERSION_LINE = `${INTRODUCTION}v1\n`

/** The first line in armor, without its last byte: three bytes are four characters. */
const ARMORED_VERSION = Buffer.from(VERSION_LINE.slice(0, -1), 'latin1').toString('base64')

/** Whether a text begins as a file of age does, armored or not. */
export const beginsAsAge = (text: string): boolean =>
  text.startsWith(ARMOR_BEGIN) || text.startsWith(INTRODUCTION)

/** Whether a text has the form of an armored file of age from its first line to its last. */
export function isArmored(text: string): boolean {
  const [begin, first = '', ...lines] = text.trimEnd().split(/\r?\n/)
  const end = lines.pop()
  return (
    begin === ARMOR_BEGIN &&
    first.startsWith(ARMORED_VERSION) &&
    [first, ...lines].every((line) => /^[A-Za-z0-9+/=]{1,64}$/.test(line)) &&
    end === ARMOR_END
  )
}

/**
 * Encrypts a text to every one of the recipients, armored, as `age --armor --recipient …` does.
 *
 * @param recipients as the spec has them, checked with it
 * @returns undefined where a recipient is a point of low order: anybody knows the shared secret (RFC 7748, 6.1)
 */
export async function sealAge(plain: string, recipients: readonly string[]): Promise<string | undefined> {
  if (recipients.length === 0 || recipients.some((recipient) => recipientProblem(recipient) !== undefined))
    throw new Error('a text would be encrypted to something that is not a recipient')
  const { Encrypter, armor } = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  try {
    return armor.encode(await collect(await encrypter.encrypt(streamOf(Buffer.from(plain, 'utf8')))))
  } catch {
    return undefined
  }
}

/**
 * Decrypts an armored file of age that is for one of the identities. A passphrase is never tried, so a work factor that
 * would keep this machine busy for hours has no effect.
 */
export async function openAge(text: string, identities: readonly string[]): Promise<Opened> {
  if (text.startsWith(INTRODUCTION)) return unopened('age-binary')
  if (identities.length === 0) return unopened('age-no-identity')
  const { Decrypter, armor } = await import('age-encryption')
  const decrypter = new Decrypter()
  // The library asks the identities in order, and the last one only if no other fits. Its errors differ only in their text.
  let kinds: readonly (string | undefined)[] = []
  let noneFits = false
  for (const identity of new Set(identities)) decrypter.addIdentity(identity)
  decrypter.addIdentity({
    unwrapFileKey: (stanzas: readonly Stanza[]) => {
      noneFits = true
      kinds = stanzas.map(({ args: [kind] }) => kind)
      return null
    },
  })
  let plain: Buffer
  try {
    const sealed = armor.decode(text)
    const start = Buffer.from(sealed.subarray(0, VERSION_LINE.length)).toString('latin1')
    if (start.startsWith(INTRODUCTION) && start !== VERSION_LINE) return unopened('age-unknown-version')
    plain = await collect(await decrypter.decrypt(streamOf(sealed)))
  } catch {
    if (!noneFits) return unopened('age-damaged')
    return unopened(kinds.includes('scrypt') ? 'age-passphrase' : 'age-wrong-identity')
  }
  return isUtf8(plain) ? opened(plain.toString('utf8')) : unopened('age-not-text')
}

// Streams, because for bytes the library makes a Response, and loading that takes longer than all the rest.

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}

async function collect(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
