import { bech32 } from '@scure/base'

// The age library itself is loaded only where something is sealed or opened: this is what the rules of a spec need.

/** Of a public key of X25519 and of its private key alike (C2SP, age.md, "The X25519 recipient type"). */
const KEY_BYTES = 32

/**
 * What is wrong with a recipient of age, as the end of a sentence that begins with it; undefined where nothing is. Takes
 * age's own X25519 recipients (`age1…`) and no others. Never quotes the text, which may be an identity by mistake.
 */
export function recipientProblem(recipient: string): string | undefined {
  if (/^AGE-(SECRET-KEY|PLUGIN)-/i.test(recipient))
    return 'is an age identity, which is secret. Use its recipient (age1…), which age-keygen -y prints'
  if (/^(ssh-|ecdsa-sha2-|sk-)/.test(recipient))
    return 'is an SSH key. quorate only encrypts to age recipients, which age-keygen creates'
  if (/^age1[a-z0-9]+1/.test(recipient))
    return 'is a plugin or post-quantum recipient. quorate only encrypts to X25519 recipients, which age-keygen creates'
  if (!recipient.startsWith('age1')) return 'is not an age recipient, which starts with age1'
  return isKey(recipient, 'age') ? undefined : 'is an age recipient with missing or wrong characters'
}

/** Whether a text is an X25519 identity of age, whole and in capitals, as age-keygen writes it. */
export const isIdentity = (text: string): boolean =>
  text === text.toUpperCase() && isKey(text, 'age-secret-key-')

function isKey(text: string, wanted: string): boolean {
  try {
    const { prefix, bytes } = bech32.decodeToBytes(text)
    return prefix.toLowerCase() === wanted && bytes.length === KEY_BYTES
  } catch {
    return false
  }
}
