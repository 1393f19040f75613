import { dirname } from 'node:path/posix'
import type { Cluster, Member } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { binariesOf, variableOf } from '../etcd/options.ts'
import { MACHINES } from '../etcd/releases.ts'
import { environmentValue } from '../render/escape.ts'
import { type CertificateOf, nodeFiles } from './files.ts'
import { nodePaths } from './paths.ts'
import type { NodeDirectory, NodeState, Release } from './state.ts'

/** The desired state of every node. */
export function resolveNodes(cluster: Cluster, certificateOf: CertificateOf): NodeState[] {
  return cluster.members.map((member) => resolveNode(cluster, member, certificateOf))
}

function resolveNode(cluster: Cluster, member: Member, certificateOf: CertificateOf): NodeState {
  const paths = nodePaths(cluster)
  const release = resolveRelease(cluster)
  const credentials = {
    ETCDCTL_CACERT: paths.clientAuthority,
    ETCDCTL_CERT: paths.rootCertificate,
    ETCDCTL_KEY: paths.rootKey,
  }
  const etcdctl = { ...credentials, ETCDCTL_ENDPOINTS: url(member.localClient) }
  // A variable beside a flag is fatal to etcdctl, and people do write --endpoints: without it, 127.0.0.1:2379 is asked.
  const forPeople = member.client.port === 2379 ? credentials : etcdctl
  return {
    name: member.name,
    account: { ...cluster.account, home: cluster.paths.data },
    release,
    directories: resolveDirectories(cluster),
    files: nodeFiles(cluster, member, certificateOf, forPeople),
    links: binariesOf(cluster.version).map((binary) => ({
      path: `${cluster.paths.binaries}/${binary}`,
      target: `${release.directory}/${binary}`,
    })),
    unit: 'etcd.service',
    member: {
      dataDirectory: cluster.paths.data,
      joinedFile: paths.joinedFile,
      configurationFile: paths.environmentFile,
      tokenLine: `${variableOf('initial-cluster-token')}=${environmentValue(cluster.token)}`,
      startedFile: paths.startedFile,
      ports: [member.client.port, member.peer.port, member.metrics.port],
      token: cluster.token,
      peerUrl: url(member.peer),
      etcdctl: `${cluster.paths.binaries}/etcdctl`,
    },
    etcdctl,
  }
}

function resolveRelease({ version, paths, archives }: Cluster): Release {
  return {
    version,
    directory: `${paths.releases}/v${version}`,
    archives: archives.map(({ architecture, url, checksum }) => ({
      machine: MACHINES[architecture],
      url,
      checksum,
      folder: `etcd-v${version}-linux-${architecture}`,
    })),
  }
}

/** Directories that belong to the system: files go into them, but their owner and mode are none of our business. */
const SYSTEM_DIRECTORIES: ReadonlySet<string> = new Set([
  '/etc',
  '/etc/default',
  '/etc/sysconfig',
  '/opt',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
])

function resolveDirectories({ paths, account }: Cluster): NodeDirectory[] {
  const shared = new Set([
    paths.binaries,
    paths.releases,
    dirname(paths.environmentFile),
    paths.configuration,
  ])
  return [
    ...[...shared]
      .filter((path) => !SYSTEM_DIRECTORIES.has(path) && path !== paths.pki)
      .map((path) => ({ path, owner: 'root', group: 'root', mode: 0o755 })),
    { path: paths.pki, owner: 'root', group: account.group, mode: 0o750 },
    { path: paths.data, owner: account.user, group: account.group, mode: 0o700 },
  ]
}
