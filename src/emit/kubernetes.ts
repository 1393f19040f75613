import { dump } from 'js-yaml'
import type { Cluster } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { type Artifact, publicArtifact } from '../output/artifact.ts'

/**
 * How kube-apiserver is told of the cluster: its flags, and the block for kubeadm; nothing where the spec has no client
 * for it. Sources: Kubernetes, reference, kube-apiserver (--etcd-*), and kubeadm Configuration (v1beta4), ExternalEtcd.
 */
export function emitKubernetes({ kubernetes, members }: Cluster): Artifact[] {
  if (kubernetes === undefined) return []
  const endpoints = members.map(({ client }) => url(client))
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
    publicArtifact('kubernetes/kube-apiserver.flags', `${flags.join('\n')}\n`),
    publicArtifact('kubernetes/kubeadm.yaml', `---\n${dump(configuration, { lineWidth: -1 })}`),
  ]
}
