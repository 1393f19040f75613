import { dump } from 'js-yaml'
import type { Cluster, Member } from '../../cluster/cluster.ts'
import type { NodeState } from '../../node/state.ts'
import { type Artifact, publicArtifact, secretArtifact } from '../../output/artifact.ts'
import { firstBootScript, scriptPurpose } from '../bundle/bootstrap.ts'
import { networkConfig } from './network-config.ts'
import { type KeyOf, userData } from './user-data.ts'

/** Whether etcd's release is on the control node, so that user-data cannot install it. */
export function isOutOfReach({ install }: Cluster): boolean {
  return 'staging' in install && install.staging.place === 'control-node'
}

/**
 * The files for cloud-init of each node: user-data, meta-data and, if the spec sets addresses, network-config. None if
 * user-data cannot install etcd. User-data with private keys is in secrets/.
 */
export function emitCloudInit(cluster: Cluster, nodes: readonly NodeState[], keyOf: KeyOf): Artifact[] {
  if (isOutOfReach(cluster)) return []
  const script = firstBootScript(scriptPurpose(nodes))
  return nodes.flatMap((node) => {
    const member = cluster.members.find(({ name }) => name === node.name)
    if (!member) throw new Error(`${node.name} is not a member`)
    return emitNode(cluster, member, node, script, keyOf)
  })
}

function emitNode(
  cluster: Cluster,
  member: Member,
  node: NodeState,
  script: Artifact,
  keyOf: KeyOf,
): Artifact[] {
  const { cloudInit } = cluster
  const folder = `cloud-init/${node.name}`
  const text = userData(cluster, node, script, keyOf)
  return [
    cloudInit.keys === 'embed'
      ? secretArtifact(`secrets/${folder}/user-data`, text)
      : publicArtifact(`${folder}/user-data`, text),
    publicArtifact(`${folder}/meta-data`, metaData(cluster, node)),
    ...(cloudInit.network
      ? [publicArtifact(`${folder}/network-config`, networkConfig(cloudInit.network, member))]
      : []),
  ]
}

/** The instance ID never changes: with another one, cloud-init would treat the machine as new. */
function metaData({ name: cluster }: Cluster, { name }: NodeState): string {
  return dump({ 'instance-id': `${cluster}-${name}`, 'local-hostname': name })
}
