import type { Severity } from '../diagnostics/diagnostic.ts'
import { visible } from '../diagnostics/visible.ts'

/**
 * One thing to tell the user about their PKI. Unlike a Diagnostic it points at a file, not into the spec. It never quotes
 * what a key's file holds.
 */
export type PkiProblem = {
  readonly severity: Severity
  /** Relative to the cluster's folder: `secrets/client-ca.key`. */
  readonly file: string
  /** What is wrong, one sentence, safe to print: certificates of others name whatever they like. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

/** A value, and what there is to say. The value is absent only beside an error. */
export type PkiOutcome<Value> = {
  readonly value: Value | undefined
  readonly problems: readonly PkiProblem[]
}

/** What to do where nothing of an authority can be saved; follows "restore it". */
export const newPkiHint =
  'move the whole folder of the cluster aside: the next run then makes a new PKI, which every member and client has to be given.'

export const pkiError = (file: string, message: string, hint: string): PkiProblem => ({
  severity: 'error',
  file,
  message: visible(message),
  hint,
})

export const pkiWarning = (file: string, message: string, hint: string): PkiProblem => ({
  severity: 'warning',
  file,
  message: visible(message),
  hint,
})
