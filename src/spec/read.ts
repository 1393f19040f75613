import { isUtf8 } from 'node:buffer'
import type { Document } from '../diagnostics/catalogue/yaml.ts'
import type { Diagnostic, Outcome, Pointer } from '../diagnostics/diagnostic.ts'
import { at, report } from '../diagnostics/report.ts'
import { visible } from '../diagnostics/visible.ts'

/** What reading a spec needs from the disk. */
export type SpecHost = {
  /** Up to `most` bytes of a file, which may be a pipe. Throws Node's errors, such as ENOENT. */
  readStart(path: string, most: number): Uint8Array
  /** Whether a path leads to a regular file or a directory; also if nothing is there. Does not open it. */
  isOrdinary(path: string): boolean
  /** Whether the file exists. */
  exists(path: string): boolean
}

/** The kind of a file. */
export type FileKind = {
  readonly document: Document | 'CA certificate'
  /** The field that names the file, for diagnostics; `''` for the spec itself. */
  readonly pointer: Pointer
}

const SPEC_FILE: FileKind = { document: 'spec', pointer: '' }

const LARGEST = 2 ** 20

/**
 * Reads a file as text without its byte order mark. Stops after the maximum size of a spec or of a file that it names.
 */
export function readSpecFile(host: SpecHost, path: string, kind = SPEC_FILE): Outcome<string> {
  const { document } = kind
  const target = at(kind.pointer)
  // A spec may come through a pipe (/dev/stdin). A file that a spec names is read whenever the spec is.
  if (document !== 'spec' && !host.isOrdinary(path)) return refuse(report('file-special', target, { path }))
  let content: Uint8Array
  try {
    content = host.readStart(path, LARGEST + 1)
  } catch (error) {
    return refuse(whyUnreadable(error, host, path, kind))
  }
  if (startsWith(content, [0x1f, 0x8b])) return refuse(report('file-compressed', target, { path }))
  if (content.length > LARGEST) {
    return refuse(report('file-too-large', target, { path, document, limit: '1 MiB' }))
  }
  if (startsWith(content, [0xff, 0xfe]) || startsWith(content, [0xfe, 0xff])) {
    return refuse(report('file-utf16', target, { path }))
  }
  if (!isUtf8(content)) return refuse(report('file-not-utf8', target, { path, line: firstBadLine(content) }))
  // Not TextDecoder: loading it takes longer than everything else here.
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8')
  return { value: text.replace(/^\ufeff/, ''), diagnostics: [] }
}

function refuse(diagnostic: Diagnostic): Outcome<string> {
  return { value: undefined, diagnostics: [diagnostic] }
}

function whyUnreadable(
  error: unknown,
  host: SpecHost,
  path: string,
  { document, pointer }: FileKind,
): Diagnostic {
  const target = at(pointer)
  switch ((error as { code?: unknown }).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      // The path is behind the directory of the spec, and only shells replace `~`.
      if (pointer !== '' && /(?:^|\/)~[^/]*\//.test(path))
        return report('file-in-home', target, { path: path.replace(/^.*?(?=~)/, '') })
      return report('file-missing', target, { path, similar: similarFile(host, path) })
    case 'EISDIR':
      return report('file-is-directory', target, { path, document })
    case 'EACCES':
    case 'EPERM':
      return report('file-forbidden', target, { path })
    default:
      return report('file-unreadable', target, { path, reason: reasonOf(error) })
  }
}

/** Node's reason without code, call and path: `EIO: i/o error, read` becomes `i/o error`. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return visible(message.replace(/^[A-Z0-9_]+: /, '').replace(/,.*/s, ''))
}

/** A file that differs only in its extension: .yaml and .yml are easily confused. */
function similarFile(host: SpecHost, path: string): string | undefined {
  const stem = path.replace(/\.ya?ml$/, '')
  return [`${stem}.yaml`, `${stem}.yml`].find((name) => name !== path && host.exists(name))
}

function startsWith(content: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => content[index] === byte)
}

/** The number of the first line that is not UTF-8. No byte of a multi-byte character equals a line feed. */
function firstBadLine(content: Uint8Array): number {
  let line = 1
  let start = 0
  while (start < content.length) {
    const lineFeed = content.indexOf(0x0a, start)
    const end = lineFeed < 0 ? content.length : lineFeed + 1
    if (!isUtf8(content.subarray(start, end))) return line
    start = end
    line++
  }
  return line
}
