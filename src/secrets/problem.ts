/** Why a text cannot be opened or sealed, as far as what to do about it differs. */
export type Reason =
  /** It takes a password or an identity, and none was given. */
  | 'no-key'
  /** Something was given, and it is not what opens this text. */
  | 'wrong-key'
  /** Begins as an encrypted text does, and is none. */
  | 'damaged'
  /** Encrypted in a way that quorate does not know. */
  | 'unknown-form'
  /** What it is to be encrypted to, or with, will not do. */
  | 'unsuited'

/** What is wrong with one text, or with what opens it. Never quotes a text, a password or an identity. */
export type SecretProblem = {
  readonly reason: Reason
  /**
   * What is wrong. Of a text, the end of a sentence that begins with the name of its file: `is encrypted with age, and …`;
   * of the user's own password or identity, a whole sentence.
   */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
}

/** A value, or why there is none. */
export type SecretOutcome<Value> =
  | { readonly value: Value; readonly problem: undefined }
  | { readonly value: undefined; readonly problem: SecretProblem }

export const fine = <Value>(value: Value): SecretOutcome<Value> => ({ value, problem: undefined })

export const refuse = (reason: Reason, message: string, hint: string) =>
  ({ value: undefined, problem: { reason, message, hint } }) as const

/** What to do about a file of which nothing can be saved. */
export const RESTORE = 'Restore it from a backup.'
