import { ONLY_3_4, option, SINCE_3_5, SINCE_3_6, topLevel } from './define.ts'
import type { EtcdOption } from './option.ts'

// Without a tag in its Go structure until 3.5.10, so no key of this name reached it (etcd, server/embed/config.go).
const socketOption = (key: string) =>
  ({
    lines: SINCE_3_5,
    file: { '3.5': false, '3.5.10': { section: 'socket-options', key, form: 'scalar' } },
  }) as const

/** Under "Member" of `etcd --help`. */
export const MEMBER: readonly EtcdOption[] = [
  option('config-file', 'path', '', 'A file that sets all options; whoever gives it can give no others.', {
    file: false,
  }),
  option('name', 'text', 'default', "The member's name, as initial-cluster has it."),
  // biome-ignore lint/suspicious/noTemplateCurlyInString: etcd's own notation of the default
  option('data-dir', 'path', '${name}.etcd', 'Where the member keeps its data.'),
  option('wal-dir', 'path', '', 'Where the write-ahead log lies, if not in the data directory.'),
  option(
    'snapshot-count',
    'integer',
    { '3.4': '100000', '3.6': '10000' },
    'How many transactions are committed between two snapshots.',
  ),
  option(
    'heartbeat-interval',
    'milliseconds',
    '100',
    'How often a leader tells the others that it is alive.',
  ),
  option(
    'election-timeout',
    'milliseconds',
    '1000',
    'How long a member hears nothing from a leader before it wants to become one; from five heartbeats to 50 s.',
  ),
  option(
    'initial-election-tick-advance',
    'boolean',
    'true',
    'Shortens the first wait for an election after a start.',
  ),
  option('listen-peer-urls', 'urls', 'http://localhost:2380', 'Where the other members are listened to.'),
  option('listen-client-urls', 'urls', 'http://localhost:2379', 'Where clients are listened to.'),
  option(
    'listen-client-http-urls',
    'urls',
    '',
    'Where HTTP is served to clients, which leaves gRPC alone on listen-client-urls.',
    { lines: { '3.4': 25, '3.5': 8, '3.6': 0, '3.7': 0 } },
  ),
  option('max-snapshots', 'integer', '5', 'How many snapshot files are kept; 0 keeps all.', {
    deprecated: '3.6',
  }),
  option('max-wals', 'integer', '5', 'How many files of the write-ahead log are kept; 0 keeps all.'),
  option(
    'memory-mlock',
    'boolean',
    'false',
    'Keeps the memory, the database mapped into it too, out of swap.',
    {
      lines: SINCE_3_6,
    },
  ),
  option(
    'quota-backend-bytes',
    'bytes',
    '0',
    'How large the database may become before writes are refused; 0 stands for 2 GiB.',
  ),
  option('backend-bbolt-freelist-type', 'choice', 'map', 'How the database keeps track of its free pages.', {
    choices: ['array', 'map'],
    lines: SINCE_3_5,
  }),
  option(
    'experimental-backend-bbolt-freelist-type',
    'choice',
    'array',
    'How the database keeps track of its free pages.',
    { choices: ['array', 'map'], lines: ONLY_3_4, replacement: 'backend-bbolt-freelist-type' },
  ),
  option(
    'backend-batch-interval',
    'duration',
    '0s',
    'The longest time before the database commits; 0s stands for 100ms.',
  ),
  option(
    'backend-batch-limit',
    'integer',
    '0',
    'The most operations before the database commits; 0 stands for 10000.',
  ),
  option('max-txn-ops', 'integer', '128', 'How many operations a transaction may have.'),
  option('max-request-bytes', 'bytes', '1572864', "How large a client's request may be."),
  option(
    'max-concurrent-streams',
    'integer',
    '4294967295',
    'How many streams a client may have open at once.',
    {
      lines: { '3.4': 20, '3.5': 5, '3.6': 0, '3.7': 0 },
    },
  ),
  option('grpc-keepalive-min-time', 'duration', '5s', "The shortest time between two of a client's pings."),
  option(
    'grpc-keepalive-interval',
    'duration',
    '2h',
    'How often a silent client is pinged; 0s does not ping.',
  ),
  option(
    'grpc-keepalive-timeout',
    'duration',
    '20s',
    'How long a ping may stay unanswered before the connection is closed; 0s waits for ever.',
  ),
  option(
    'socket-reuse-port',
    'boolean',
    'false',
    'Lets several processes listen on one port.',
    socketOption('reuse-port'),
  ),
  option(
    'socket-reuse-address',
    'boolean',
    'false',
    'Takes an address that an earlier connection still holds.',
    socketOption('reuse-address'),
  ),
  option('enable-grpc-gateway', 'boolean', 'true', 'Serves the API as JSON over HTTP too.', {
    defaultInFile: { '3.4': 'false', '3.5': 'true' },
  }),
  option('raft-read-timeout', 'duration', '5s', 'How long reading from a member may take; at least 5s.', {
    lines: SINCE_3_5,
    file: false,
  }),
  option('raft-write-timeout', 'duration', '5s', 'How long writing to a member may take; at least 5s.', {
    lines: SINCE_3_5,
    file: false,
  }),
  option('feature-gates', 'list', '', 'Features to turn on or off, each as Name=true or Name=false.', {
    lines: SINCE_3_6,
    file: topLevel('feature-gates'),
  }),
]
