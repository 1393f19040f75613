import type { Outcome } from '../diagnostics/diagnostic.ts'
import type { Positions } from '../diagnostics/positions.ts'
import { checkShape } from './check.ts'
import { lenientSpec, type Subject } from './lenient.ts'
import { loadYaml } from './load.ts'
import { checkRules } from './rules/index.ts'
import { inEffect } from './rules/tls-off.ts'
import type { Spec } from './spec.types.ts'

/**
 * A spec, if it is valid, and all diagnostics. The positions are for `printDiagnostics`, the subject for checks of other
 * files that the spec names; it is absent if the text could not be parsed.
 */
export type ParsedSpec = Outcome<Spec> & {
  readonly positions: Positions
  readonly subject: Subject | undefined
}

/**
 * Reads a spec: YAML, schema, rules. Never throws; reports all problems at once.
 *
 * @param text without its byte order mark, as `readSpecFile` returns it
 */
export function parseSpec(text: string): ParsedSpec {
  const loaded = loadYaml(text)
  if (!('value' in loaded)) {
    return { value: undefined, diagnostics: loaded.diagnostics, positions: new Map(), subject: undefined }
  }
  const { value, positions } = loaded
  const shape = checkShape(loaded, text)
  const subject: Subject = {
    spec: lenientSpec(value, shape.faulty),
    isWritten: (pointer) => positions.has(pointer),
  }
  const diagnostics = [...loaded.diagnostics, ...shape.diagnostics, ...checkRules(subject)]
  const sound = diagnostics.every(({ severity }) => severity !== 'error')
  return { value: sound ? (value as Spec) : undefined, diagnostics, positions, subject: inEffect(subject) }
}
