import type { Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { beginsAsAge } from './age.ts'
import { type KeyFile, type KeyringHost, readKeyFile } from './key-file.ts'
import { isIdentity } from './recipient.ts'

/** What a line is that is not an identity, by its beginning. The first match counts. */
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
 * IDENTITIES"). Errors name the number of the line.
 */
export function readAgeIdentities(path: string, host: KeyringHost): Outcome<readonly string[]> {
  const file: KeyFile = { title: 'age identity file', path }
  const target = inFile(path)
  const content = readKeyFile(file, host)
  if (content.value === undefined) return failed(...content.diagnostics)
  const text = content.value.toString('utf8')
  if (beginsAsAge(text)) return failed(report('identity-file-encrypted', target, file))
  const identities: string[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const entry = line.trim()
    if (entry === '' || entry.startsWith('#')) continue
    if (!isIdentity(entry)) {
      const [, problem] = OTHERS.find(([start]) => start.test(entry)) ?? [undefined, 'is not an identity']
      return failed(report('identity-invalid', target, { ...file, line: index + 1, problem }))
    }
    identities.push(entry)
  }
  if (identities.length === 0) return failed(report('identity-missing', target, file))
  return { value: identities, diagnostics: [] }
}
