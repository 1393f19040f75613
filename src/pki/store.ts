import { dirname, join } from 'node:path'
import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { methodOf } from '../secrets/seal.ts'
import { systemCode } from '../system-error.ts'
import {
  certificateFile,
  keyFile,
  movingFile,
  requestFile,
  type StoredCredential,
  type StoredPki,
} from './files.ts'
import { ALL_CAS } from './layout.ts'
import { pemLabels } from './pem.ts'
import type { PkiPlan } from './plan.ts'

/** The part of node:fs that reading a PKI needs; tests pass another. */
export type StoreHost = {
  readonly lstatSync: (
    path: string,
    options: { readonly throwIfNoEntry: false },
  ) =>
    | { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean; readonly size: number }
    | undefined
  readonly readFileSync: (path: string, encoding: 'utf8') => string
  readonly readdirSync: (path: string) => readonly string[]
}

/** Far larger than any certificate or key. A larger file is not read. */
const largestFile = 64 * 1024

/**
 * Reads the certificates and keys in a cluster's folder: those that its plan names, and those of the
 * CAs of other layouts. It reads nothing else.
 *
 * @param options.keys whether keys are read as well
 *
 * Out: the texts by id; what is missing is no problem here. A file that is there but cannot be read, is a link, or is no
 * regular file, is an error, and then there is no value: it must never pass for a missing one.
 */
export function readStore(
  folder: string,
  plan: PkiPlan,
  host: StoreHost,
  { keys = true } = {},
): Outcome<StoredPki> {
  const diagnostics: Diagnostic[] = []
  const stored = new Map<string, StoredCredential>()
  const read = (file: string) => {
    const { value, diagnostics: found } = readText(join(folder, file), file, host)
    diagnostics.push(...found)
    return value
  }
  const isMembers = ({ kind }: PkiPlan['certificates'][number]) => kind !== 'client'
  const files = [...ALL_CAS, ...plan.certificates.map(({ id }) => id)].flatMap((id) => [
    certificateFile(id),
    keyFile(id),
    requestFile(id),
  ])
  diagnostics.push(...linkedDirectories(folder, files, host))
  const readKey = (id: string) => (keys ? read(keyFile(id)) : undefined)
  const keep = (id: string, credential: StoredCredential) => {
    if (Object.values(credential).some((text) => text !== undefined)) stored.set(id, credential)
  }
  for (const id of ALL_CAS) keep(id, { certificatePem: read(certificateFile(id)), keyPem: readKey(id) })
  for (const each of plan.certificates) {
    const { id } = each
    keep(id, {
      certificatePem: read(certificateFile(id)),
      keyPem: readKey(id),
      ...(isMembers(each) && { movingPem: read(movingFile(id)) }),
      ...(plan.origin === 'external' && { requestPem: read(requestFile(id)) }),
    })
  }
  return { value: diagnostics.length === 0 ? stored : undefined, diagnostics }
}

/**
 * Reads the keys under secrets/ that the plan does not name: keys of nodes and clients that the spec has no more, which
 * are kept. Other files there are left alone. Out: the texts by file, with the errors of `readStore`.
 */
export function readSpareKeys(
  folder: string,
  plan: PkiPlan,
  host: StoreHost,
): Outcome<ReadonlyMap<string, string>> {
  const planned = new Set([...ALL_CAS, ...plan.certificates.map(({ id }) => id)].map(keyFile))
  const diagnostics: Diagnostic[] = []
  const spare = new Map<string, string>()
  const visit = (directory: string) => {
    const { value: entries, diagnostics: found } = readable(directory, () =>
      host.readdirSync(join(folder, directory)).map((name) => {
        const file = `${directory}/${name}`
        return { file, status: host.lstatSync(join(folder, file), { throwIfNoEntry: false }) }
      }),
    )
    diagnostics.push(...found)
    for (const { file, status } of entries ?? []) {
      if (planned.has(file) || file === 'secrets/.staging') continue
      if (status?.isDirectory()) visit(file)
      else if (status?.isFile() && file.endsWith('.key') && status.size <= largestFile) {
        const { value: text, diagnostics: unread } = readText(join(folder, file), file, host)
        diagnostics.push(...unread)
        if (text !== undefined && isKey(text)) spare.set(file, text)
      }
    }
  }
  if (host.lstatSync(join(folder, 'secrets'), { throwIfNoEntry: false })?.isDirectory()) visit('secrets')
  return { value: diagnostics.length === 0 ? spare : undefined, diagnostics }
}

/** Whether a file is a key by its text, plain or encrypted. */
const isKey = (text: string): boolean =>
  methodOf(text) !== 'none' || pemLabels(text).some((label) => label.endsWith('PRIVATE KEY'))

/** Reports each directory of these files that is a link: it could lead out of the folder. */
function linkedDirectories(folder: string, files: readonly string[], host: StoreHost): readonly Diagnostic[] {
  const directories = new Set(files.flatMap(directoriesOf))
  const isLink = (directory: string) =>
    readable(directory, () =>
      host.lstatSync(join(folder, directory), { throwIfNoEntry: false }),
    ).value?.isSymbolicLink()
  return [...directories]
    .filter(isLink)
    .map((directory) => report('pki-file-link', inFile(directory), { file: directory, directory: true }))
}

/** The directories of a file, from the outermost in. */
function directoriesOf(file: string): string[] {
  const parent = dirname(file)
  return parent === '.' ? [] : [...directoriesOf(parent), parent]
}

/** The text of a file; without value and problem when there is none. */
function readText(path: string, file: string, host: StoreHost): Outcome<string> {
  const target = inFile(file)
  const { value: status, diagnostics } = readable(file, () => host.lstatSync(path, { throwIfNoEntry: false }))
  if (status === undefined) return { value: undefined, diagnostics }
  if (status.isSymbolicLink()) return failed(report('pki-file-link', target, { file, directory: false }))
  if (!status.isFile()) return failed(report('pki-file-special', target, { file }))
  if (status.size > largestFile) return failed(report('pki-file-too-large', target, { file }))
  return readable(file, () => host.readFileSync(path, 'utf8'))
}

/** The result of an access to the disk, or a diagnostic that it failed. */
function readable<Value>(file: string, access: () => Value): Outcome<Value> {
  try {
    return { value: access(), diagnostics: [] }
  } catch (error) {
    return failed(report('pki-file-unreadable', inFile(file), { file, reason: systemCode(error) }))
  }
}
