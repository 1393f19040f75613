import type { Credential } from '../pki/credential.ts'
import { sha256 } from '../render/digest.ts'
import type { Protection } from '../secrets/protection.ts'
import { type Artifact, publicArtifact } from './artifact.ts'
import { isDigest, isRecord, parseJson } from './json.ts'

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

/**
 * Reads a lock, which anybody may have edited. Undefined where the text is not a lock of this version, with all its parts
 * of the right kind.
 */
export function readLock(text: string): Lock | undefined {
  const lock = parseJson(text)
  if (!isRecord(lock) || lock.lockVersion !== 1 || typeof lock.cluster !== 'string') return undefined
  const { cluster, secrets, certificates, files } = lock
  if (secrets !== undefined && !isProtection(secrets)) return undefined
  if (!Array.isArray(certificates) || !certificates.every(isCertificate)) return undefined
  if (!isRecord(files) || !Object.values(files).every(isDigest)) return undefined
  return {
    lockVersion: 1,
    cluster,
    ...(secrets !== undefined && { secrets }),
    certificates,
    files: files as Lock['files'],
  }
}

function isCertificate(value: unknown): value is Lock['certificates'][number] {
  return (
    isRecord(value) &&
    [value.id, value.issuer, value.serial, value.notAfter].every((each) => typeof each === 'string')
  )
}

function isProtection(value: unknown): value is Protection {
  if (!isRecord(value)) return false
  const { method, vaultId, recipients } = value
  if (method === 'ansible-vault') return vaultId === undefined || typeof vaultId === 'string'
  if (method === 'age')
    return Array.isArray(recipients) && recipients.every((each) => typeof each === 'string')
  return method === 'none'
}
