import type { Code } from '../../../src/diagnostics/catalogue/catalogue.ts'
import type { SpecHost } from '../../../src/spec/read.ts'

const bytes = (...values: readonly number[]) => Uint8Array.from(values)
const reading = (content: Uint8Array, ...others: readonly string[]): SpecHost => ({
  isOrdinary: () => true,
  readStart: (_, most) => content.subarray(0, most),
  exists: (path) => others.includes(path),
})
const failing = (code: string, message: string, ...others: readonly string[]): SpecHost => ({
  isOrdinary: () => true,
  readStart: () => {
    throw Object.assign(new Error(`${code}: ${message}, open 'bad.yml'`), { code })
  },
  exists: (path) => others.includes(path),
})

type Row = readonly [
  string,
  { readonly host: SpecHost; readonly code: Code; readonly message: string; readonly hint: string },
]

/** Files that cannot be read as text, and what is said about `bad.yml` then. */
export const unreadable: readonly Row[] = [
  [
    'a file that is not there',
    {
      host: failing('ENOENT', 'no such file or directory'),
      code: 'file-missing',
      message: 'The file "bad.yml" does not exist.',
      hint: 'Check the path and its spelling.',
    },
  ],
  [
    'a file with another extension',
    {
      host: failing('ENOENT', 'no such file or directory', 'bad.yaml'),
      code: 'file-missing',
      message: 'The file "bad.yml" does not exist.',
      hint: 'Did you mean "bad.yaml"?',
    },
  ],
  [
    'a file under a file',
    {
      host: failing('ENOTDIR', 'not a directory'),
      code: 'file-missing',
      message: 'The file "bad.yml" does not exist.',
      hint: 'Check the path and its spelling.',
    },
  ],
  [
    'a directory',
    {
      host: failing('EISDIR', 'illegal operation on a directory'),
      code: 'file-is-directory',
      message: '"bad.yml" is a directory.',
      hint: 'Write the path of the spec file, such as cluster.yaml in this directory.',
    },
  ],
  [
    "somebody else's file",
    {
      host: failing('EACCES', 'permission denied'),
      code: 'file-forbidden',
      message: 'Cannot read "bad.yml": permission denied.',
      hint: 'Ask its owner for read permission, or run quorate as a user who has it.',
    },
  ],
  [
    'a broken disk',
    {
      host: failing('EIO', 'i/o error'),
      code: 'file-unreadable',
      message: 'Cannot read "bad.yml": i/o error.',
      hint: 'Check the path and its disk.',
    },
  ],
  [
    'a large file',
    {
      host: reading(new Uint8Array(10 * 2 ** 20)),
      code: 'file-too-large',
      message: '"bad.yml" is larger than 1 MiB; a spec has a few kilobytes.',
      hint: 'Check that this is the right file.',
    },
  ],
  [
    'a compressed file',
    {
      host: reading(bytes(0x1f, 0x8b, 0x08, 0x00)),
      code: 'file-compressed',
      message: '"bad.yml" is compressed with gzip.',
      hint: 'Decompress it first, for example with gunzip.',
    },
  ],
  [
    'UTF-16',
    {
      host: reading(bytes(0xff, 0xfe, 0x61, 0x00)),
      code: 'file-utf16',
      message: '"bad.yml" is UTF-16 text.',
      hint: 'Save it as UTF-8.',
    },
  ],
  [
    'Latin-1',
    {
      host: reading(bytes(0x61, 0x0a, 0x62, 0xfc, 0x0a)),
      code: 'file-not-utf8',
      message: '"bad.yml" is not UTF-8 text: line 2 has bytes that are not valid UTF-8.',
      hint: 'Save it as UTF-8.',
    },
  ],
  [
    'a character cut short at the end',
    {
      host: reading(bytes(0x61, 0x0a, 0xe2, 0x82)),
      code: 'file-not-utf8',
      message: '"bad.yml" is not UTF-8 text: line 2 has bytes that are not valid UTF-8.',
      hint: 'Save it as UTF-8.',
    },
  ],
]
