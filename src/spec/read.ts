import { isUtf8 } from 'node:buffer'
import type { Document } from '../diagnostics/catalogue/yaml.ts'
import type { Diagnostic, Outcome, Pointer } from '../diagnostics/diagnostic.ts'
import { at, report } from '../diagnostics/report.ts'
import { visible } from '../diagnostics/visible.ts'

/** The disk, as far as reading a spec needs it. */
export type SpecHost = {
  /** The beginning of a file, `most` bytes at most. Throws Node's own errors, such as ENOENT. */
  readStart(path: string, most: number): Uint8Array
  /** Whether there is a file of that name. */
  exists(path: string): boolean
}

/** What a file is read as. */
export type FileKind = {
  readonly document: Document
  /** What names the file, and is pointed at where it cannot be read: a field of the spec, or `''` for the spec itself. */
  readonly pointer: Pointer
}

const SPEC_FILE: FileKind = { document: 'spec', pointer: '' }

const LARGEST = 2 ** 20

/**
 * Reads a file as text, without its byte order mark. Of a file that is too large no more than a spec or a cloud-config
 * could have is read.
 */
export function readSpecFile(host: SpecHost, path: string, kind = SPEC_FILE): Outcome<string> {
  const { document } = kind
  const target = at(kind.pointer)
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
  // Not TextDecoder: loading that takes longer than all the rest of reading.
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

/** Node's reason without code, call and path: `EIO: i/o error, read` is `i/o error`. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return visible(message.replace(/^[A-Z0-9_]+: /, '').replace(/,.*/s, ''))
}

/** A file that differs by its extension alone, which is easily mistaken. */
function similarFile(host: SpecHost, path: string): string | undefined {
  const stem = path.replace(/\.ya?ml$/, '')
  return [`${stem}.yaml`, `${stem}.yml`].find((name) => name !== path && host.exists(name))
}

function startsWith(content: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => content[index] === byte)
}

/** The number of the first line that is not UTF-8. No byte of a longer character looks like a line feed. */
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
