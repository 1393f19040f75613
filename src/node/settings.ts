import type { Cluster, Member, Tls } from '../cluster/cluster.ts'
import { type Endpoint, url } from '../cluster/endpoint.ts'
import { corruptionCheckInterval, corruptionChecks, modernDefaults, type Setting } from '../etcd/intents.ts'
import type { Layout } from '../pki/layout.ts'
import { pkiPaths, walDirectory } from './paths.ts'

/** Settings that belong together, and their heading in formats that have comments. */
export type SettingGroup = { readonly heading: string; readonly settings: readonly Setting[] }

/** All settings of one member's etcd, in the order in which they are printed. */
export function memberSettings(cluster: Cluster, member: Member): SettingGroup[] {
  const { extraOptions } = cluster
  const gates = extraOptions.filter(({ option }) => option === 'feature-gates')
  const others = extraOptions.filter(({ option }) => option !== 'feature-gates')
  const groups = [
    ...ownSettings(cluster, member),
    { heading: 'Other options from the spec.', settings: [...gates, ...others] },
  ]
  return withGatesInOne(groups).filter(({ settings }) => settings.length > 0)
}

/** One option holds all feature gates: those that the spec writes and those that follow from it. */
function withGatesInOne(groups: readonly SettingGroup[]): SettingGroup[] {
  const isGates = ({ option }: Setting) => option === 'feature-gates'
  const value = groups
    .flatMap(({ settings }) => settings.filter(isGates).map((gates) => gates.value))
    .join(',')
  const first = groups.find(({ settings }) => settings.some(isGates))
  return groups.map((group) => ({
    heading: group.heading,
    settings: group.settings
      .filter((setting) => !isGates(setting) || group === first)
      .map((setting) => (isGates(setting) ? { option: setting.option, value } : setting)),
  }))
}

function ownSettings(cluster: Cluster, member: Member): SettingGroup[] {
  const { paths, tuning, tls, logging, metricsLevel, version, extraOptions } = cluster
  const isUnchosen = ({ option }: Setting) => extraOptions.every((other) => other.option !== option)
  const urls = (listeners: readonly Endpoint[]) => listeners.map(url).join(',')
  return [
    {
      heading: 'This member.',
      settings: [
        { option: 'name', value: member.memberName },
        { option: 'data-dir', value: paths.data },
        ...optional('wal-dir', paths.wal && walDirectory(cluster)),
        { option: 'listen-peer-urls', value: urls(member.listeners.peer) },
        { option: 'listen-client-urls', value: urls(member.listeners.client) },
        { option: 'advertise-client-urls', value: url(member.client) },
        { option: 'listen-metrics-urls', value: urls(member.metrics) },
      ],
    },
    {
      heading: 'The cluster as it is first formed. A member with data does not read these again.',
      settings: [
        { option: 'initial-advertise-peer-urls', value: url(member.peer) },
        ...foundingMembers(cluster),
        { option: 'initial-cluster-state', value: 'new' },
        { option: 'initial-cluster-token', value: cluster.token },
      ],
    },
    tls ? tlsSettings(tls, member) : { heading: PLAIN_HEADING, settings: [NO_GATEWAY].filter(isUnchosen) },
    {
      heading: 'Tuning.',
      settings: [
        { option: 'heartbeat-interval', value: String(tuning.heartbeatMilliseconds) },
        { option: 'election-timeout', value: String(tuning.electionMilliseconds) },
        { option: 'pre-vote', value: String(tuning.preVote) },
        { option: 'quota-backend-bytes', value: String(tuning.quotaBytes) },
        { option: 'max-request-bytes', value: String(tuning.maxRequestBytes) },
        { option: 'auto-compaction-mode', value: tuning.compaction.mode },
        { option: 'auto-compaction-retention', value: tuning.compaction.retention },
        { option: 'snapshot-count', value: String(tuning.snapshotCount) },
        ...(tuning.corruptionChecks ? corruptionChecks(version) : []),
        ...(tuning.corruptionCheckInterval === undefined
          ? []
          : [corruptionCheckInterval(version, tuning.corruptionCheckInterval)]),
      ],
    },
    {
      heading: 'Logs and metrics.',
      settings: [
        ...modernDefaults(version).filter(({ option }) => tls || option !== NO_GATEWAY.option),
        { option: 'log-level', value: logging.level },
        ...(logging.format === DEFAULT_LOG_FORMAT ? [] : [{ option: 'log-format', value: logging.format }]),
        { option: 'log-outputs', value: logging.outputs.join(',') },
        { option: 'metrics', value: metricsLevel },
      ],
    },
  ]
}

/** How the members that form the cluster find each other. etcd takes one way only (etcd, embed/config.go, Validate). */
function foundingMembers({ discovery, members }: Cluster): Setting[] {
  if (!discovery)
    return [
      {
        option: 'initial-cluster',
        value: members.map(({ memberName, peer }) => `${memberName}=${url(peer)}`).join(','),
      },
    ]
  return [
    { option: 'discovery-srv', value: discovery.domain },
    ...optional('discovery-srv-name', discovery.suffix),
  ]
}

const PLAIN_HEADING =
  'Plain HTTP: no JSON gateway, because every web page in a browser on this machine could use it.'

/** etcd answers JSON with "Access-Control-Allow-Origin: *" (etcd, op-guide/configuration.md, --cors). */
const NO_GATEWAY: Setting = { option: 'enable-grpc-gateway', value: 'false' }

function tlsSettings(tls: Tls, member: Member): SettingGroup {
  const paths = pkiPaths(tls, member)
  return {
    heading: TLS_HEADINGS[tls.subjects.layout],
    settings: [
      { option: 'cert-file', value: paths.server.certificate },
      { option: 'key-file', value: paths.server.key },
      { option: 'trusted-ca-file', value: paths.clientAuthority },
      { option: 'client-cert-auth', value: 'true' },
      { option: 'peer-cert-file', value: paths.peer.certificate },
      { option: 'peer-key-file', value: paths.peer.key },
      { option: 'peer-trusted-ca-file', value: paths.peerAuthority },
      { option: 'peer-client-cert-auth', value: 'true' },
      ...optional('tls-min-version', tls.minVersion),
      ...optional('tls-max-version', tls.maxVersion),
      ...optional('cipher-suites', tls.cipherSuites.join(',') || undefined),
    ],
  }
}

/** What a layout of the PKI means for a member. */
const TLS_HEADINGS: Readonly<Record<Layout, string>> = {
  'separate-ca': 'TLS: one CA for clients and servers, another one for peers.',
  'single-ca': 'TLS: one CA for clients, servers and peers.',
  'shared-certificate':
    'TLS: all members share one certificate for servers and peers. Its CA is the CA of clients.',
}

/** Versions before 3.6 have no option for it and write JSON. */
const DEFAULT_LOG_FORMAT = 'json'

function optional(option: string, value: string | undefined): Setting[] {
  return value === undefined ? [] : [{ option, value }]
}
