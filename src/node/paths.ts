import type { Cluster } from '../cluster/cluster.ts'

/** Where the things that quorate puts on a node lie; the same on every node of a cluster. */
export type NodePaths = {
  readonly program: string
  readonly unit: string
  readonly environmentFile: string
  readonly etcdctlFile: string
  readonly joinedFile: string
  readonly startedFile: string
  readonly clientAuthority: string
  readonly peerAuthority: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly peerCertificate: string
  readonly peerKey: string
  readonly rootCertificate: string
  readonly rootKey: string
}

/** The paths of a cluster's nodes. */
export function nodePaths({ paths }: Cluster): NodePaths {
  return {
    program: `${paths.binaries}/etcd`,
    unit: '/etc/systemd/system/etcd.service',
    environmentFile: paths.environmentFile,
    etcdctlFile: `${paths.configuration}/etcdctl.env`,
    joinedFile: `${paths.configuration}/joined`,
    startedFile: '/run/etcd/started.sha256',
    clientAuthority: `${paths.pki}/client-ca.crt`,
    peerAuthority: `${paths.pki}/peer-ca.crt`,
    serverCertificate: `${paths.pki}/server.crt`,
    serverKey: `${paths.pki}/server.key`,
    peerCertificate: `${paths.pki}/peer.crt`,
    peerKey: `${paths.pki}/peer.key`,
    rootCertificate: `${paths.pki}/root.crt`,
    rootKey: `${paths.pki}/root.key`,
  }
}
