import { option, SINCE_3_5, SINCE_3_6, topLevel, UNTIL_3_5, UNTIL_3_6 } from './define.ts'
import type { EtcdOption, FileKey } from './option.ts'

// The third version of discovery: a client's whole configuration within etcd's (etcd, v3discovery/discovery.go).
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
    'Where the other members reach this one.',
  ),
  option(
    'initial-cluster',
    'list',
    'default=http://localhost:2380',
    'The members that found the cluster, each as name=URL.',
  ),
  option(
    'initial-cluster-state',
    'choice',
    'new',
    'Whether the member founds a cluster or joins one; read at its first start only.',
    { choices: ['new', 'existing'] },
  ),
  option(
    'initial-cluster-token',
    'text',
    'etcd-cluster',
    'What tells this cluster from others while it is founded.',
  ),
  option('advertise-client-urls', 'urls', 'http://localhost:2379', 'Where clients reach this member.'),
  option(
    'discovery',
    'url',
    '',
    'Where a discovery service of the second version is asked for the members.',
    {
      lines: UNTIL_3_6,
      replacement: 'discovery-endpoints',
    },
  ),
  option(
    'discovery-token',
    'text',
    '',
    "The cluster's key at the discovery service.",
    discovery('', 'token'),
  ),
  option(
    'discovery-endpoints',
    'list',
    '',
    'The etcd cluster that serves as the discovery service.',
    discovery('.client', 'endpoints', 'list'),
  ),
  option(
    'discovery-dial-timeout',
    'duration',
    '2s',
    'How long connecting to the discovery service may take.',
    discovery('.client', 'dial-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-request-timeout',
    'duration',
    '5s',
    'How long a request to the discovery service may take.',
    discovery('.client', 'request-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-keepalive-time',
    'duration',
    '2s',
    'How often the discovery service is pinged.',
    discovery('.client', 'keepalive-time', 'nanoseconds'),
  ),
  option(
    'discovery-keepalive-timeout',
    'duration',
    '6s',
    'How long such a ping may stay unanswered.',
    discovery('.client', 'keepalive-timeout', 'nanoseconds'),
  ),
  option(
    'discovery-insecure-transport',
    'boolean',
    'true',
    'Speaks to the discovery service without TLS.',
    discovery('.client.secure', 'insecure-transport'),
  ),
  option(
    'discovery-insecure-skip-tls-verify',
    'boolean',
    'false',
    "Does not verify the discovery service's certificate.",
    discovery('.client.secure', 'insecure-skip-tls-verify'),
  ),
  option(
    'discovery-cert',
    'path',
    '',
    "This member's certificate for the discovery service.",
    discovery('.client.secure', 'cert'),
  ),
  option(
    'discovery-key',
    'path',
    '',
    'The private key of that certificate.',
    discovery('.client.secure', 'key'),
  ),
  option(
    'discovery-cacert',
    'path',
    '',
    "The authorities that the discovery service's certificate may come from.",
    discovery('.client.secure', 'cacert'),
  ),
  option(
    'discovery-user',
    'text',
    '',
    'The user at the discovery service, with the password after a colon.',
    discovery('.client.auth', 'username'),
  ),
  option(
    'discovery-password',
    'text',
    '',
    'The password at the discovery service, where discovery-user has none.',
    discovery('.client.auth', 'password'),
  ),
  option(
    'discovery-fallback',
    'choice',
    { '3.4': 'proxy', '3.6': 'exit' },
    'What to do when the discovery service fails.',
    {
      choices: { '3.4': ['exit', 'proxy'], '3.6': ['exit'] },
      file: { '3.4': topLevel('discovery-fallback'), '3.6': false },
    },
  ),
  option('discovery-proxy', 'url', '', 'An HTTP proxy in front of the discovery service.', {
    lines: UNTIL_3_6,
  }),
  option('discovery-srv', 'text', '', 'A DNS domain whose SRV records name the members.'),
  option('discovery-srv-name', 'text', '', 'What the names of those SRV records end with.'),
  option(
    'strict-reconfig-check',
    'boolean',
    'true',
    'Refuses changes of the membership that would cost the quorum.',
  ),
  option(
    'pre-vote',
    'boolean',
    { '3.4': 'false', '3.5': 'true' },
    'Asks the others before an election, so that a member that comes back disturbs nobody.',
  ),
  option(
    'auto-compaction-retention',
    'text',
    '0',
    'How much history is kept: a duration, in hours without a unit, or a number of revisions; 0 keeps all.',
  ),
  option(
    'auto-compaction-mode',
    'choice',
    'periodic',
    'Whether auto-compaction-retention is a time or a number of revisions.',
    { choices: ['periodic', 'revision'], defaultInFile: { '3.4': '', '3.6': 'periodic' } },
  ),
  option('enable-v2', 'boolean', 'false', 'Serves the second version of the API.', {
    lines: UNTIL_3_5,
    deprecated: '3.5',
  }),
  option(
    'v2-deprecation',
    'choice',
    { '3.5': 'not-yet', '3.6': 'write-only' },
    "What becomes of the second version's data; from 3.6 on etcd heeds write-only-skip-check alone.",
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
