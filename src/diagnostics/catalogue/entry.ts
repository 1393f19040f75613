import type { Severity } from '../diagnostic.ts'

/** One kind of diagnostic: its texts are functions of typed parameters. */
export type Entry<Parameters> = {
  readonly severity: Severity
  /** What is wrong, one sentence, the user's own value in quotes. */
  readonly message: (parameters: Parameters) => string
  /** What to do about it; empty where the message says it already. */
  readonly hint: (parameters: Parameters) => string
}

type Text<Parameters> = string | ((parameters: Parameters) => string)

const asFunction = <Parameters>(text: Text<Parameters>): ((parameters: Parameters) => string) =>
  typeof text === 'string' ? () => text : text

/** A kind of error: generation stops. */
export function error<Parameters>(message: Text<Parameters>, hint: Text<Parameters>): Entry<Parameters> {
  return { severity: 'error', message: asFunction(message), hint: asFunction(hint) }
}

/** A kind of warning: generation goes on. */
export function warning<Parameters>(message: Text<Parameters>, hint: Text<Parameters>): Entry<Parameters> {
  return { severity: 'warning', message: asFunction(message), hint: asFunction(hint) }
}

/** For kinds that have nothing to fill in. */
export type Nothing = Readonly<Record<string, never>>
