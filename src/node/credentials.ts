import { dirname } from 'node:path/posix'
import type { CertificateFiles, ClientInstall, Cluster, Member } from '../cluster/cluster.ts'
import { LAYOUTS } from '../pki/layout.ts'
import { sha256 } from '../render/digest.ts'
import { SYSTEM_DIRECTORIES } from '../spec/system-directories.ts'
import { keyFile, publicFile } from './file.ts'
import { pkiPaths } from './paths.ts'
import type { NodeDirectory, NodeFile } from './state.ts'

/** Finds a certificate by its id in the PKI: `client-ca`, `nodes/etcd-1/server`. */
export type CertificateOf = (id: string) => {
  readonly certificatePem: string
  readonly movingPem: string | undefined
  /** Of an authority: what is trusted. */
  readonly anchorPem: string
  readonly notAfter: string
  readonly keyPem: string | undefined
}

/** Makes files on a node of what a PKI holds. */
function credentialFiles(certificateOf: CertificateOf) {
  return {
    /** The certificate of a CA, for those who trust it. */
    authority(path: string, id: string): NodeFile {
      const { anchorPem, notAfter } = certificateOf(id)
      return publicFile(path, { kind: 'authority', text: anchorPem, notAfter })
    },
    /** A certificate and its key. */
    pair(paths: CertificateFiles, id: string, owner: string, group: string): NodeFile[] {
      const { certificatePem, movingPem, notAfter, keyPem } = certificateOf(id)
      if (keyPem === undefined) throw new Error(`the key of ${id} is not at hand`)
      return [
        publicFile(paths.certificate, {
          kind: 'certificate',
          text: certificatePem,
          notAfter,
          moving: movingPem,
        }),
        keyFile(paths.key, { kind: 'secret', secret: `${id}.key`, sha256: sha256(keyPem) }, owner, group),
      ]
    },
  }
}

/** The files of a member and of the operator on a node. With one CA or one certificate, some are there twice. */
export function memberFiles(
  { tls, account: { user, group } }: Cluster,
  member: Member,
  certificateOf: CertificateOf,
): NodeFile[] {
  if (!tls) return []
  const paths = pkiPaths(tls, member)
  const { clientAuthority, peerAuthority, certificatesOf } = LAYOUTS[tls.subjects.layout]
  const { server, peer } = certificatesOf(member.name)
  const files = credentialFiles(certificateOf)
  return [
    files.authority(paths.clientAuthority, clientAuthority),
    files.authority(paths.peerAuthority, peerAuthority),
    ...files.pair(paths.server, server, user, group),
    ...files.pair(paths.peer, peer, user, group),
    ...files.pair(paths.root, 'clients/root', 'root', 'root'),
  ]
}

/** The variables with which etcdctl on a node trusts the members and is known to them as root. */
export function etcdctlCredentials({ tls }: Cluster, member: Member): Readonly<Record<string, string>> {
  if (!tls) return {}
  const { clientAuthority, root } = pkiPaths(tls, member)
  return { ETCDCTL_CACERT: clientAuthority, ETCDCTL_CERT: root.certificate, ETCDCTL_KEY: root.key }
}

/** The files of clients on a host. */
export function clientFiles(
  { tls }: Cluster,
  installs: readonly ClientInstall[],
  certificateOf: CertificateOf,
): NodeFile[] {
  if (!tls) return []
  const { clientAuthority } = LAYOUTS[tls.subjects.layout]
  const files = credentialFiles(certificateOf)
  return installs.flatMap((install) => [
    files.authority(install.authority, clientAuthority),
    ...files.pair(install, `clients/${install.client}`, install.owner, install.group),
  ])
}

/** The directories that clients' files lie in and that are not set up already. */
export function parentsOf(
  installs: readonly ClientInstall[],
  directories: readonly NodeDirectory[],
): readonly string[] {
  const known = new Set(directories.map(({ path }) => path))
  const parents = installs.flatMap(({ certificate, key, authority }) =>
    [certificate, key, authority].map((path) => dirname(path)),
  )
  return [...new Set(parents)].filter((path) => !known.has(path) && !SYSTEM_DIRECTORIES.has(path)).sort()
}
