import { join } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import type { Keyring } from '../secrets/keyring.ts'
import type { Protection } from '../secrets/protection.ts'
import { isSealedAs, methodOf, open, seal } from '../secrets/seal.ts'
import { type Artifact, secretArtifact } from './artifact.ts'
import { type Disk, LARGEST_FILE } from './disk.ts'
import type { Lock } from './lock.ts'
import { isIrreplaceable, isSecret, kindAt } from './paths.ts'

/** An encrypted text as stored, and decrypted. */
type SealedText = { readonly sealed: string; readonly plain: string }

/** What encrypting the files under secrets/ needs. */
export type SealOptions = {
  readonly protection: Protection
  readonly keyring: Keyring
  /** The encrypted files by their paths, as stored and decrypted. */
  readonly present: ReadonlyMap<string, SealedText>
  /** How it was encrypted, by the lock of the tree that is there. */
  readonly previous: Protection | undefined
}

/**
 * Encrypts the files under secrets/. What is encrypted already, in the same way and for the same recipients, stays
 * byte for byte, because each encryption gives other bytes. Throws where `sealProblem` returns a diagnostic.
 */
export async function sealArtifacts(
  artifacts: readonly Artifact[],
  { protection, keyring, present, previous }: SealOptions,
): Promise<readonly Artifact[]> {
  const stays = staysSealed({ protection, previous })
  return Promise.all(
    artifacts.map(async (artifact) => {
      if (protection.method === 'none' || !isSecret(artifact.path)) return artifact
      const known = present.get(artifact.path)
      if (known?.plain === artifact.text && stays(known.sealed)) return { ...artifact, text: known.sealed }
      const { value, problem } = await seal(artifact.text, protection, keyring)
      if (problem) throw new Error(`${artifact.path}: ${problem}`)
      return { ...artifact, text: value }
    }),
  )
}

/**
 * Opens the encrypted files of a tree that hold nothing but copies. A file that does not open is left out, and written again.
 *
 * @returns as `SealOptions.present`
 */
export async function openCopies(
  disk: Disk,
  folder: string,
  previous: Lock | undefined,
  keyring: Keyring,
): Promise<ReadonlyMap<string, SealedText>> {
  const opened = new Map<string, SealedText>()
  const paths = Object.keys(previous?.files ?? {}).filter((path) => isSecret(path) && !isIrreplaceable(path))
  await Promise.all(
    paths.map(async (path) => {
      if (kindAt(disk, folder, path) !== 'file') return
      const file = join(folder, path)
      if ((disk.inspect(file)?.size ?? 0) > LARGEST_FILE) return
      const sealed = disk.readText(file) ?? ''
      if (methodOf(sealed) === 'none') return
      const { value: plain } = await open(sealed, keyring)
      if (plain !== undefined) opened.set(path, { sealed, plain })
    }),
  )
  return opened
}

/**
 * The secret files next to a tree's that are encrypted in another way than the spec says. They are written again with the
 * tree.
 *
 * @param spare what is in them, by their paths
 */
export function unsuitablySealed(
  spare: ReadonlyMap<string, string>,
  { protection, present, previous }: SealOptions,
): readonly Artifact[] {
  const stays = staysSealed({ protection, previous })
  return [...spare]
    .map(([path, text]) => ({ path, plain: present.get(path)?.plain ?? text, text }))
    .filter(({ text }) => !stays(text))
    .map(({ path, plain }) => secretArtifact(path, plain))
}

/** Whether a stored text is encrypted as the protection says, for the same recipients. */
function staysSealed({ protection, previous }: Pick<SealOptions, 'protection' | 'previous'>) {
  const isForTheSame = protection.method !== 'age' || JSON.stringify(previous) === JSON.stringify(protection)
  return (text: string) => isForTheSame && isSealedAs(text, protection)
}

/**
 * Why nothing can be encrypted, or why it could not be decrypted afterwards: an identity that is given has to be one of
 * the recipients', or the next run cannot open what this one writes.
 */
export async function sealProblem(protection: Protection, keyring: Keyring): Promise<Diagnostic | undefined> {
  const { value, problem } = await seal('', protection, keyring)
  if (problem) return report(problem, inFile('secrets'), {})
  if (protection.method !== 'age' || keyring.ageIdentities.length === 0) return undefined
  const opened = await open(value, keyring)
  return opened.problem && report('encrypt-not-for-identity', inFile('secrets'), {})
}
