import { dump } from 'js-yaml'
import type { Cluster } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { type Artifact, publicArtifact } from '../output/artifact.ts'
import { certificateFile, keyFile } from '../pki/files.ts'
import { LAYOUTS } from '../pki/layout.ts'

/**
 * How kube-apiserver is told of the cluster: its flags, and the block for kubeadm; nothing where the spec has no client
 * for it. Sources: Kubernetes, reference, kube-apiserver (--etcd-*), and kubeadm Configuration (v1beta4), ExternalEtcd.
 */
export function emitKubernetes(cluster: Cluster): Artifact[] {
  const { kubernetes, members } = cluster
  if (kubernetes === undefined) return []
  const copies = kubernetesCopies(cluster)
  const heading = copies.length === 0 ? '' : copyHeading(copies)
  const endpoints = members.map(({ client }) => url(client))
  if (kubernetes.overrides.length > 0) return overrides(kubernetes.overrides, endpoints)
  const flags = [
    `--etcd-servers=${endpoints.join(',')}`,
    `--etcd-cafile=${kubernetes.authority}`,
    `--etcd-certfile=${kubernetes.certificate}`,
    `--etcd-keyfile=${kubernetes.key}`,
  ]
  const configuration = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    etcd: {
      external: {
        endpoints,
        caFile: kubernetes.authority,
        certFile: kubernetes.certificate,
        keyFile: kubernetes.key,
      },
    },
  }
  return [
    publicArtifact('kubernetes/kube-apiserver.flags', `${heading}${flags.join('\n')}\n`),
    publicArtifact('kubernetes/kubeadm.yaml', `---\n${heading}${dump(configuration, { lineWidth: -1 })}`),
  ]
}

/**
 * What kube-apiserver is told of a cluster that holds some resources alone. It has one CA, certificate and key for all its
 * clusters, so those of its main cluster stay (Kubernetes, reference, kube-apiserver, --etcd-servers-overrides).
 */
function overrides(resources: readonly string[], endpoints: readonly string[]): Artifact[] {
  const value = resources.map((resource) => `${resource}#${endpoints.join(';')}`).join(',')
  const configuration = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    apiServer: { extraArgs: [{ name: 'etcd-servers-overrides', value }] },
  }
  return [
    publicArtifact('kubernetes/kube-apiserver.flags', `${OVERRIDES}--etcd-servers-overrides=${value}\n`),
    publicArtifact('kubernetes/kubeadm.yaml', `---\n${OVERRIDES}${dump(configuration, { lineWidth: -1 })}`),
  ]
}

const OVERRIDES = `# Add this to the flags of kube-apiserver's main etcd cluster. kube-apiserver has one CA and one client certificate for all
# clusters (--etcd-cafile, --etcd-certfile), so the same client CA must sign for both. In a shell, put the flag in quotes.
`

/** A file of the cluster's folder, whether it is encrypted there, and its path on the hosts of kube-apiserver. */
export type KubernetesCopy = { readonly from: string; readonly isEncrypted: boolean; readonly to: string }

/** What people copy to the hosts of kube-apiserver, because the spec does not have site.yml install it. */
export function kubernetesCopies({ kubernetes, tls, protection }: Cluster): readonly KubernetesCopy[] {
  const needsNone = kubernetes === undefined || kubernetes.isInstalled || kubernetes.overrides.length > 0
  if (needsNone || tls === undefined) return []
  const id = `clients/${kubernetes.client}`
  const authority = certificateFile(LAYOUTS[tls.subjects.layout].clientAuthority)
  return [
    { from: authority, isEncrypted: false, to: kubernetes.authority },
    { from: certificateFile(id), isEncrypted: false, to: kubernetes.certificate },
    { from: keyFile(id), isEncrypted: protection.method !== 'none', to: kubernetes.key },
  ]
}

/** Comments, which neither a shell nor YAML reads. */
function copyHeading(copies: readonly KubernetesCopy[]): string {
  const lines = copies.map(
    ({ from, isEncrypted, to }) => `#   ${from}${isEncrypted ? ', decrypted,' : ''} to ${to}`,
  )
  return [
    '# quorate does not install these files: the client has no "install" in the spec. Copy them to each host of kube-apiserver,',
    "# the key readable for kube-apiserver's account only:",
    ...lines,
    '',
  ].join('\n')
}
