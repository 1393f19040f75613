import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atKey, report } from '../../diagnostics/report.ts'
import { type ExtraOption, usableOptions } from './extra-options.ts'
import type { Rule } from './rule.ts'

/**
 * An option and its replacement, which may be a feature gate, cannot both be set (etcd 3.6, embed/config.go:
 * experimentalFlagMigrationMap and SetFeatureGatesFromExperimentalFlags).
 */
export const optionPairs: Rule = ({ spec }) => {
  const options = usableOptions(spec)
  return options.flatMap(({ name, pointer, option }): Diagnostic[] => {
    const [newer = '', gate] = option.replacement?.split('=') ?? []
    const other = options.find((candidate) => candidate.name === newer)
    if (!other || (gate !== undefined && !names(other, gate))) return []
    const target = { ...atKey(pointer), related: [other.pointer] }
    return [report('option-repeated', target, { name, other: newer })]
  })
}

/** etcd searches for the gate's name anywhere in the value, even inside longer names. */
function names({ value }: ExtraOption, gate: string): boolean {
  return value.includes(gate)
}
