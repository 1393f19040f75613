import type { Cluster, Member } from '../cluster/cluster.ts'

/** An SRV record: its name without a dot at the end, and the name and port of a member. */
export type SrvRecord = { readonly name: string; readonly target: string; readonly port: number }

/** The services that etcd and its clients look up: over TLS, and without, which must not be there. */
const SERVICES = { peer: 'etcd-server', client: 'etcd-client' } as const

/**
 * The SRV records by which etcd and its clients find the members (etcd, client/pkg/srv/srv.go). A record leads to a name, so
 * clients have them if all client URLs have one.
 */
export function srvRecords(cluster: Cluster): SrvRecord[] {
  const purposes = (['peer', 'client'] as const).filter((purpose) =>
    cluster.members.every((member) => member[purpose].host.family === 'dns'),
  )
  return purposes.flatMap((purpose) => cluster.members.map((member) => recordOf(cluster, member, purpose)))
}

/** The names that may have no SRV records: etcd would take what they name for members without TLS. */
export function emptyRecordNames(cluster: Cluster): string[] {
  return Object.values(SERVICES).map((service) => recordName(cluster, service))
}

function recordOf(cluster: Cluster, member: Member, purpose: 'peer' | 'client'): SrvRecord {
  const { host, port } = member[purpose]
  return { name: recordName(cluster, `${SERVICES[purpose]}-ssl`), target: host.text, port }
}

function recordName({ discovery }: Cluster, service: string): string {
  if (!discovery) throw new Error('the cluster has no DNS discovery')
  const suffix = discovery.suffix === undefined ? '' : `-${discovery.suffix}`
  return `_${service}${suffix}._tcp.${discovery.domain}`
}

/** The records as a node is to find them, one in a line: the name, the target and the port; a name alone has none. */
export function recordLines(cluster: Cluster): string[] {
  if (!cluster.discovery) return []
  return [
    ...srvRecords(cluster).map(({ name, target, port }) => `${name} ${target} ${port}`),
    ...emptyRecordNames(cluster),
  ]
}
