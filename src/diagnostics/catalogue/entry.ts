import type { Severity } from '../diagnostic.ts'

/** A kind of diagnostic; its texts are functions of typed parameters. */
export type Entry<Parameters> = {
  readonly severity: Severity
  /** What is wrong, in one sentence, with the user's value in quotes. */
  readonly message: (parameters: Parameters) => string
  /** What to do; empty if the message already says it. */
  readonly hint: (parameters: Parameters) => string
}

type Text<Parameters> = string | ((parameters: Parameters) => string)

const asFunction = <Parameters>(text: Text<Parameters>): ((parameters: Parameters) => string) =>
  typeof text === 'string' ? () => text : text

/** An error: generation stops. */
export function error<Parameters>(message: Text<Parameters>, hint: Text<Parameters>): Entry<Parameters> {
  return { severity: 'error', message: asFunction(message), hint: asFunction(hint) }
}

/** A warning: generation continues. */
export function warning<Parameters>(message: Text<Parameters>, hint: Text<Parameters>): Entry<Parameters> {
  return { severity: 'warning', message: asFunction(message), hint: asFunction(hint) }
}

/** For kinds without parameters. */
export type Nothing = Readonly<Record<string, never>>
