import { SINCE_3_6, SINCE_3_7 } from './define.ts'
import type { Lines } from './option.ts'
import { includes } from './versions.ts'

/** A feature that `feature-gates` turns on or off. */
export type FeatureGate = {
  readonly name: string
  readonly about: string
  /** Whether it is on by default. */
  readonly default: boolean
  readonly stage: 'alpha' | 'beta'
  /** The releases with this gate. */
  readonly lines: Lines
  /** The option of earlier lines that it replaces. */
  readonly replaces?: string
}

/**
 * All gates by name, as `etcd --help` lists them. Sources: etcd, server/features/etcd_features.go at 3.6 and 3.7, and
 * pkg/featuregate/feature_gate.go for the first two.
 */
export const FEATURE_GATES: readonly FeatureGate[] = [
  {
    name: 'AllAlpha',
    about: 'Turns on all alpha gates that are not set separately.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
  },
  {
    name: 'AllBeta',
    about: 'Turns on all beta gates that are not set separately.',
    default: false,
    stage: 'beta',
    lines: SINCE_3_6,
  },
  {
    name: 'CompactHashCheck',
    about: "The leader compares the members' hashes after compactions.",
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-compact-hash-check-enabled',
  },
  {
    name: 'FastLeaseKeepAlive',
    about: 'Renews a lease without waiting until all earlier requests are applied.',
    default: true,
    stage: 'beta',
    lines: SINCE_3_7,
  },
  {
    name: 'InitialCorruptCheck',
    about: 'Compares the data with the other members before it serves clients.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-initial-corrupt-check',
  },
  {
    name: 'LeaseCheckpoint',
    about: 'Keeps the remaining time of a lease when the leader changes.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-enable-lease-checkpoint',
  },
  {
    name: 'LeaseCheckpointPersist',
    about: 'Also stores that time on disk; needs LeaseCheckpoint.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-enable-lease-checkpoint-persist',
  },
  {
    name: 'PriorityRequest',
    about: 'Under load, applies some requests first, such as lease revocations.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_7,
  },
  {
    name: 'SetMemberLocalAddr',
    about: 'Connects to other members from the first address in initial-advertise-peer-urls.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
  },
  {
    name: 'StopGRPCServiceOnDefrag',
    about: 'Serves no clients during defragmentation.',
    default: false,
    stage: 'alpha',
    lines: SINCE_3_6,
    replaces: 'experimental-stop-grpc-service-on-defrag',
  },
  {
    name: 'TxnModeWriteWithSharedBuffer',
    about: 'Write transactions use a shared buffer for their read checks.',
    default: true,
    stage: 'beta',
    lines: SINCE_3_6,
    replaces: 'experimental-txn-mode-write-with-shared-buffer',
  },
]

/** The names of a release's gates; none before 3.6. */
export function gatesOf(version: string): readonly string[] {
  return FEATURE_GATES.filter(({ lines }) => includes(lines, version)).map(({ name }) => name)
}
