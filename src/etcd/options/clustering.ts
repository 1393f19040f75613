import { option, SINCE_3_5, SINCE_3_6, topLevel, UNTIL_3_5, UNTIL_3_6 } from './define.ts'
import type { EtcdOption, FileKey } from './option.ts'

// v3 discovery: a client configuration inside etcd's configuration (etcd, v3discovery/discovery.go).
const discovery = (
  place: '' | '.client' | '.client.secure' | '.client.auth',
  key: string,
  form?: FileKey['form'],
) =>
  ({
    lines: SINCE_3_6,
    file: { section: `discovery-config${place}`, key, form: form ?? 'scalar' },
  }) as const

/** Under "Clustering" of `etcd --help`. */
export const CLUSTERING: readonly EtcdOption[] = [
  option(
    'initial-advertise-peer-urls',
    'urls',
    'http://localhost:2380',
    'Peer URLs that the other members use for this member.',
  ),
  option(
    'initial-cluster',
    'list',
    'default=http://localhost:2380',
    'Members that form the cluster, each as name=URL.',
  ),
  option(
    'initial-cluster-state',
    'choice',
    'new',
    'Whether the member forms a new cluster or joins an existing one. etcd uses it only at the first start.',
    { choices: ['new', 'existing'] },
  ),
  option(
    'initial-cluster-token',
    'text',
    'etcd-cluster',
    'Token that keeps members of different clusters apart. etcd uses it only when the cluster forms.',
  ),
  option(
    'advertise-client-urls',
    'urls',
    'http://localhost:2379',
    'Client URLs of this member, which etcd tells to clients.',
  ),
  option('discovery', 'url', '', 'URL of a discovery service with API 2.', {
    lines: UNTIL_3_6,
    replacement: 'discovery-endpoints',
  }),
  option(
    'discovery-token',
    'text',
    '',
    'Token of this cluster at the discovery service.',
    discovery('', 'token'),
  ),
  option(
    'discovery-endpoints',
    'list',
    '',
    'Endpoints of the etcd cluster that is the discovery service.',
    discovery('.client', 'endpoints', 'list'),
  ),
  option(
    'discovery-dial-timeout',
    'duration',
    '2s',
    'Timeout for connecting to the discovery service.',
    discovery('.client', 'dial-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-request-timeout',
    'duration',
    '5s',
    'Timeout for a request to the discovery service.',
    discovery('.client', 'request-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-keepalive-time',
    'duration',
    '2s',
    'Interval at which etcd pings the discovery service.',
    discovery('.client', 'keepalive-time', 'nanoseconds'),
  ),
  option(
    'discovery-keepalive-timeout',
    'duration',
    '6s',
    'Time that etcd waits for the answer to such a ping.',
    discovery('.client', 'keepalive-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-insecure-transport',
    'boolean',
    'true',
    'Connects to the discovery service without TLS.',
    discovery('.client.secure', 'insecure-transport'),
  ),
  option(
    'discovery-insecure-skip-tls-verify',
    'boolean',
    'false',
    'Does not verify the certificate of the discovery service.',
    discovery('.client.secure', 'insecure-skip-tls-verify'),
  ),
  option(
    'discovery-cert',
    'path',
    '',
    'Client certificate for the discovery service.',
    discovery('.client.secure', 'cert'),
  ),
  option('discovery-key', 'path', '', 'Private key of that certificate.', discovery('.client.secure', 'key')),
  option(
    'discovery-cacert',
    'path',
    '',
    'CA certificates that verify the discovery service.',
    discovery('.client.secure', 'cacert'),
  ),
  option(
    'discovery-user',
    'text',
    '',
    'User at the discovery service, as user or user:password.',
    discovery('.client.auth', 'username'),
  ),
  option(
    'discovery-password',
    'text',
    '',
    'Password at the discovery service, if discovery-user has none.',
    discovery('.client.auth', 'password'),
  ),
  option(
    'discovery-fallback',
    'choice',
    { '3.4': 'proxy', '3.6': 'exit' },
    'What etcd does if the discovery service fails.',
    {
      choices: { '3.4': ['exit', 'proxy'], '3.6': ['exit'] },
      file: { '3.4': topLevel('discovery-fallback'), '3.6': false },
    },
  ),
  option('discovery-proxy', 'url', '', 'HTTP proxy for the discovery service.', {
    lines: UNTIL_3_6,
  }),
  option('discovery-srv', 'text', '', 'DNS domain whose SRV records name the members.'),
  option('discovery-srv-name', 'text', '', 'Suffix of the service name in these SRV records.'),
  option('strict-reconfig-check', 'boolean', 'true', 'Refuses member changes that would lose the quorum.'),
  option(
    'pre-vote',
    'boolean',
    { '3.4': 'false', '3.5': 'true' },
    'A member starts an election only if it can win it, so that a member that comes back does not disturb the cluster.',
  ),
  option(
    'auto-compaction-retention',
    'text',
    '0',
    'Old revisions to keep: a duration (hours, if it has no unit) or a number of revisions; 0 keeps all.',
  ),
  option(
    'auto-compaction-mode',
    'choice',
    'periodic',
    'Whether auto-compaction-retention is a duration or a number of revisions.',
    { choices: ['periodic', 'revision'], defaultInFile: { '3.4': '', '3.6': 'periodic' } },
  ),
  option('enable-v2', 'boolean', 'false', 'Serves API 2.', {
    lines: UNTIL_3_5,
    deprecated: '3.5',
  }),
  option(
    'v2-deprecation',
    'choice',
    { '3.5': 'not-yet', '3.6': 'write-only' },
    'What happens to the data of API 2. From 3.6 on, only write-only-skip-check has an effect.',
    {
      choices: {
        '3.5': ['not-yet', 'write-only', 'write-only-drop-data', 'gone'],
        '3.5.32': ['not-yet', 'write-only', 'write-only-skip-check', 'write-only-drop-data', 'gone'],
        '3.6': ['write-only', 'write-only-drop-data', 'gone'],
        '3.6.13': ['write-only', 'write-only-skip-check', 'write-only-drop-data', 'gone'],
      },
      lines: SINCE_3_5,
      deprecated: '3.6',
    },
  ),
]
