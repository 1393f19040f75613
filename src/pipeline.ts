import type { Cluster } from './cluster/cluster.ts'
import type { Outcome } from './diagnostics/diagnostic.ts'
import { emitAnsible } from './emit/ansible/ansible.ts'
import { emitBundles } from './emit/bundle/bundle.ts'
import { emitPack } from './emit/bundle/pack.ts'
import { authorityKeyProblems } from './emit/cloud-init/authority-keys.ts'
import { emitCloudInit } from './emit/cloud-init/cloud-init.ts'
import { userDataProblems } from './emit/cloud-init/size.ts'
import { emitDns } from './emit/dns.ts'
import { emitGitignores } from './emit/gitignore.ts'
import { emitKubernetes } from './emit/kubernetes.ts'
import { emitLifetimes } from './emit/lifetimes.ts'
import { emitPki } from './emit/pki.ts'
import { emitRunbook } from './emit/runbook.ts'
import { resolveAbsent } from './node/absent.ts'
import { resolveClientHosts } from './node/client-host.ts'
import { resolveNodes } from './node/resolve.ts'
import type { Artifact } from './output/artifact.ts'
import { lockArtifact } from './output/lock.ts'
import { asTree, inOrder } from './output/tree.ts'
import { credentialOf, type Pki } from './pki/credential.ts'

/** Encrypts what lies under secrets/, as the spec has it. */
export type Sealer = (artifacts: readonly Artifact[]) => Promise<readonly Artifact[]>

/**
 * Everything that lies in a cluster's folder, the lock included, in the order of the paths. Pure but for the sealer: the
 * same cluster and the same PKI give the same bytes.
 *
 * Errors: user-data that the provider would refuse, or that would hold an authority's key.
 */
export async function composeTree(
  cluster: Cluster,
  pki: Pki,
  seal: Sealer,
): Promise<Outcome<readonly Artifact[]>> {
  const certificateOf = (id: string) => credentialOf(pki, id)
  const nodes = resolveNodes(cluster, certificateOf)
  const clientHosts = resolveClientHosts(cluster, certificateOf)
  const credentials = [...pki.authorities.values(), ...pki.certificates.values()]
  const userData = emitCloudInit(cluster, nodes, (id) => nodeKey(pki, id))
  const diagnostics = [
    ...authorityKeyProblems(cluster, pki.authorities.values()),
    ...userDataProblems(cluster, userData),
  ]
  if (diagnostics.length > 0) return { value: undefined, diagnostics }
  const files = inOrder(
    await seal([
      ...emitGitignores(cluster.tls && cluster.protection),
      emitRunbook(cluster, credentials, userData),
      ...emitLifetimes(credentials),
      ...emitAnsible(cluster, nodes, clientHosts),
      ...emitBundles(nodes, clientHosts, resolveAbsent(cluster)),
      emitPack(cluster, nodes),
      ...userData,
      ...emitKubernetes(cluster),
      ...emitDns(cluster),
      ...emitPki(pki),
    ]),
  )
  return { value: asTree([...files, lockArtifact(cluster, credentials, files)]), diagnostics }
}

/** The private key of a certificate that a node holds. No node holds an authority's. */
function nodeKey(pki: Pki, id: string): string {
  const { kind, keyPem } = credentialOf(pki, id)
  if (kind === 'authority' || keyPem === undefined) throw new Error(`no node holds the key of ${id}`)
  return keyPem
}
