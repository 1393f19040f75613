import type { Minor } from './releases.ts'

/** Where the value of an option comes from that quorate sets itself. */
export type Managed = {
  /** The field of the spec that sets it, if there is one. */
  readonly field?: string
  /** Why quorate sets it, if no field does. */
  readonly reason?: string
  /** The only line in which quorate sets it; all lines if absent. */
  readonly only?: Minor
}

const CERTIFICATES: Managed = { field: 'etcd.paths.pki', reason: 'quorate creates the certificates' }
const MUTUAL: Managed = { reason: 'all clients and peers must have a certificate' }

/**
 * The options that a spec sets without `etcd.extraOptions`: all that src/node/settings.ts writes (a test compares the
 * two), and their names in older releases.
 */
const MANAGED: Readonly<Record<string, Managed>> = {
  name: { field: 'nodes[].memberName' },
  'data-dir': { field: 'etcd.paths.data' },
  'wal-dir': { field: 'etcd.paths.wal' },
  'listen-peer-urls': { field: 'nodes[].peer.listen and etcd.ports.peer' },
  'listen-client-urls': { field: 'nodes[].client.listen and etcd.ports.client' },
  'listen-metrics-urls': { field: 'etcd.metrics.listen, nodes[].metrics.listen and etcd.ports.metrics' },
  'advertise-client-urls': { field: 'nodes[].client.advertise and etcd.ports.client' },
  'initial-advertise-peer-urls': { field: 'nodes[].peer.advertise and etcd.ports.peer' },
  'initial-cluster': { field: 'nodes' },
  'discovery-srv': { field: 'etcd.discovery.srv' },
  'discovery-srv-name': { field: 'etcd.discovery.name' },
  'initial-cluster-state': {
    reason: 'members that join a cluster need another value than its first members',
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
  logger: { reason: 'zap is the only logger that all releases have' },
  debug: { field: 'etcd.logging.level' },
  'log-level': { field: 'etcd.logging.level' },
  'log-package-levels': { field: 'etcd.logging.level' },
  'log-format': { field: 'etcd.logging.format' },
  'log-output': { field: 'etcd.logging.outputs' },
  'log-outputs': { field: 'etcd.logging.outputs' },
  metrics: { field: 'etcd.metrics.level' },
  'enable-grpc-gateway': {
    reason:
      'etcd 3.4 turns it off if its configuration file does not mention it, so quorate always writes it',
    only: '3.4',
  },
}

/** The names of all options that quorate sets in any line. */
export const MANAGED_OPTIONS: readonly string[] = Object.keys(MANAGED)

/** Where an option's value comes from in a line; undefined if the user sets it in `etcd.extraOptions`. */
export function managedBy(option: string, minor?: Minor): Managed | undefined {
  const managed = Object.hasOwn(MANAGED, option) ? MANAGED[option] : undefined
  return managed?.only === undefined || managed.only === minor ? managed : undefined
}
