import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { gatesOf } from '../../etcd/options/feature-gates.ts'
import { nearest } from '../nearest.ts'
import { EXTRA_OPTIONS, givenValue, knownVersion } from './extra-options.ts'
import type { Rule } from './rule.ts'

const NAME = 'feature-gates'
const POINTER = `${EXTRA_OPTIONS}/${NAME}`

/** Gates that another field of the spec sets. */
const MANAGED: Readonly<Record<string, string>> = {
  InitialCorruptCheck: 'etcd.tuning.corruptionChecks',
  CompactHashCheck: 'etcd.tuning.corruptionChecks',
}

/** The version knows each feature gate, each occurs once, and no other field sets it (etcd, pkg/featuregate). */
export const featureGates: Rule = ({ spec }) => {
  const version = knownVersion(spec)
  const value = givenValue(spec, NAME)
  if (version === undefined || value === undefined) return []
  const gates = value.split(',').map((text) => text.split('='))
  const names = gates.map(([name = '']) => name.trim())
  const each = gates.flatMap((parts, index) => checkGate(parts, names, index, version))
  return each.length > 0 ? each : checkpoints(new Map(gates.map(([, on], index) => [names[index], on])))
}

function checkGate(
  parts: readonly string[],
  names: readonly string[],
  index: number,
  version: string,
): Diagnostic[] {
  const gate = names[index] ?? ''
  const known = gatesOf(version)
  if (parts.length !== 2 || !/^\s*(?:true|false)\s*$/.test(parts[1] ?? '')) {
    return [report('gate-malformed', at(POINTER), { gate: parts.join('=') })]
  }
  const field = Object.hasOwn(MANAGED, gate) ? MANAGED[gate] : undefined
  if (field !== undefined) return [report('gate-managed', at(POINTER), { gate, field })]
  if (names.indexOf(gate) < index) return [report('gate-repeated', at(POINTER), { gate })]
  if (known.includes(gate)) return []
  return [report('gate-unknown', at(POINTER), { gate, version, near: nearest(gate, known), known })]
}

/** etcd, embed/config.go, Validate. */
function checkpoints(gates: ReadonlyMap<string | undefined, string | undefined>): Diagnostic[] {
  const isOn = (gate: string) => gates.get(gate)?.trim() === 'true'
  if (!isOn('LeaseCheckpointPersist') || isOn('LeaseCheckpoint')) return []
  const reason = 'LeaseCheckpointPersist needs LeaseCheckpoint'
  const advice = 'Add LeaseCheckpoint=true, or remove LeaseCheckpointPersist.'
  return [report('option-needs', at(POINTER), { name: NAME, reason, advice })]
}
