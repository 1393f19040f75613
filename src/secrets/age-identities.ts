import { visible } from '../diagnostics/visible.ts'
import { beginsAsAge } from './age.ts'
import { type KeyringHost, readKeyFile } from './key-file.ts'
import { fine, refuse, type SecretOutcome } from './problem.ts'
import { isIdentity } from './recipient.ts'

const WHAT = 'The age identity file'
const HINT = 'Give a file as age-keygen writes it, with lines that begin with AGE-SECRET-KEY-1.'

/** What stands where an identity should, by how it begins; the first that fits. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^AGE-PLUGIN-/i, 'is the identity of a plugin, and quorate runs none'],
  [/^AGE-SECRET-KEY-PQ-/i, 'is a post-quantum identity, and quorate takes X25519 ones'],
  [/^AGE-SECRET-KEY-/i, 'is an identity that was cut or mistyped'],
  [/^age1/i, 'is a recipient, which is public, and not its identity'],
  [
    /^-----BEGIN /,
    'begins a key of another kind, such as of SSH, and quorate takes identities of age itself',
  ],
]

/**
 * The identities in a file as age-keygen writes it: one a line, between comments and empty lines (age(1), "RECIPIENTS AND
 * IDENTITIES"). What is wrong is said by the number of its line.
 */
export function readAgeIdentities(path: string, host: KeyringHost): SecretOutcome<readonly string[]> {
  const content = readKeyFile(path, WHAT, host)
  if (content.problem) return content
  const source = `${WHAT} ${visible(path)}`
  const text = content.value.toString('utf8')
  if (beginsAsAge(text))
    return refuse(
      'unsuited',
      `${source} is itself encrypted, with a passphrase.`,
      'Decrypt it (age --decrypt) to where only you can read it, and give that.',
    )
  const identities: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const entry = line.trim()
    if (entry === '' || entry.startsWith('#')) continue
    if (!isIdentity(entry)) {
      const [, what] = OTHERS.find(([start]) => start.test(entry)) ?? [undefined, 'is no identity']
      return refuse('unsuited', `${source}, line ${index + 1}, ${what}.`, HINT)
    }
    identities.push(entry)
  }
  return identities.length > 0 ? fine(identities) : refuse('unsuited', `${source} holds no identity.`, HINT)
}
