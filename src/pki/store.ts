import { join } from 'node:path'
import { certificateFile, keyFile, type StoredCredential, type StoredPki } from './files.ts'
import type { PkiPlan } from './plan.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from './problem.ts'

/** The part of node:fs that reading a PKI needs; tests pass another. */
export type StoreHost = {
  readonly lstatSync: (
    path: string,
    options: { readonly throwIfNoEntry: false },
  ) => { isFile(): boolean; isSymbolicLink(): boolean; readonly size: number } | undefined
  readonly readFileSync: (path: string, encoding: 'utf8') => string
}

/** No certificate or key comes near this; a file that does is not one, and is not read. */
const largestFile = 64 * 1024

/**
 * Reads what lies under a cluster's folder of the certificates and keys that its plan names. Nothing else is looked at.
 *
 * Out: the texts by id; what is missing is no problem here. A file that is there but cannot be read, is a link, or is no
 * regular file, is an error, and then there is no value: it must never pass for a missing one.
 */
export function readStore(folder: string, plan: PkiPlan, host: StoreHost): PkiOutcome<StoredPki> {
  const problems: PkiProblem[] = []
  const stored = new Map<string, StoredCredential>()
  const read = (file: string) => {
    const { value, problems: found } = readText(join(folder, file), file, host)
    problems.push(...found)
    return value
  }
  for (const { id } of [...plan.authorities, ...plan.certificates]) {
    const credential = { certificatePem: read(certificateFile(id)), keyPem: read(keyFile(id)) }
    if (credential.certificatePem !== undefined || credential.keyPem !== undefined) stored.set(id, credential)
  }
  return { value: problems.length === 0 ? stored : undefined, problems }
}

/** The text of a file; without value and problem when there is none. */
function readText(path: string, file: string, host: StoreHost): PkiOutcome<string> {
  const problem = (message: string, hint: string) => ({
    value: undefined,
    problems: [pkiError(file, message, hint)],
  })
  try {
    const status = host.lstatSync(path, { throwIfNoEntry: false })
    if (status === undefined) return { value: undefined, problems: [] }
    if (status.isSymbolicLink())
      return problem(`${file} is a symbolic link.`, 'Put the file itself there: links are not followed.')
    if (!status.isFile())
      return problem(`${file} is not a regular file.`, 'Move it away, and restore the file from a backup.')
    if (status.size > largestFile)
      return problem(`${file} is too large for a certificate or a key.`, 'Restore the file from a backup.')
    return { value: host.readFileSync(path, 'utf8'), problems: [] }
  } catch (error) {
    return problem(
      `${file} cannot be read (${errorCode(error)}).`,
      'Run as a user who may read it, or give this user the right to.',
    )
  }
}

/** What the system calls the error, such as EACCES; its message would repeat the path. */
function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
