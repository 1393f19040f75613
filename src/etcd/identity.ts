import { createHash } from 'node:crypto'

/**
 * The id of a member of a cluster's first members, by which all of them know it; one that was added later has another.
 * Source: etcd, server/etcdserver/api/membership/member.go, computeMemberID.
 *
 * @param token the cluster's token (initial-cluster-token)
 */
export function memberId(peerUrl: string, token: string): bigint {
  return firstBytes(Buffer.from(`${peerUrl}${token}`))
}

/**
 * The id of the cluster that these members form; it stays when others join or leave. Source: etcd,
 * server/etcdserver/api/membership/cluster.go, genID.
 */
export function clusterId(members: readonly bigint[]): bigint {
  const sorted = members.toSorted((one, other) => (one < other ? -1 : 1))
  const bytes = Buffer.alloc(8 * sorted.length)
  for (const [index, id] of sorted.entries()) bytes.writeBigUInt64BE(id, 8 * index)
  return firstBytes(bytes)
}

function firstBytes(bytes: Buffer): bigint {
  return createHash('sha1').update(bytes).digest().readBigUInt64BE(0)
}
