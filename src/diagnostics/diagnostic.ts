/** An error stops generation, a warning does not. */
export type Severity = 'error' | 'warning'

/** A JSON pointer (RFC 6901) into the spec: `''` is the whole document, `/nodes/2/address` one field. */
export type Pointer = string

/** A piece of the spec's text, in UTF-16 code units: from `start` up to, not including, `end`. */
export type Span = { readonly start: number; readonly end: number }

/**
 * One problem in the spec, a file, the command line or the machine. Positions in the spec's text are only looked up for
 * printing.
 */
export type Diagnostic = {
  readonly code: string
  readonly severity: Severity
  /** Where in the spec; `''` if it is not about the spec's text. */
  readonly pointer: Pointer
  /** The file that it is about, if not the spec: relative to the cluster's folder, or as the user wrote it. */
  readonly file?: string
  /** Whether the pointer means the field's value (the default) or its name. */
  readonly at?: 'value' | 'key'
  /** Where it is in the text, if no pointer can name it: an error in the YAML itself. */
  readonly span?: Span
  /** Other values that are involved, such as the first of two equal names. */
  readonly related?: readonly Pointer[]
  /** What is wrong, one sentence. */
  readonly message: string
  /** What to do, in one or two sentences; empty if the message already says it. */
  readonly hint: string
}

/** What every stage returns: its value and its diagnostics. The value is only absent if there is an error. */
export type Outcome<Value> = {
  readonly value: Value | undefined
  readonly diagnostics: readonly Diagnostic[]
}
