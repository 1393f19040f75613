import type { Minor } from './releases.ts'

/** Who decides about an option that quorate sets by itself. */
export type Managed = {
  /** The field of the spec that it follows from, where there is one. */
  readonly field?: string
  /** Why quorate sets it, where no field does. */
  readonly reason?: string
  /** The line that quorate sets it in, where that is not all of them. */
  readonly only?: Minor
}

const CERTIFICATES: Managed = { field: 'etcd.paths.pki', reason: 'quorate makes the certificates' }
const MUTUAL: Managed = { reason: 'everyone who connects has to show a certificate' }

/**
 * The options that a spec sets by other means than `etcd.extraOptions`: all that src/node/settings.ts writes, which a
 * test holds this table against, and those of older releases that do the same.
 */
const MANAGED: Readonly<Record<string, Managed>> = {
  name: { field: 'nodes[].name' },
  'data-dir': { field: 'etcd.paths.data' },
  'wal-dir': { field: 'etcd.paths.wal' },
  'listen-peer-urls': { field: 'nodes[].address with etcd.ports.peer' },
  'listen-client-urls': { field: 'nodes[].address with etcd.ports.client' },
  'listen-metrics-urls': { field: 'etcd.metrics.listen with etcd.ports.metrics' },
  'advertise-client-urls': { field: 'nodes[].address with etcd.ports.client' },
  'initial-advertise-peer-urls': { field: 'nodes[].address with etcd.ports.peer' },
  'initial-cluster': { field: 'nodes' },
  'initial-cluster-state': {
    reason: 'a member that joins a cluster needs another value than those that found it',
  },
  'initial-cluster-token': { field: 'etcd.token' },
  'cert-file': CERTIFICATES,
  'key-file': CERTIFICATES,
  'trusted-ca-file': CERTIFICATES,
  'ca-file': CERTIFICATES,
  'client-cert-auth': MUTUAL,
  'peer-cert-file': CERTIFICATES,
  'peer-key-file': CERTIFICATES,
  'peer-trusted-ca-file': CERTIFICATES,
  'peer-ca-file': CERTIFICATES,
  'peer-client-cert-auth': MUTUAL,
  'tls-min-version': { field: 'tls.minVersion' },
  'tls-max-version': { field: 'tls.maxVersion' },
  'cipher-suites': { field: 'tls.cipherSuites' },
  'heartbeat-interval': { field: 'etcd.tuning.heartbeatInterval' },
  'election-timeout': { field: 'etcd.tuning.electionTimeout' },
  'pre-vote': { field: 'etcd.tuning.preVote' },
  'quota-backend-bytes': { field: 'etcd.tuning.quota' },
  'max-request-bytes': { field: 'etcd.tuning.maxRequestSize' },
  'auto-compaction-mode': { field: 'etcd.tuning.compaction' },
  'auto-compaction-retention': { field: 'etcd.tuning.compactionRetention or compactionRevisions' },
  'snapshot-count': { field: 'etcd.tuning.snapshotCount' },
  'experimental-initial-corrupt-check': { field: 'etcd.tuning.corruptionChecks' },
  'experimental-compact-hash-check-enabled': { field: 'etcd.tuning.corruptionChecks' },
  'experimental-corrupt-check-time': { field: 'etcd.tuning.corruptionCheckInterval' },
  'corrupt-check-time': { field: 'etcd.tuning.corruptionCheckInterval' },
  logger: { reason: 'zap is the one logger that all releases have' },
  debug: { field: 'etcd.logging.level' },
  'log-level': { field: 'etcd.logging.level' },
  'log-package-levels': { field: 'etcd.logging.level' },
  'log-format': { field: 'etcd.logging.format' },
  'log-output': { field: 'etcd.logging.outputs' },
  'log-outputs': { field: 'etcd.logging.outputs' },
  metrics: { field: 'etcd.metrics.level' },
  'enable-grpc-gateway': {
    reason: 'it is told on or off for 3.4, whose configuration file would turn it off by its silence',
    only: '3.4',
  },
}

/** The names of all options that quorate sets, in any line. */
export const MANAGED_OPTIONS: readonly string[] = Object.keys(MANAGED)

/** Who decides about an option in a line, if it is not the user by `etcd.extraOptions`. */
export function managedBy(option: string, minor?: Minor): Managed | undefined {
  const managed = Object.hasOwn(MANAGED, option) ? MANAGED[option] : undefined
  return managed?.only === undefined || managed.only === minor ? managed : undefined
}
