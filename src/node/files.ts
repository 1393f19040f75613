import type { Cluster, Member } from '../cluster/cluster.ts'
import { minorOf } from '../etcd/releases.ts'
import { sha256 } from '../render/digest.ts'
import { shellWord } from '../render/escape.ts'
import { render } from '../render/render.ts'
import { keyFile, publicFile, publicText } from './file.ts'
import { joinedLine, logDirectories, nodePaths, stores, walDirectory } from './paths.ts'
import type { Configuration, NodeContent, NodeFile } from './state.ts'

/** Finds a certificate by its id in the PKI: `client-ca`, `nodes/etcd-1/server`. */
export type CertificateOf = (id: string) => {
  readonly certificatePem: string
  readonly notAfter: string
  readonly keyPem: string | undefined
}

/**
 * The files of one node, in the order in which they are laid down.
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
  const server = `nodes/${member.name}/server`
  const peer = `nodes/${member.name}/peer`
  const certificate = (id: string): NodeContent => {
    const { certificatePem, notAfter } = certificateOf(id)
    return { kind: 'certificate', text: certificatePem, notAfter }
  }
  const key = (id: string): NodeContent => {
    const { keyPem } = certificateOf(id)
    if (keyPem === undefined) throw new Error(`the key of ${id} is not at hand`)
    return { kind: 'secret', secret: `${id}.key`, sha256: sha256(keyPem) }
  }
  return [
    publicFile(paths.clientAuthority, certificate('client-ca')),
    publicFile(paths.peerAuthority, certificate('peer-ca')),
    publicFile(paths.serverCertificate, certificate(server)),
    keyFile(paths.serverKey, key(server), user, group),
    publicFile(paths.peerCertificate, certificate(peer)),
    keyFile(paths.peerKey, key(peer), user, group),
    publicFile(paths.rootCertificate, certificate('clients/root')),
    keyFile(paths.rootKey, key('clients/root'), 'root', 'root'),
    publicText(paths.etcdctlFile, renderEtcdctl(paths.etcdctlFile, etcdctl)),
    ...(configuration.file ? [configuration.file] : []),
    publicText(paths.unit, renderUnit(cluster, member, configuration)),
  ]
}

function renderUnit(cluster: Cluster, member: Member, configuration: Configuration): string {
  const paths = nodePaths(cluster)
  // Certificates and keys of the member itself are not among these: etcd reads them anew at every handshake.
  const startedFrom = [
    paths.program,
    paths.unit,
    ...(configuration.file ? [configuration.file.path] : []),
    paths.clientAuthority,
    paths.peerAuthority,
  ]
  return render('nodes/etcd.service', {
    ...paths,
    ...cluster.account,
    ...cluster.systemd,
    memberName: member.name,
    clusterName: cluster.name,
    minor: minorOf(cluster.version),
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
