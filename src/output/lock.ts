import type { Credential } from '../pki/credential.ts'
import { sha256 } from '../render/digest.ts'
import type { Protection } from '../secrets/protection.ts'
import { type Artifact, publicArtifact } from './artifact.ts'

export const LOCK_FILE = 'quorate.lock.json'

/** What a tree was made from and what it holds. */
export type Lock = {
  readonly lockVersion: 1
  /** Digest of the cluster that the spec describes; the order of its nodes, and comments, do not matter to it. */
  readonly cluster: string
  /** How the files under secrets/ were encrypted: a file of age does not say for whom. */
  readonly secrets?: Protection
  readonly certificates: readonly {
    readonly id: string
    readonly issuer: string
    readonly serial: string
    readonly notAfter: string
  }[]
  /** Digest of every file by its path. */
  readonly files: Readonly<Record<string, string>>
}

/** The lock of a tree, as one more file of it. */
export function lockArtifact(
  cluster: { readonly protection: Protection },
  credentials: readonly Pick<Credential, 'id' | 'authority' | 'serial' | 'notAfter'>[],
  tree: readonly Artifact[],
): Artifact {
  const lock: Lock = {
    lockVersion: 1,
    cluster: sha256(JSON.stringify(cluster)),
    secrets: cluster.protection,
    certificates: credentials.map(({ id, authority, serial, notAfter }) => ({
      id,
      issuer: authority,
      serial,
      notAfter,
    })),
    files: Object.fromEntries(tree.map(({ path, text }) => [path, sha256(text)])),
  }
  return publicArtifact(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`)
}

/** Reads a lock; undefined where the text is none. */
export function readLock(text: string): Lock | undefined {
  try {
    const lock: unknown = JSON.parse(text)
    const isLock =
      typeof lock === 'object' &&
      lock !== null &&
      'lockVersion' in lock &&
      lock.lockVersion === 1 &&
      'files' in lock &&
      typeof lock.files === 'object'
    return isLock ? (lock as Lock) : undefined
  } catch {
    return undefined
  }
}
