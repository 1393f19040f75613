import { resolve } from 'node:path/posix'
import { gunzipSync } from 'node:zlib'
import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { entriesOf, isMapping, type OwnConfig } from './config.ts'

/** A file under the user's `write_files`. */
export type OwnFile = {
  readonly entry: Readonly<Record<string, unknown>>
  readonly pointer: Pointer
  /** Its final path. */
  readonly path: string | undefined
}

/** The files under `write_files`. */
export function ownFilesOf(own: OwnConfig): OwnFile[] {
  return entriesOf(own, 'write_files').flatMap(({ value, pointer }) => {
    if (!isMapping(value)) return []
    const path = typeof value.path === 'string' ? finalPath(value.path) : undefined
    return [{ entry: value, pointer, path }]
  })
}

/** What cloud-init writes for an entry, or as much of it as can be told (cloud-init, cc_write_files, extract_contents). */
export function contentOf({ content, encoding }: OwnFile['entry']): string {
  const text = Buffer.isBuffer(content) ? content.toString('latin1') : String(content ?? '')
  const name = typeof encoding === 'string' ? encoding.trim().toLowerCase() : ''
  const isEncoded = /b(?:ase)?64/.test(name)
  if (!isEncoded && !/gz/.test(name)) return text
  const bytes = Buffer.from(text, isEncoded ? 'base64' : 'latin1')
  try {
    return (/gz/.test(name) ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes).toString('latin1')
  } catch {
    return ''
  }
}

/** No drop-in is larger. */
const LARGEST = 2 ** 20

/** The final path: resolves `..`, doubled slashes and the symbolic links of every systemd distribution. */
export function finalPath(path: string): string {
  // cloud-init runs in the root directory.
  return resolve('/', path)
    .replace(/^\/var\/run(?=\/|$)/, '/run')
    .replace(/^\/(?=(?:bin|sbin|lib|lib64)(?:\/|$))/, '/usr/')
}
