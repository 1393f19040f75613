import { quote } from '../visible.ts'
import { error } from './entry.ts'
import type { Document } from './yaml.ts'

type File = { readonly path: string }

/** For what is said of a spec and of a cloud-config. */
type Of = { readonly document: Document }

/** What keeps a file from being read. */
export const fileCatalogue = {
  'file-missing': error<File & { readonly similar: string | undefined }>(
    ({ path }) => `There is no file ${quote(path)}.`,
    ({ similar }) => (similar ? `Did you mean ${quote(similar)}?` : 'Check the path and its spelling.'),
  ),
  'file-is-directory': error<File & Of>(
    ({ path }) => `${quote(path)} is a directory.`,
    ({ document }) =>
      document === 'spec'
        ? 'Name the spec file itself, such as cluster.yaml in it.'
        : 'Name the file itself, such as cloud-config.yaml in it.',
  ),
  'file-forbidden': error<File>(
    ({ path }) => `You are not allowed to read ${quote(path)}.`,
    'Have its owner give you the right to read it, or run quorate as a user who has it.',
  ),
  'file-unreadable': error<File & { readonly reason: string }>(
    ({ path, reason }) => `${quote(path)} cannot be read: ${reason}.`,
    'Check the path and the disk that it is on.',
  ),
  'file-too-large': error<File & Of & { readonly limit: string }>(
    ({ path, document, limit }) =>
      `${quote(path)} is larger than ${limit}; a ${document} takes a few kilobytes.`,
    'Check that this is the file that you mean.',
  ),
  'file-not-utf8': error<File & { readonly line: number }>(
    ({ path, line }) => `${quote(path)} is not UTF-8 text: line ${line} has bytes that UTF-8 does not allow.`,
    'Save it with the encoding UTF-8.',
  ),
  'file-compressed': error<File>(
    ({ path }) => `${quote(path)} is compressed by gzip.`,
    'Decompress it first, as by gunzip.',
  ),
  'file-utf16': error<File>(({ path }) => `${quote(path)} is in UTF-16.`, 'Save it with the encoding UTF-8.'),
}
