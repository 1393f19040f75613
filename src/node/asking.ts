import type { Cluster, Member } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { clusterId, memberId } from '../etcd/identity.ts'
import { pkiPaths } from './paths.ts'

/** How a node asks the members, and what it looks for in their answer. Paths are empty when the cluster has no TLS. */
export type Asking = {
  /** The path of etcdctl. */
  readonly etcdctl: string
  readonly peerUrl: string
  readonly clientUrl: string
  /** The IDs of the cluster and of the member, in decimal, if the members of the spec are the ones that form the cluster. */
  readonly clusterId: string
  readonly memberId: string
  /** The client URLs of the other members, with commas between. */
  readonly others: string
  /** Where the node reaches its own member. */
  readonly ownEndpoint: string
  readonly clientCa: string
  /** The member's own certificate and key, with which it asks the others: those of root may be delivered later. */
  readonly serverCert: string
  readonly serverKey: string
  readonly rootCert: string
  readonly rootKey: string
}

/** How one node asks the members of its cluster. */
export function asking(cluster: Cluster, member: Member): Asking {
  const idOf = ({ peer }: Member) => memberId(url(peer), cluster.token)
  const paths = cluster.tls && pkiPaths(cluster.tls, member)
  return {
    etcdctl: `${cluster.paths.binaries}/etcdctl`,
    peerUrl: url(member.peer),
    clientUrl: url(member.client),
    clusterId: String(clusterId(cluster.members.map(idOf))),
    memberId: String(idOf(member)),
    others: cluster.members
      .filter(({ name }) => name !== member.name)
      .map(({ client }) => url(client))
      .join(','),
    ownEndpoint: url(member.localClient),
    clientCa: paths?.clientAuthority ?? '',
    serverCert: paths?.server.certificate ?? '',
    serverKey: paths?.server.key ?? '',
    rootCert: paths?.root.certificate ?? '',
    rootKey: paths?.root.key ?? '',
  }
}
