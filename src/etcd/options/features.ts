import { option, renamedIn36, SINCE_3_6, topLevel, UNTIL_3_5, UNTIL_3_6 } from './define.ts'
import type { EtcdOption } from './option.ts'

const gate = (name: string) => renamedIn36(`feature-gates=${name}=true`)

/** Under "Features" of `etcd --help`, "Experimental feature" until 3.6. */
export const FEATURES: readonly EtcdOption[] = [
  option(
    'experimental-initial-corrupt-check',
    'boolean',
    'false',
    'Compares the data with the other members before it serves clients.',
    { lines: UNTIL_3_6, ...gate('InitialCorruptCheck') },
  ),
  ...renamed(
    'corrupt-check-time',
    'duration',
    '0s',
    'Interval at which the leader compares the data of all members; 0s turns it off.',
    {
      lines: UNTIL_3_6,
    },
  ),
  option(
    'experimental-compact-hash-check-enabled',
    'boolean',
    'false',
    "The leader compares the members' hashes after compactions.",
    { lines: { '3.5': 5, '3.6': 0 }, ...gate('CompactHashCheck') },
  ),
  ...renamed(
    'compact-hash-check-time',
    'duration',
    '1m',
    'Interval at which the leader compares these hashes.',
    {
      lines: { '3.5': 5, '3.6': 0 },
    },
  ),
  option('experimental-enable-v2v3', 'text', '', 'Prefix under which API 2 serves data of API 3.', {
    lines: UNTIL_3_5,
    deprecated: '3.5',
  }),
  option(
    'experimental-enable-lease-checkpoint',
    'boolean',
    'false',
    'Keeps the remaining time of a lease when the leader changes.',
    { lines: UNTIL_3_6, ...gate('LeaseCheckpoint') },
  ),
  option(
    'experimental-enable-lease-checkpoint-persist',
    'boolean',
    'false',
    'Also stores that time on disk; needs experimental-enable-lease-checkpoint.',
    { lines: { '3.4': 20, '3.5': 2, '3.6': 0 }, ...gate('LeaseCheckpointPersist') },
  ),
  ...renamed(
    'compaction-batch-limit',
    'integer',
    '1000',
    'Number of revisions that one step of a compaction deletes.',
    {
      lines: UNTIL_3_6,
    },
  ),
  ...renamed('compaction-sleep-interval', 'duration', '10ms', 'Pause between two steps of a compaction.', {
    lines: { '3.5': 16, '3.6': 0 },
  }),
  ...renamed(
    'watch-progress-notify-interval',
    'duration',
    '10m',
    'Interval of progress notifications to watchers.',
    {
      lines: { '3.4': 11, '3.5': 0, '3.6': 0 },
    },
  ),
  ...renamed(
    'downgrade-check-time',
    'duration',
    '5s',
    'Interval at which etcd checks whether a downgrade is complete.',
    {
      lines: { '3.5': 0, '3.6': 0 },
    },
  ),
  option('experimental-memory-mlock', 'boolean', 'false', "Locks etcd's memory, so that it is not swapped.", {
    lines: { '3.5': 0, '3.6': 0 },
    ...renamedIn36('memory-mlock'),
  }),
  ...renamed(
    'warning-apply-duration',
    'duration',
    '100ms',
    'Duration from which etcd logs the application of a request as slow.',
    {
      lines: { '3.4': 16, '3.5': 0, '3.6': 0 },
    },
  ),
  option(
    'experimental-warning-unary-request-duration',
    'duration',
    '300ms',
    'Duration from which etcd logs a request as slow.',
    { lines: { '3.6': 0 }, ...renamedIn36('warning-unary-request-duration') },
  ),
  option(
    'experimental-txn-mode-write-with-shared-buffer',
    'boolean',
    'true',
    'Write transactions use a shared buffer for their read checks.',
    { lines: { '3.5': 0, '3.6': 0 }, ...gate('TxnModeWriteWithSharedBuffer') },
  ),
  ...renamed(
    'bootstrap-defrag-threshold-megabytes',
    'integer',
    '0',
    'Megabytes that defragmentation must free for etcd to defragment at start; 0 turns it off.',
    { lines: { '3.5': 0, '3.6': 0 } },
  ),
  option(
    'experimental-stop-grpc-service-on-defrag',
    'boolean',
    'false',
    'Serves no clients during defragmentation.',
    { lines: { '3.5': 14, '3.6': 0 }, ...gate('StopGRPCServiceOnDefrag') },
  ),
  ...renamed(
    'snapshot-catchup-entries',
    'integer',
    '5000',
    'Number of raft log entries that a slow follower can still read after a snapshot.',
    // The key in the file has one dash more than the flag, a mistake in etcd (server/embed/config.go).
    { lines: { '3.5': 14, '3.6': 0 }, file: topLevel('experimental-snapshot-catch-up-entries') },
  ),
  option('max-learners', 'integer', '1', 'Maximum number of learners in the cluster.', { lines: SINCE_3_6 }),
]

/** An option with its name since 3.6, and with its experimental name before, which `experimental` describes. */
function renamed(
  name: string,
  type: EtcdOption['type'],
  byDefault: string,
  about: string,
  experimental: Pick<EtcdOption, 'lines'> & Partial<Pick<EtcdOption, 'file'>>,
): readonly EtcdOption[] {
  return [
    option(name, type, byDefault, about, { lines: SINCE_3_6 }),
    option(`experimental-${name}`, type, byDefault, about, { ...experimental, ...renamedIn36(name) }),
  ]
}
