import type { Cluster } from './cluster/cluster.ts'
import { emitAnsible } from './emit/ansible/ansible.ts'
import { emitPki } from './emit/pki.ts'
import { emitRootfs } from './emit/rootfs.ts'
import { emitRunbook } from './emit/runbook.ts'
import { resolveNodes } from './node/resolve.ts'
import { type Artifact, publicArtifact } from './output/artifact.ts'
import { lockArtifact } from './output/lock.ts'
import { asTree } from './output/tree.ts'
import { credentialOf, type Pki } from './pki/credential.ts'

/**
 * Everything that lies in a cluster's folder, the lock included, in the order of the paths. Pure: the same cluster and
 * the same PKI give the same bytes.
 */
export function composeTree(cluster: Cluster, pki: Pki): Artifact[] {
  const nodes = resolveNodes(cluster, (id) => credentialOf(pki, id))
  const certificates = [...pki.authorities.values(), ...pki.certificates.values()].map(
    ({ id, authority, serial, notAfter }) => ({ id, issuer: authority, serial, notAfter }),
  )
  const tree = asTree([
    publicArtifact('.gitignore', '/secrets/\n'),
    emitRunbook(cluster, certificates),
    ...emitAnsible(cluster, nodes),
    ...nodes.flatMap(emitRootfs),
    ...emitPki(pki),
  ])
  return asTree([...tree, lockArtifact(cluster, certificates, tree)])
}
