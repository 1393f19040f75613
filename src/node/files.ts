import { basename } from 'node:path/posix'
import type { Cluster, Member } from '../cluster/cluster.ts'
import { minorOf } from '../etcd/releases.ts'
import { shellWord } from '../render/escape.ts'
import { plainDocument, render } from '../render/render.ts'
import { asking } from './asking.ts'
import { type CertificateOf, clientFiles, memberFiles } from './credentials.ts'
import { publicText } from './file.ts'
import { markerLine } from './marker.ts'
import {
  authorityPaths,
  joinedLine,
  logDirectories,
  memberKeys,
  nodePaths,
  stores,
  walDirectory,
} from './paths.ts'
import type { Configuration, NodeFile } from './state.ts'
import { JOINING } from './styles/joining.ts'

/**
 * The files of one node, in the order in which they are written: each certificate before its key.
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
  return withoutRepeats([
    ...memberFiles(cluster, member, certificateOf),
    ...clientFiles(cluster, member.installs, certificateOf),
    publicText(paths.etcdctlFile, renderEtcdctl(paths.etcdctlFile, etcdctl)),
    ...(configuration.file ? [configuration.file] : []),
    ...(hasOthers(cluster) ? [publicText(paths.guard, renderGuard(cluster, member))] : []),
    ...(cluster.tls ? [publicText(paths.keysUnit, renderKeysUnit(cluster, member))] : []),
    publicText(paths.unit, renderUnit(cluster, member, configuration)),
  ])
}

/** Servers and peers can share their CA and their certificate, and clients the servers' CA. */
function withoutRepeats(files: readonly NodeFile[]): NodeFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()]
}

const hasOthers = ({ members }: Cluster): boolean => members.length > 1

/** The script that etcd.service asks; how the other members know this one is decided where bootstrap.sh decides it too. */
function renderGuard(cluster: Cluster, member: Member): string {
  const settings = render('nodes/may-start.sh', {
    ...asking(cluster, member),
    memberName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
    walDirectory: walDirectory(cluster),
    joiningDropIn: JOINING.dropIn,
  })
  return [settings, plainDocument('bundle/script/members.sh'), plainDocument('nodes/may-start-end.sh')].join(
    '',
  )
}

/** Path units start something at the first of several files; this waits for all of them. */
function renderKeysUnit(cluster: Cluster, member: Member): string {
  const keys = memberKeys(cluster)
  const areHere = keys.map((path) => `test -s ${shellWord(path)}`).join(' && ')
  return render('nodes/etcd-keys.service', {
    memberName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
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
    ...authorityPaths(cluster),
  ]
  return render('nodes/etcd.service', {
    ...paths,
    ...cluster.account,
    ...cluster.systemd,
    memberName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
    minor: minorOf(cluster.version),
    withKeys: cluster.tls !== undefined,
    keysUnitName: basename(paths.keysUnit),
    memberKeys: memberKeys(cluster),
    hasGuard: hasOthers(cluster),
    environmentFiles: configuration.environmentFiles,
    arguments: configuration.arguments,
    walDirectory: walDirectory(cluster),
    stores: stores(cluster),
    writable: [...stores(cluster), ...logDirectories(cluster)],
    recordJoined: `echo ${shellWord(joinedLine(cluster))} > ${paths.joinedFile}`,
    recordStart: `sha256sum ${startedFrom.map(shellWord).join(' ')} > ${paths.startedFile}`,
  })
}

function renderEtcdctl(path: string, etcdctl: Readonly<Record<string, string>>): string {
  return render('nodes/etcdctl.env', {
    path,
    needed: Object.keys(etcdctl).length > 0,
    asRoot: 'ETCDCTL_CERT' in etcdctl,
    variables: variablesOf(etcdctl),
  })
}

/** Variables as templates take them. */
function variablesOf(variables: Readonly<Record<string, string>>) {
  return Object.entries(variables).map(([name, value]) => ({ name, value }))
}
