import { codeOf } from './disk.ts'

/** Why a tree could not be written: one sentence for what is wrong, one for what to do. Nothing was lost. */
export class Refusal extends Error {
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'Run as a user who may write there, or choose another directory with --out.',
  EPERM: 'Run as a user who may write there, or choose another directory with --out.',
  EROFS: 'The file system is mounted read-only: choose another directory with --out.',
  ENOSPC: 'The disk is full: make room and run this again. What lay there before is unchanged.',
  EDQUOT:
    'The quota of this user is used up: make room and run this again. What lay there before is unchanged.',
  ENOTDIR: 'A file lies where a directory is needed: move it, or choose another directory with --out.',
  EEXIST: 'A file lies where a directory is needed: move it, or choose another directory with --out.',
  EISDIR: 'A directory lies where a file is needed: move it away.',
}

/** An error of the operating system in words; undefined for any other error, which is a fault of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const failure = failureOf(error)
  if (failure === undefined) return undefined
  return new Refusal(`${failure.what}.`, HINTS[failure.code] ?? 'Look at the disk, then run this again.')
}

/** The same where the tree is half written; any other error as it is. */
export function unfinished(error: unknown, folder: string): unknown {
  const failure = failureOf(error)
  if (failure === undefined) return error
  return new Refusal(
    `${failure.what}: ${folder} is part old and part new for now. Nothing is lost.`,
    'Look at the disk, and at who may write there; then run this again, which completes the folder first.',
  )
}

function failureOf(error: unknown): { readonly code: string; readonly what: string } | undefined {
  const code = codeOf(error)
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) return undefined
  const path = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined
  return { code, what: `Cannot write ${path ?? 'the output'} (${code})` }
}
