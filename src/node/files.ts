import { basename } from 'node:path/posix'
import type { Cluster, Member } from '../cluster/cluster.ts'
import type { Endpoint } from '../cluster/endpoint.ts'
import { isEvery } from '../cluster/purposes.ts'
import { minorOf } from '../etcd/releases.ts'
import { isLoopback } from '../ip-address.ts'
import { shellWord } from '../render/escape.ts'
import { plainDocument, render } from '../render/render.ts'
import { asking } from './asking.ts'
import { type CertificateOf, clientFiles, memberFiles } from './credentials.ts'
import { publicText } from './file.ts'
import { markerLine } from './marker.ts'
import {
  areOnPath,
  authorityPaths,
  joinedLine,
  logDirectories,
  memberKeys,
  type NodePaths,
  nodePaths,
  READ_AT_START_ONLY,
  stores,
  walDirectory,
} from './paths.ts'
import type { Configuration, NodeFile } from './state.ts'

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
    publicText(paths.etcdctlFile, renderEtcdctl(cluster, etcdctl)),
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

/** The script that etcd's unit asks; how the other members know this one is decided where bootstrap.sh decides it too. */
function renderGuard(cluster: Cluster, member: Member): string {
  const { run, joiningDropIn } = nodePaths(cluster)
  const settings = render('nodes/may-start.sh', {
    ...asking(cluster, member),
    ...run,
    nodeName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
    walDirectory: walDirectory(cluster),
    joiningDropIn,
  })
  return [settings, render('bundle/script/members.sh', run), plainDocument('nodes/may-start-end.sh')].join('')
}

/** Path units start something at the first of several files; this waits for all of them. */
function renderKeysUnit(cluster: Cluster, member: Member): string {
  const keys = memberKeys(cluster, member)
  const unitName = basename(nodePaths(cluster).unit)
  const areHere = keys.map((path) => `test -s ${shellWord(path)}`).join(' && ')
  return render('nodes/etcd-keys.service', {
    nodeName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
    memberKeys: keys,
    unitName,
    waitForKeys: `until ${areHere}; do sleep 1; done; exec systemctl start --no-block ${unitName}`,
  })
}

function renderUnit(cluster: Cluster, member: Member, configuration: Configuration): string {
  const paths = nodePaths(cluster)
  const awaited = waitForAddresses(member)
  // Certificates and keys of the member itself are not among these: etcd reads them anew at every handshake.
  const startedFrom = [
    paths.unit,
    ...(configuration.file ? [configuration.file.path] : []),
    ...authorityPaths(cluster),
  ]
  return render('nodes/etcd.service', {
    ...paths,
    ...cluster.account,
    ...cluster.systemd,
    nodeName: member.name,
    clusterName: cluster.name,
    markerLine: markerLine(cluster.name),
    minor: minorOf(cluster.version),
    withKeys: cluster.tls !== undefined,
    keysUnitName: basename(paths.keysUnit),
    memberKeys: memberKeys(cluster, member),
    hasGuard: hasOthers(cluster),
    hasToWait: awaited !== '',
    awaited,
    environmentFiles: configuration.environmentFiles,
    arguments: configuration.arguments,
    walDirectory: walDirectory(cluster),
    stores: stores(cluster),
    writable: [...stores(cluster), ...logDirectories(cluster)],
    recordJoined: `echo ${shellWord(joinedLine(cluster))} > ${paths.joinedFile}`,
    recordStart: recordStart(paths, startedFrom),
    forgetStart: forgetStart(paths),
  })
}

const mustBeThere = (host: Endpoint['host']) =>
  host.family !== 'dns' && !isEvery(host) && !isLoopback(host.text)

/**
 * Waits for the addresses on which etcd listens, virtual ones aside; an IPv6 address cannot be used while the kernel looks for a duplicate.
 * Without `ip`, nobody can tell. It needs more than the sandbox of etcd: it drops its capabilities (iproute2, lib/utils.c, drop_cap).
 */
function waitForAddresses({ listeners, metrics, virtualAddresses }: Member): string {
  const hosts = [...listeners.peer, ...listeners.client, ...metrics].map(({ host }) => host)
  const awaited = new Set(hosts.filter(mustBeThere).map(({ text }) => text))
  for (const address of virtualAddresses) awaited.delete(address)
  if (awaited.size === 0) return ''
  return `for a in ${[...awaited].join(' ')}; do until [ "$(ip -o a s to $a -tentative 2>&1)" ]; do echo etcd waits for the address $a; sleep 2; done; done`
}

/**
 * Records what the start is made from: the program, and of the other files and of the unit's drop-ins what a running member
 * depends on. The drop-in with which a member joins is there for one start only.
 */
function recordStart(
  { program, startedFile, unit, joiningDropIn }: NodePaths,
  files: readonly string[],
): string {
  const dropIns = `$(systemctl show --property=DropInPaths --value ${basename(unit)} | tr ' ' '\\n' | grep -vxF ${joiningDropIn})`
  const digest = `$(grep -viE ${shellWord(READ_AT_START_ONLY)} "$file" | sha256sum | cut -c-64)`
  return [
    `{ sha256sum --binary ${shellWord(program)}`,
    `for file in ${files.map(shellWord).join(' ')} ${dropIns}; do echo "${digest}  $file"; done; } > ${startedFile}`,
  ].join('; ')
}

/** A member that its cluster has removed exits with 0 by itself, which no stop does: it stays down at the next boot too. */
function forgetStart({ startedFile, unit }: NodePaths): string {
  const hasEnded = '[ "$EXIT_CODE $EXIT_STATUS" = "exited 0" ]'
  return `rm -f ${startedFile}; if ${hasEnded}; then systemctl disable ${basename(unit)}; fi`
}

function renderEtcdctl(cluster: Cluster, etcdctl: Readonly<Record<string, string>>): string {
  const hasOwnPrograms = !areOnPath(cluster)
  return render('nodes/etcdctl.env', {
    path: nodePaths(cluster).etcdctlFile,
    hasOwnPrograms,
    binaries: cluster.paths.binaries,
    needed: hasOwnPrograms || Object.keys(etcdctl).length > 0,
    asRoot: 'ETCDCTL_CERT' in etcdctl,
    variables: variablesOf(etcdctl),
  })
}

/** Variables as templates take them. */
function variablesOf(variables: Readonly<Record<string, string>>) {
  return Object.entries(variables).map(([name, value]) => ({ name, value }))
}
