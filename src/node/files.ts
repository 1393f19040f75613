import type { Cluster, Member } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { clusterId, memberId } from '../etcd/identity.ts'
import { minorOf } from '../etcd/releases.ts'
import { LAYOUTS } from '../pki/layout.ts'
import { shellWord } from '../render/escape.ts'
import { render } from '../render/render.ts'
import { type CertificateOf, clientFiles, credentialFiles } from './credentials.ts'
import { publicText } from './file.ts'
import { joinedLine, logDirectories, nodePaths, otherClients, stores, walDirectory } from './paths.ts'
import type { Configuration, NodeFile } from './state.ts'
import { JOINING } from './styles/joining.ts'

/**
 * The files of one node, in the order in which they are laid down: each certificate before its key.
 *
 * @param etcdctl the environment in which etcdctl reaches the member
 */
export function nodeFiles(
  cluster: Cluster,
  member: Member,
  certificateOf: CertificateOf,
  configuration: Configuration,
  etcdctl: Readonly<Record<string, string>>,
): NodeFile[] {
  const paths = nodePaths(cluster)
  const { user, group } = cluster.account
  const { clientAuthority, peerAuthority, certificatesOf } = LAYOUTS[cluster.subjects.layout]
  const { server, peer } = certificatesOf(member.name)
  const files = credentialFiles(certificateOf)
  return withoutRepeats([
    files.authority(paths.clientAuthority, clientAuthority),
    files.authority(paths.peerAuthority, peerAuthority),
    ...files.pair({ certificate: paths.serverCertificate, key: paths.serverKey }, server, user, group),
    ...files.pair({ certificate: paths.peerCertificate, key: paths.peerKey }, peer, user, group),
    ...files.pair({ certificate: paths.rootCertificate, key: paths.rootKey }, 'clients/root', 'root', 'root'),
    ...clientFiles(cluster, member.installs, certificateOf),
    publicText(paths.etcdctlFile, renderEtcdctl(paths.etcdctlFile, etcdctl)),
    ...(configuration.file ? [configuration.file] : []),
    ...(hasOthers(cluster) ? [publicText(paths.guard, renderGuard(cluster, member))] : []),
    publicText(paths.keysUnit, renderKeysUnit(cluster, member)),
    publicText(paths.unit, renderUnit(cluster, member, configuration)),
  ])
}

/** Servers and peers may share their authority and their certificate, and clients the servers' authority. */
function withoutRepeats(files: readonly NodeFile[]): NodeFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

const hasOthers = ({ members }: Cluster): boolean => members.length > 1

function renderGuard(cluster: Cluster, member: Member): string {
  const idOf = ({ peer }: Member) => memberId(url(peer), cluster.token)
  return render('nodes/may-start.sh', {
    ...nodePaths(cluster),
    memberName: member.name,
    clusterName: cluster.name,
    walDirectory: walDirectory(cluster),
    joiningDropIn: JOINING.dropIn,
    etcdctl: `${cluster.paths.binaries}/etcdctl`,
    others: otherClients(cluster, member).join(','),
    clusterId: String(clusterId(cluster.members.map(idOf))),
    memberId: String(idOf(member)),
  })
}

/** The keys without which a member cannot start. */
export function memberKeys(cluster: Cluster): string[] {
  const { serverKey, peerKey } = nodePaths(cluster)
  return [...new Set([serverKey, peerKey])]
}

/** Path units start something at the first of several files; this waits for all of them. */
function renderKeysUnit(cluster: Cluster, member: Member): string {
  const keys = memberKeys(cluster)
  const areHere = keys.map((path) => `test -s ${shellWord(path)}`).join(' && ')
  return render('nodes/etcd-keys.service', {
    memberName: member.name,
    clusterName: cluster.name,
    memberKeys: keys,
    waitForKeys: `until ${areHere}; do sleep 1; done; exec systemctl start --no-block etcd.service`,
  })
}

function renderUnit(cluster: Cluster, member: Member, configuration: Configuration): string {
  const paths = nodePaths(cluster)
  // Certificates and keys of the member itself are not among these: etcd reads them anew at every handshake.
  const startedFrom = [
    paths.program,
    paths.unit,
    ...(configuration.file ? [configuration.file.path] : []),
    ...new Set([paths.clientAuthority, paths.peerAuthority]),
  ]
  return render('nodes/etcd.service', {
    ...paths,
    ...cluster.account,
    ...cluster.systemd,
    memberName: member.name,
    clusterName: cluster.name,
    minor: minorOf(cluster.version),
    memberKeys: memberKeys(cluster),
    guards: hasOthers(cluster) ? [paths.guard] : [],
    environmentFiles: configuration.environmentFiles,
    arguments: configuration.arguments,
    walDirectory: walDirectory(cluster),
    stores: stores(cluster),
    writable: [...stores(cluster), ...logDirectories(cluster)],
    recordJoined: `echo ${shellWord(joinedLine(cluster.token))} > ${paths.joinedFile}`,
    recordStart: `sha256sum ${startedFrom.map(shellWord).join(' ')} > ${paths.startedFile}`,
  })
}

function renderEtcdctl(path: string, etcdctl: Readonly<Record<string, string>>): string {
  const variables = Object.entries(etcdctl).map(([name, value]) => ({ name, value }))
  return render('nodes/etcdctl.env', { path, variables })
}
