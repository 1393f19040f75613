import type { Cluster, Member } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import type { Setting } from '../etcd/options.ts'
import { corruptionChecks, modernDefaults } from '../etcd/options.ts'
import { nodePaths } from './paths.ts'

/** Settings that belong together, under the heading that they get where the format has comments. */
export type SettingGroup = { readonly heading: string; readonly settings: readonly Setting[] }

/** Everything that one member's etcd is told, in the order in which it is printed. */
export function memberSettings(cluster: Cluster, member: Member): SettingGroup[] {
  const { paths, tuning, version } = cluster
  const onNode = nodePaths(cluster)
  const clientUrls = [...new Set([url(member.client), url(member.localClient)])].join(',')
  return [
    {
      heading: 'This member.',
      settings: [
        { option: 'name', value: member.name },
        { option: 'data-dir', value: paths.data },
        { option: 'listen-peer-urls', value: url(member.peer) },
        { option: 'listen-client-urls', value: clientUrls },
        { option: 'advertise-client-urls', value: url(member.client) },
        { option: 'listen-metrics-urls', value: url(member.metrics) },
      ],
    },
    {
      heading: 'The cluster, as it is first formed; a member that has data does not read these again.',
      settings: [
        { option: 'initial-advertise-peer-urls', value: url(member.peer) },
        {
          option: 'initial-cluster',
          value: cluster.members.map((each) => `${each.name}=${url(each.peer)}`).join(','),
        },
        { option: 'initial-cluster-state', value: 'new' },
        { option: 'initial-cluster-token', value: cluster.token },
      ],
    },
    {
      heading: 'TLS: clients and servers under one authority, peers under another.',
      settings: [
        { option: 'cert-file', value: onNode.serverCertificate },
        { option: 'key-file', value: onNode.serverKey },
        { option: 'trusted-ca-file', value: onNode.clientAuthority },
        { option: 'client-cert-auth', value: 'true' },
        { option: 'peer-cert-file', value: onNode.peerCertificate },
        { option: 'peer-key-file', value: onNode.peerKey },
        { option: 'peer-trusted-ca-file', value: onNode.peerAuthority },
        { option: 'peer-client-cert-auth', value: 'true' },
      ],
    },
    {
      heading: 'Tuning.',
      settings: [
        { option: 'heartbeat-interval', value: String(tuning.heartbeatMilliseconds) },
        { option: 'election-timeout', value: String(tuning.electionMilliseconds) },
        { option: 'quota-backend-bytes', value: String(tuning.quotaBytes) },
        { option: 'auto-compaction-mode', value: 'periodic' },
        { option: 'auto-compaction-retention', value: tuning.compactionRetention },
        { option: 'snapshot-count', value: String(tuning.snapshotCount) },
        { option: 'log-level', value: tuning.logLevel },
        ...modernDefaults(version),
        ...(tuning.corruptionChecks ? corruptionChecks(version) : []),
      ],
    },
  ]
}
