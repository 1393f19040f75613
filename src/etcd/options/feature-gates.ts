import { SINCE_3_6 } from './define.ts'
import type { Lines } from './option.ts'
import { includes } from './versions.ts'

/** A feature that `feature-gates` turns on or off. */
export type FeatureGate = {
  readonly name: string
  readonly about: string
  /** Whether it is on where nobody says anything. */
  readonly default: boolean
  readonly stage: 'alpha' | 'beta'
  /** Which releases know it. */
  readonly lines: Lines
  /** The option of earlier lines that it takes the place of. */
  readonly replaces?: string
}

/** The gates that each release knows, in its own order. Source: etcd, server/features/etcd_features.go at 3.6 and 3.7. */
export const FEATURE_GATES: readonly FeatureGate[] = [
  {
    name: 'StopGRPCServiceOnDefrag',
    about: 'Serves no client while it defragments.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-stop-grpc-service-on-defrag',
  },
  {
    name: 'TxnModeWriteWithSharedBuffer',
    about: 'Lets the checks of a writing transaction share its buffer.',
    default: true,
    stage: 'beta',
    lines: SINCE_3_6,
    replaces: 'experimental-txn-mode-write-with-shared-buffer',
  },
  {
    name: 'InitialCorruptCheck',
    about: "Compares the data with the other members' before it serves anyone.",
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-initial-corrupt-check',
  },
  {
    name: 'CompactHashCheck',
    about: 'Has the leader compare the hashes that compactions leave.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-compact-hash-check-enabled',
  },
  {
    name: 'LeaseCheckpoint',
    about: 'Keeps the time that a lease has left when the leader changes.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-enable-lease-checkpoint',
  },
  {
    name: 'LeaseCheckpointPersist',
    about: 'Writes that time down too; wants LeaseCheckpoint.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-enable-lease-checkpoint-persist',
  },
  {
    name: 'SetMemberLocalAddr',
    about: 'Calls other members from the first address of initial-advertise-peer-urls.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
  },
  {
    name: 'FastLeaseKeepAlive',
    about: 'Renews a lease without waiting until everything before it is applied.',
    default: true,
    stage: 'beta',
    lines: { '3.7': 0 },
  },
  {
    name: 'PriorityRequest',
    about: 'Applies some requests first under load, revoking leases for one.',
    default: false,
    stage: 'alpha',
    lines: { '3.7': 0 },
  },
]

/** These turn on all gates of their stage that are not named beside them (etcd, pkg/featuregate/feature_gate.go). */
const STAGE_GATES: readonly string[] = ['AllAlpha', 'AllBeta']

/** What a release such as `3.6.14` takes as the name of a gate; none before 3.6. */
export function gatesOf(version: string): readonly string[] {
  const gates = FEATURE_GATES.filter(({ lines }) => includes(lines, version)).map(({ name }) => name)
  return gates.length === 0 ? [] : [...gates, ...STAGE_GATES]
}
