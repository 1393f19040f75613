import { ONLY_3_4, option, SINCE_3_5, SINCE_3_6, topLevel } from './define.ts'
import type { EtcdOption } from './option.ts'

// Before 3.5.10, the Go structure had no tag, so a file could not set these keys (etcd, server/embed/config.go).
const socketOption = (key: string) =>
  ({
    lines: SINCE_3_5,
    file: { '3.5': false, '3.5.10': { section: 'socket-options', key, form: 'scalar' } },
  }) as const

/** Under "Member" of `etcd --help`. */
export const MEMBER: readonly EtcdOption[] = [
  option(
    'config-file',
    'path',
    '',
    'Configuration file. If it is set, etcd ignores all flags and variables.',
    {
      file: false,
    },
  ),
  option('name', 'text', 'default', 'Name of the member, as in initial-cluster.'),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: etcd's own notation of the default
  option('data-dir', 'path', '${name}.etcd', 'Data directory of the member.'),
  option('wal-dir', 'path', '', 'Directory of the WAL (write-ahead log), if not in the data directory.'),
  option(
    'snapshot-count',
    'integer',
    { '3.4': '100000', '3.6': '10000' },
    'Number of committed transactions between two snapshots.',
  ),
  option('heartbeat-interval', 'milliseconds', '100', "Interval of the leader's heartbeats."),
  option(
    'election-timeout',
    'milliseconds',
    '1000',
    'Time without a heartbeat after which a member starts an election; from five heartbeats to 50 s.',
  ),
  option(
    'initial-election-tick-advance',
    'boolean',
    'true',
    'Shortens the first election timeout after a start.',
  ),
  option(
    'listen-peer-urls',
    'urls',
    'http://localhost:2380',
    'URLs on which etcd listens for the other members.',
  ),
  option('listen-client-urls', 'urls', 'http://localhost:2379', 'URLs on which etcd listens for clients.'),
  option(
    'listen-client-http-urls',
    'urls',
    '',
    'URLs on which etcd serves HTTP to clients. listen-client-urls then serves only gRPC.',
    { lines: { '3.4': 25, '3.5': 8, ...SINCE_3_6 } },
  ),
  option('max-snapshots', 'integer', '5', 'Number of snapshot files to keep; 0 keeps all.', {
    deprecated: '3.6',
  }),
  option('max-wals', 'integer', '5', 'Number of WAL files to keep; 0 keeps all.'),
  option(
    'memory-mlock',
    'boolean',
    'false',
    "Locks etcd's memory, including the mapped database, so that it is not swapped.",
    {
      lines: SINCE_3_6,
    },
  ),
  option(
    'quota-backend-bytes',
    'bytes',
    '0',
    'Database size at which etcd raises the NOSPACE alarm and refuses writes; 0 means 2 GiB.',
  ),
  option('backend-bbolt-freelist-type', 'choice', 'map', 'How the database stores its list of free pages.', {
    choices: ['array', 'map'],
    lines: SINCE_3_5,
  }),
  option(
    'experimental-backend-bbolt-freelist-type',
    'choice',
    'array',
    'How the database stores its list of free pages.',
    { choices: ['array', 'map'], lines: ONLY_3_4, replacement: 'backend-bbolt-freelist-type' },
  ),
  option(
    'backend-batch-interval',
    'duration',
    '0s',
    'Maximum time before the database commits; 0s means 100ms.',
  ),
  option(
    'backend-batch-limit',
    'integer',
    '0',
    'Maximum number of operations before the database commits; 0 means 10000.',
  ),
  option('max-txn-ops', 'integer', '128', 'Maximum number of operations in a transaction.'),
  option('max-request-bytes', 'bytes', '1572864', "Maximum size of a client's request."),
  option(
    'max-concurrent-streams',
    'integer',
    '4294967295',
    'Maximum number of open streams for each client.',
    {
      lines: { '3.4': 20, '3.5': 5, ...SINCE_3_6 },
    },
  ),
  option('grpc-keepalive-min-time', 'duration', '5s', 'Minimum time between two pings of a client.'),
  option(
    'grpc-keepalive-interval',
    'duration',
    '2h',
    'Interval at which etcd pings an idle client; 0s turns it off.',
  ),
  option(
    'grpc-keepalive-timeout',
    'duration',
    '20s',
    'Time without an answer to a ping after which etcd closes the connection; 0s means no limit.',
  ),
  option(
    'socket-reuse-port',
    'boolean',
    'false',
    'Lets several processes listen on one port (SO_REUSEPORT).',
    socketOption('reuse-port'),
  ),
  option(
    'socket-reuse-address',
    'boolean',
    'false',
    'Binds to an address that is in the state TIME_WAIT (SO_REUSEADDR).',
    socketOption('reuse-address'),
  ),
  option('enable-grpc-gateway', 'boolean', 'true', 'Also serves the API as JSON over HTTP.', {
    defaultInFile: { '3.4': 'false', '3.5': 'true' },
  }),
  option('raft-read-timeout', 'duration', '5s', 'Timeout for reading from another member; at least 5s.', {
    lines: SINCE_3_5,
    file: false,
  }),
  option('raft-write-timeout', 'duration', '5s', 'Timeout for writing to another member; at least 5s.', {
    lines: SINCE_3_5,
    file: false,
  }),
  option('feature-gates', 'list', '', 'Features to turn on or off, each as Name=true or Name=false.', {
    lines: SINCE_3_6,
    file: topLevel('feature-gates'),
  }),
]
