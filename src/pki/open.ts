import type { OpenCode } from '../diagnostics/catalogue/encryption.ts'
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { byCodePoint } from '../render/order.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Protection } from '../secrets/protection.ts'
import { methodOf, open } from '../secrets/seal.ts'
import { keyFile, type StoredPki } from './files.ts'

/** Encrypted texts by their files, each as stored and decrypted. */
export type SealedTexts = ReadonlyMap<string, { readonly sealed: string; readonly plain: string }>

/** The keys of a stored PKI by their files, as stored. */
export const keyTexts = (stored: StoredPki): ReadonlyMap<string, string> =>
  new Map(
    [...stored].flatMap(([id, { keyPem }]) => (keyPem === undefined ? [] : [[keyFile(id), keyPem] as const])),
  )

/** By which methods texts are encrypted. */
export const methodsOf = (texts: ReadonlyMap<string, string>): readonly Protection['method'][] => [
  ...new Set([...texts.values()].map(methodOf)),
]

/** Opens texts by their files. Errors: every one that does not open; once for all, if all fail for the same reason. */
export async function openTexts(
  texts: ReadonlyMap<string, string>,
  keyring: Keyring,
): Promise<Outcome<SealedTexts>> {
  const unopened: Unopened[] = []
  const sealed = new Map<string, { sealed: string; plain: string }>()
  await Promise.all(
    [...texts].map(async ([file, text]) => {
      if (methodOf(text) === 'none') return
      const { value: plain, problem } = await open(text, keyring)
      if (problem) unopened.push({ file, problem })
      else sealed.set(file, { sealed: text, plain })
    }),
  )
  return { value: unopened.length === 0 ? sealed : undefined, diagnostics: summed(unopened) }
}

/** A stored PKI with decrypted keys. */
export const withOpenKeys = (stored: StoredPki, sealed: SealedTexts): StoredPki =>
  new Map(
    [...stored].map(([id, credential]) => {
      const opened = sealed.get(keyFile(id))
      return [id, opened === undefined ? credential : { ...credential, keyPem: opened.plain }]
    }),
  )

type Unopened = { readonly file: string; readonly problem: OpenCode }

/** One missing password is one problem, however many keys it opens. */
function summed(unopened: readonly Unopened[]): readonly Diagnostic[] {
  const sorted = unopened.toSorted((one, other) => byCodePoint(one.file, other.file))
  const isSame = sorted.every(({ problem }) => problem === sorted[0]?.problem)
  return (isSame ? sorted.slice(0, 1) : sorted).map(({ file, problem }) =>
    report(problem, inFile(file), { file, more: isSame ? sorted.length - 1 : 0 }),
  )
}
