import { byCodePoint } from '../render/order.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Protection } from '../secrets/protection.ts'
import { methodOf, open } from '../secrets/seal.ts'
import { keyFile, type StoredPki } from './files.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from './problem.ts'

/** Texts that lie encrypted, by their files, each as it lies there and opened. */
export type SealedTexts = ReadonlyMap<string, { readonly sealed: string; readonly plain: string }>

/** The keys of a stored PKI by their files, as they lie there. */
export const keyTexts = (stored: StoredPki): ReadonlyMap<string, string> =>
  new Map(
    [...stored].flatMap(([id, { keyPem }]) => (keyPem === undefined ? [] : [[keyFile(id), keyPem] as const])),
  )

/** By which methods texts are encrypted. */
export const methodsOf = (texts: ReadonlyMap<string, string>): readonly Protection['method'][] => [
  ...new Set([...texts.values()].map(methodOf)),
]

/** Opens texts by their files. Errors: every one that does not open, and what opens it. */
export async function openTexts(
  texts: ReadonlyMap<string, string>,
  keyring: Keyring,
): Promise<PkiOutcome<SealedTexts>> {
  const problems: PkiProblem[] = []
  const sealed = new Map<string, { sealed: string; plain: string }>()
  await Promise.all(
    [...texts].map(async ([file, text]) => {
      if (methodOf(text) === 'none') return
      const { value: plain, problem } = await open(text, keyring)
      if (problem) problems.push(pkiError(file, `${file} ${problem.message}`, problem.hint))
      else sealed.set(file, { sealed: text, plain })
    }),
  )
  return { value: problems.length === 0 ? sealed : undefined, problems: summed(problems) }
}

/** A stored PKI with the keys that were opened in place of the encrypted ones. */
export const withOpenKeys = (stored: StoredPki, sealed: SealedTexts): StoredPki =>
  new Map(
    [...stored].map(([id, credential]) => {
      const opened = sealed.get(keyFile(id))
      return [id, opened === undefined ? credential : { ...credential, keyPem: opened.plain }]
    }),
  )

/** One missing password is one problem, however many keys it opens. */
function summed(problems: readonly PkiProblem[]): readonly PkiProblem[] {
  const [first, ...others] = problems.toSorted((one, other) => byCodePoint(one.file, other.file))
  const isSame = ({ file, message, hint }: PkiProblem) =>
    first !== undefined &&
    hint === first.hint &&
    message.slice(file.length) === first.message.slice(first.file.length)
  if (first === undefined || others.length === 0 || !others.every(isSame)) return problems
  const message = first.message.replace(first.file, `${first.file} (and ${others.length} more)`)
  return [{ ...first, message }]
}
