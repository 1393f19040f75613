import { minorOf } from '../releases.ts'
import type { Lines } from './option.ts'

/** A feature that the option `feature-gates` turns on or off. */
export type FeatureGate = {
  readonly name: string
  readonly stage: 'alpha' | 'beta'
  readonly default: boolean
  readonly about: string
  readonly lines: Lines
}

const gate = (
  name: string,
  stage: FeatureGate['stage'],
  preset: boolean,
  about: string,
  lines: Lines,
): FeatureGate => ({
  name,
  stage,
  default: preset,
  about,
  lines,
})

const BOTH: Lines = { '3.6': 0, '3.7': 0 }

/** The feature gates of the server (etcd, server/features/etcd_features.go at 3.6 and 3.7; the program's own help). */
export const FEATURE_GATES: readonly FeatureGate[] = [
  gate('CompactHashCheck', 'alpha', false, 'Compares hashes of what was compacted.', BOTH),
  gate('FastLeaseKeepAlive', 'beta', true, 'Keeps leases alive without waiting for what is being applied.', {
    '3.7': 0,
  }),
  gate('InitialCorruptCheck', 'alpha', false, "Compares the member's data with its peers' at start.", BOTH),
  gate(
    'LeaseCheckpoint',
    'alpha',
    false,
    'Tells members how much of a lease is left, so that a new leader knows.',
    BOTH,
  ),
  gate('LeaseCheckpointPersist', 'alpha', false, 'Stores that as well.', BOTH),
  gate('PriorityRequest', 'alpha', false, 'Takes urgent requests first when there are too many.', {
    '3.7': 0,
  }),
  gate('SetMemberLocalAddr', 'alpha', false, "Dials peers from the member's own address.", BOTH),
  gate('StopGRPCServiceOnDefrag', 'alpha', false, 'Takes no requests while it defragments.', BOTH),
  gate(
    'TxnModeWriteWithSharedBuffer',
    'beta',
    true,
    'Shares a buffer between the checks of a writing transaction.',
    BOTH,
  ),
  gate('AllAlpha', 'alpha', false, 'All alpha features.', BOTH),
  gate('AllBeta', 'beta', false, 'All beta features.', BOTH),
]

/** The names of a version's feature gates. */
export function gatesOf(version: string): readonly string[] {
  return FEATURE_GATES.filter(({ lines }) => lines[minorOf(version)] !== undefined).map(({ name }) => name)
}
