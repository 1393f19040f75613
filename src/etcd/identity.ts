import { hash } from 'node:crypto'

/**
 * The ID of one of a cluster's first members. A member that is added later gets another ID.
 * Source: etcd, server/etcdserver/api/membership/member.go, computeMemberID.
 *
 * @param token the cluster's token (initial-cluster-token)
 */
export function memberId(peerUrl: string, token: string): bigint {
  return firstBytes(Buffer.from(`${peerUrl}${token}`))
}

/**
 * The ID of the cluster that these members form. It stays the same when members join or leave. Source: etcd,
 * server/etcdserver/api/membership/cluster.go, genID.
 */
export function clusterId(members: readonly bigint[]): bigint {
  const sorted = members.toSorted((one, other) => (one < other ? -1 : 1))
  const bytes = Buffer.alloc(8 * sorted.length)
  for (const [index, id] of sorted.entries()) bytes.writeBigUInt64BE(id, 8 * index)
  return firstBytes(bytes)
}

function firstBytes(bytes: Buffer): bigint {
  return hash('sha1', bytes, 'buffer').readBigUInt64BE(0)
}
