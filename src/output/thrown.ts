import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { atRun, report } from '../diagnostics/report.ts'
import { DiagnosticError } from '../diagnostics/thrown.ts'
import { codeOf } from '../system-error.ts'

/** The diagnostic of an error that was thrown while writing; undefined where it is a bug. */
export function diagnosticOf(error: unknown): Diagnostic | undefined {
  if (error instanceof DiagnosticError) return error.diagnostic
  const failure = failureOf(error)
  return failure && report('write-failed', atRun, failure)
}

/** The same where the folder is half written; any other error as it is. */
export function unfinished(error: unknown, folder: string): unknown {
  const failure = failureOf(error)
  if (failure === undefined) return error
  return new DiagnosticError(report('write-unfinished', atRun, { ...failure, folder }))
}

/** What the operating system could not write, and its code for why. */
function failureOf(error: unknown): { readonly path: string; readonly reason: string } | undefined {
  const reason = codeOf(error)
  if (reason === undefined || !(error instanceof Error) || !('syscall' in error)) return undefined
  const path = 'dest' in error ? error.dest : 'path' in error ? error.path : undefined
  return { path: String(path ?? 'the output'), reason }
}
