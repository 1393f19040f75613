import { type Code, catalogue, type ParametersOf } from './catalogue/catalogue.ts'
import type { Diagnostic, Pointer, Span } from './diagnostic.ts'
import { redacted } from './redacted.ts'
import { visible } from './visible.ts'

/** What a diagnostic points at. */
export type Target = Pick<Diagnostic, 'pointer' | 'at' | 'span' | 'related' | 'file'>

/** The value at a pointer; `related` are other values that are involved. */
export function at(pointer: Pointer, ...related: readonly Pointer[]): Target {
  return { pointer, ...(related.length > 0 && { related }) }
}

/** The name of the field at a pointer. */
export function atKey(pointer: Pointer): Target {
  return { pointer, at: 'key' }
}

/** A piece of the text, if no pointer can name it. */
export function atSpan(start: number, end: number, pointer: Pointer = ''): Target {
  const span: Span = { start, end }
  return { pointer, span }
}

/** A file: relative to the cluster's folder, or as the user wrote its path. */
export function inFile(file: string): Target {
  return { pointer: '', file }
}

/** The command line, or the machine. */
export const atRun: Target = { pointer: '' }

/** A diagnostic of the catalogue: `report('port-shared', at('/etcd/ports/peer'), { … })`. */
export function report<Known extends Code>(
  code: Known,
  target: Target,
  parameters: ParametersOf<Known>,
): Diagnostic {
  // TypeScript loses the link between a code and its parameters when the code is a variable.
  const { severity, message, hint } = catalogue[code] as {
    severity: Diagnostic['severity']
    message: (parameters: ParametersOf<Known>) => string
    hint: (parameters: ParametersOf<Known>) => string
  }
  return {
    code,
    severity,
    ...target,
    message: visible(redacted(message(parameters))),
    hint: visible(redacted(hint(parameters))),
  }
}

/** The result of a stage without a value. */
export function failed(...diagnostics: readonly Diagnostic[]): {
  readonly value: undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  return { value: undefined, diagnostics }
}
