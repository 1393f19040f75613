import type { Cluster } from './cluster/cluster.ts'
import { emitAnsible } from './emit/ansible/ansible.ts'
import { emitGitignore } from './emit/gitignore.ts'
import { emitKubernetes } from './emit/kubernetes.ts'
import { emitLifetimes } from './emit/lifetimes.ts'
import { emitPki } from './emit/pki.ts'
import { emitClientHost, emitRootfs } from './emit/rootfs.ts'
import { emitRunbook } from './emit/runbook.ts'
import { resolveClientHosts } from './node/client-host.ts'
import { resolveNodes } from './node/resolve.ts'
import type { Artifact } from './output/artifact.ts'
import { lockArtifact } from './output/lock.ts'
import { asTree } from './output/tree.ts'
import { credentialOf, type Pki } from './pki/credential.ts'

/** Encrypts what lies under secrets/, as the spec has it. */
export type Sealer = (artifacts: readonly Artifact[]) => Promise<readonly Artifact[]>

/**
 * Everything that lies in a cluster's folder, the lock included, in the order of the paths. Pure but for the sealer: the
 * same cluster and the same PKI give the same bytes.
 */
export async function composeTree(cluster: Cluster, pki: Pki, seal: Sealer): Promise<Artifact[]> {
  const certificateOf = (id: string) => credentialOf(pki, id)
  const nodes = resolveNodes(cluster, certificateOf)
  const clientHosts = resolveClientHosts(cluster, certificateOf)
  const credentials = [...pki.authorities.values(), ...pki.certificates.values()]
  const tree = asTree(
    await seal([
      emitGitignore(cluster.protection),
      emitRunbook(cluster, credentials),
      emitLifetimes(credentials),
      ...emitAnsible(cluster, nodes, clientHosts),
      ...nodes.flatMap(emitRootfs),
      ...clientHosts.flatMap(emitClientHost),
      ...emitKubernetes(cluster),
      ...emitPki(pki),
    ]),
  )
  return asTree([...tree, lockArtifact(cluster, credentials, tree)])
}
