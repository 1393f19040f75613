/** How bad a diagnostic is: an error stops generation, a warning does not. */
export type Severity = 'error' | 'warning'

/** A JSON pointer (RFC 6901) into the spec: `''` is the whole document, `/nodes/2/address` one field. */
export type Pointer = string

/** A piece of the spec's text, in UTF-16 code units: from `start` up to, not including, `end`. */
export type Span = { readonly start: number; readonly end: number }

/**
 * One thing to tell the user: about their spec, or about a file, the command line or the machine. Positions in the spec's
 * text are looked up only when it is printed.
 */
export type Diagnostic = {
  readonly code: string
  readonly severity: Severity
  /** Where in the spec; `''` where it is not about the spec's text. */
  readonly pointer: Pointer
  /** The file that it is about, if not the spec: relative to the cluster's folder, or as the user wrote it. */
  readonly file?: string
  /** Whether the pointer means the value at that place (the default) or the name of the field. */
  readonly at?: 'value' | 'key'
  /** Where it is in the text, for what no pointer can name: a fault of the YAML itself. */
  readonly span?: Span
  /** Other places that have part in it, such as the first of two equal names. */
  readonly related?: readonly Pointer[]
  /** What is wrong, one sentence. */
  readonly message: string
  /** What to do about it, one sentence; empty where the message says it already. */
  readonly hint: string
}

/** What every stage returns: its value, and what it has to say. A value is absent only beside an error. */
export type Outcome<Value> = {
  readonly value: Value | undefined
  readonly diagnostics: readonly Diagnostic[]
}
