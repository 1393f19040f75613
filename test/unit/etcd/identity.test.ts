import { describe, expect, it } from 'vitest'
import { clusterId, memberId } from '../../../src/etcd/identity.ts'

describe('the id of a member', () => {
  // As `etcdctl member list` has shown them.
  it.each([
    ['http://127.0.0.1:2380', 'etcd-cluster-0', '6702b0a34e2cfd39'],
    ['https://10.240.0.10:2380', 'etcd-cluster-0', 'f98dc20bce6225a0'],
    ['https://141.22.30.35:2380', 'etcd-cluster-0', '3d0fa8ceae1b7a61'],
  ])('at %s in %s', (peerUrl, token, want) => {
    expect(memberId(peerUrl, token).toString(16)).toBe(want)
  })
})

describe('the id of a cluster', () => {
  it('is the one that etcd 3.4.23 has given its own', () => {
    const member = memberId('http://127.0.0.1:23801', 'tok')
    expect(member).toBe(4627081221937520288n)
    expect(clusterId([member])).toBe(2478302587001825083n)
  })

  it('does not depend on the order of its members', () => {
    const members = [3n, 2n ** 64n - 1n, 7n]
    expect(clusterId(members)).toBe(clusterId(members.toReversed()))
  })
})
