import { option, renamedIn36, SINCE_3_6, topLevel, UNTIL_3_5, UNTIL_3_6 } from './define.ts'
import type { EtcdOption } from './option.ts'

const gate = (name: string) => renamedIn36(`feature-gates=${name}=true`)

/** Under "Features" of `etcd --help`, "Experimental feature" until 3.6. */
export const FEATURES: readonly EtcdOption[] = [
  option(
    'experimental-initial-corrupt-check',
    'boolean',
    'false',
    "Compares the data with the other members' before it serves anyone.",
    { lines: UNTIL_3_6, ...gate('InitialCorruptCheck') },
  ),
  ...renamed(
    'corrupt-check-time',
    'duration',
    '0s',
    "How often all members' data is compared; 0s never does.",
    {
      lines: UNTIL_3_6,
    },
  ),
  option(
    'experimental-compact-hash-check-enabled',
    'boolean',
    'false',
    'Has the leader compare the hashes that compactions leave.',
    { lines: { '3.5': 5, '3.6': 0 }, ...gate('CompactHashCheck') },
  ),
  ...renamed('compact-hash-check-time', 'duration', '1m', 'How often the leader compares those hashes.', {
    lines: { '3.5': 5, '3.6': 0 },
  }),
  option(
    'experimental-enable-v2v3',
    'text',
    '',
    'The prefix under which the second version of the API is served from the data of the third.',
    { lines: UNTIL_3_5, deprecated: '3.5' },
  ),
  option(
    'experimental-enable-lease-checkpoint',
    'boolean',
    'false',
    'Keeps the time that a lease has left when the leader changes.',
    { lines: UNTIL_3_6, ...gate('LeaseCheckpoint') },
  ),
  option(
    'experimental-enable-lease-checkpoint-persist',
    'boolean',
    'false',
    'Writes that time down too; wants experimental-enable-lease-checkpoint.',
    { lines: { '3.4': 20, '3.5': 2, '3.6': 0 }, ...gate('LeaseCheckpointPersist') },
  ),
  ...renamed(
    'compaction-batch-limit',
    'integer',
    '1000',
    'How many revisions a step of a compaction deletes.',
    {
      lines: UNTIL_3_6,
    },
  ),
  ...renamed(
    'compaction-sleep-interval',
    'duration',
    '10ms',
    'How long a compaction waits between its steps.',
    {
      lines: { '3.5': 16, '3.6': 0 },
    },
  ),
  ...renamed(
    'watch-progress-notify-interval',
    'duration',
    '10m',
    'How often watchers hear how far they are.',
    {
      lines: { '3.4': 11, '3.5': 0, '3.6': 0 },
    },
  ),
  ...renamed(
    'downgrade-check-time',
    'duration',
    '5s',
    'How often it is looked whether a downgrade is done.',
    {
      lines: { '3.5': 0, '3.6': 0 },
    },
  ),
  option('experimental-memory-mlock', 'boolean', 'false', 'Keeps the memory out of swap.', {
    lines: { '3.5': 0, '3.6': 0 },
    ...renamedIn36('memory-mlock'),
  }),
  ...renamed(
    'warning-apply-duration',
    'duration',
    '100ms',
    'From what time on applying a request is logged as slow.',
    {
      lines: { '3.4': 16, '3.5': 0, '3.6': 0 },
    },
  ),
  option(
    'experimental-warning-unary-request-duration',
    'duration',
    '300ms',
    'From what time on a request is logged as slow.',
    { lines: { '3.6': 0 }, ...renamedIn36('warning-unary-request-duration') },
  ),
  option(
    'experimental-txn-mode-write-with-shared-buffer',
    'boolean',
    'true',
    'Lets the checks of a writing transaction share its buffer.',
    { lines: { '3.5': 0, '3.6': 0 }, ...gate('TxnModeWriteWithSharedBuffer') },
  ),
  ...renamed(
    'bootstrap-defrag-threshold-megabytes',
    'integer',
    '0',
    'Defragments at start where that frees at least so many megabytes; 0 never does.',
    { lines: { '3.5': 0, '3.6': 0 } },
  ),
  option(
    'experimental-stop-grpc-service-on-defrag',
    'boolean',
    'false',
    'Serves no client while it defragments.',
    { lines: { '3.5': 14, '3.6': 0 }, ...gate('StopGRPCServiceOnDefrag') },
  ),
  ...renamed(
    'snapshot-catchup-entries',
    'integer',
    '5000',
    'How many entries of the log a slow follower finds after a snapshot.',
    // The key of the file has a dash more than the flag, an oversight of etcd's own (server/embed/config.go).
    { lines: { '3.5': 14, '3.6': 0 }, file: topLevel('experimental-snapshot-catch-up-entries') },
  ),
  option('max-learners', 'integer', '1', 'How many learners the cluster may have.', { lines: SINCE_3_6 }),
]

/** An option under its name of 3.6, and under the experimental one before it, which `experimental` describes. */
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
