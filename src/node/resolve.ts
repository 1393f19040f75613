import { basename, dirname } from 'node:path/posix'
import type { Cluster, Member } from '../cluster/cluster.ts'
import { hostAndPort, LOOPBACK_4, url } from '../cluster/endpoint.ts'
import { SYSTEM_DIRECTORIES } from '../spec/system-directories.ts'
import { asking } from './asking.ts'
import { type CertificateOf, etcdctlCredentials, parentsOf } from './credentials.ts'
import { nodeFiles } from './files.ts'
import { identityOf } from './identity.ts'
import { resolveInstallation } from './installation.ts'
import { nameLines } from './names.ts'
import { logDirectories, memberKeys, nodePaths, stores, walDirectory } from './paths.ts'
import { recordLines } from './records.ts'
import { memberSettings } from './settings.ts'
import type { NodeDirectory, NodeState } from './state.ts'
import { OTHER_MEMBERS } from './styles/joining.ts'
import { STYLES } from './styles/styles.ts'

/** The desired state of every node. */
export function resolveNodes(cluster: Cluster, certificateOf: CertificateOf): NodeState[] {
  const shared = resolveShared(cluster)
  return cluster.members.map((member) => resolveNode(cluster, member, certificateOf, shared))
}

/** What is the same on every node, so that it is worked out once. */
function resolveShared(cluster: Cluster) {
  return {
    installation: resolveInstallation(cluster),
    directories: resolveDirectories(cluster),
    ...identityOf(cluster),
  }
}

function resolveNode(
  cluster: Cluster,
  member: Member,
  certificateOf: CertificateOf,
  { installation, directories, tokenFiles, tokenLines }: ReturnType<typeof resolveShared>,
): NodeState {
  const paths = nodePaths(cluster)
  const credentials = etcdctlCredentials(cluster, member)
  const etcdctl = { ...credentials, ETCDCTL_ENDPOINTS: url(member.localClient) }
  // etcdctl exits if a variable and its flag are both set, and people do type --endpoints. Its default is 127.0.0.1:2379.
  const forPeople = hostAndPort(member.localClient) === '127.0.0.1:2379' ? credentials : etcdctl
  const configuration = STYLES[cluster.style].configure({
    ...paths,
    nodeName: member.name,
    clusterName: cluster.name,
    version: cluster.version,
    groups: memberSettings(cluster, member),
    clusterToJoin: `${member.memberName}=${url(member.peer)},${OTHER_MEMBERS}`,
  })
  const files = nodeFiles(cluster, member, certificateOf, configuration, forPeople)
  return {
    name: member.name,
    account: { ...cluster.account, home: cluster.paths.data },
    installation,
    directories,
    parents: parentsOf(member.installs, directories),
    files,
    leftovers: tokenFiles.filter((path) => files.every((file) => file.path !== path)),
    unit: basename(paths.unit),
    member: {
      name: member.memberName,
      clusterName: cluster.name,
      addresses: member.ownAddresses.filter(mayBeMissing),
      names: nameLines(cluster, member),
      records: recordLines(cluster),
      virtualAddresses: member.virtualAddresses,
      dataDirectory: cluster.paths.data,
      walDirectory: walDirectory(cluster),
      keysUnit: basename(paths.keysUnit),
      run: paths.run,
      joinedFile: paths.joinedFile,
      tokenFiles,
      tokenLines,
      joining: configuration.joining,
      joiningAtFirstBoot: configuration.joiningAtFirstBoot,
      startedFile: paths.startedFile,
      ports: [member.client.port, member.peer.port, ...new Set(member.metrics.map(({ port }) => port))],
      token: cluster.token,
      keys: memberKeys(cluster, member),
      asking: asking(cluster, member),
      mountedPaths: cluster.systemd.requiresMountsFor,
      requiredUnits: cluster.systemd.requires,
      etcdctlFile: paths.etcdctlFile,
      trustedCas: files
        .flatMap(({ content }) => (content.kind === 'authority' ? [content.text] : []))
        .join(''),
    },
    etcdctl,
  }
}

/** Every machine answers at all of 127.0.0.0/8, and `ip` shows 127.0.0.1 alone. */
const mayBeMissing = (address: string) => address === LOOPBACK_4.text || !address.startsWith('127.')

function resolveDirectories(cluster: Cluster): NodeDirectory[] {
  const { paths, account, install, style, tls } = cluster
  const shared = new Set([
    paths.binaries,
    ...(install.method === 'package' ? [] : [paths.releases]),
    ...(style === 'env' ? [dirname(paths.environmentFile)] : []),
    ...(style === 'file' ? [dirname(paths.configurationFile)] : []),
    paths.configuration,
  ])
  return [
    ...[...shared]
      .filter((path) => !SYSTEM_DIRECTORIES.has(path) && path !== tls?.directory)
      .map((path) => ({ path, owner: 'root', group: 'root', mode: 0o755 })),
    ...(tls ? [{ path: tls.directory, owner: 'root', group: account.group, mode: 0o750 }] : []),
    ...stores(cluster).map((path) => ({ path, owner: account.user, group: account.group, mode: 0o700 })),
    ...logDirectories(cluster).map((path) => ({
      path,
      owner: account.user,
      group: account.group,
      mode: 0o750,
    })),
  ]
}
