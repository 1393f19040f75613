import type { Diagnostic } from './diagnostic.ts'

/** A diagnostic that is thrown, where no value can be returned: by the disk half-way through a write, or inside yargs. */
export class DiagnosticError extends Error {
  readonly diagnostic: Diagnostic

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}
