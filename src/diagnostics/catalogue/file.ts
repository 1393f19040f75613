import { quote } from '../visible.ts'
import { error } from './entry.ts'
import type { Document } from './yaml.ts'

type File = { readonly path: string }

/** For problems that a spec and the files share that it names. */
type Of = { readonly document: Document | 'CA certificate' }

/** Problems with reading a file. */
export const fileCatalogue = {
  'file-missing': error<File & { readonly similar: string | undefined }>(
    ({ path }) => `The file ${quote(path)} does not exist.`,
    ({ similar }) => (similar ? `Did you mean ${quote(similar)}?` : 'Check the path and its spelling.'),
  ),
  'file-in-home': error<File>(
    ({ path }) => `${quote(path)} does not exist: quorate does not replace ~, as a shell does.`,
    'Write the whole path, such as /home/me/mirror-ca.pem, or one relative to the spec.',
  ),
  'file-is-directory': error<File & Of>(
    ({ path }) => `${quote(path)} is a directory.`,
    ({ document }) =>
      document === 'spec'
        ? 'Write the path of the spec file, such as cluster.yaml in this directory.'
        : document === 'cloud-config'
          ? 'Write the path of the file, such as cloud-config.yaml in this directory.'
          : 'Write the path of the file, such as mirror-ca.pem in this directory.',
  ),
  'file-special': error<File>(
    ({ path }) => `${quote(path)} is not a regular file.`,
    'Write the path of a file, not of a pipe or a device.',
  ),
  'file-forbidden': error<File>(
    ({ path }) => `Cannot read ${quote(path)}: permission denied.`,
    'Ask its owner for read permission, or run quorate as a user who has it.',
  ),
  'file-unreadable': error<File & { readonly reason: string }>(
    ({ path, reason }) => `Cannot read ${quote(path)}: ${reason}.`,
    'Check the path and its disk.',
  ),
  'file-too-large': error<File & Of & { readonly limit: string }>(
    ({ path, document, limit }) =>
      `${quote(path)} is larger than ${limit}; a ${document} has a few kilobytes.`,
    'Check that this is the right file.',
  ),
  'file-not-utf8': error<File & { readonly line: number }>(
    ({ path, line }) => `${quote(path)} is not UTF-8 text: line ${line} has bytes that are not valid UTF-8.`,
    'Save it as UTF-8.',
  ),
  'file-compressed': error<File>(
    ({ path }) => `${quote(path)} is compressed with gzip.`,
    'Decompress it first, for example with gunzip.',
  ),
  'file-utf16': error<File>(({ path }) => `${quote(path)} is UTF-16 text.`, 'Save it as UTF-8.'),
}
