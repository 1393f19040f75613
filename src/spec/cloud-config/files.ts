import { resolve } from 'node:path/posix'
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

/** The final path: resolves `..`, doubled slashes and the symbolic links of every systemd distribution. */
export function finalPath(path: string): string {
  // cloud-init runs in the root directory.
  return resolve('/', path)
    .replace(/^\/var\/run(?=\/|$)/, '/run')
    .replace(/^\/(?=(?:bin|sbin|lib|lib64)(?:\/|$))/, '/usr/')
}
