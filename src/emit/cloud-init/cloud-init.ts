import { dump } from 'js-yaml'
import type { Cluster, Member } from '../../cluster/cluster.ts'
import type { NodeState } from '../../node/state.ts'
import { type Artifact, publicArtifact, secretArtifact } from '../../output/artifact.ts'
import { networkConfig } from './network-config.ts'
import { type KeyOf, userData } from './user-data.ts'

/** Whether etcd's release lies on the machine that runs Ansible, from where no user-data can bring it. */
export function isOutOfReach({ install }: Cluster): boolean {
  return 'staging' in install && install.staging.place === 'control-node'
}

/**
 * What cloud-init is given of each node: user-data, meta-data and, where the spec has addresses to set, network-config;
 * nothing where a node could not get etcd like that. User-data with private keys lies under secrets/.
 */
export function emitCloudInit(cluster: Cluster, nodes: readonly NodeState[], keyOf: KeyOf): Artifact[] {
  if (isOutOfReach(cluster)) return []
  return nodes.flatMap((node) => {
    const member = cluster.members.find(({ name }) => name === node.name)
    if (!member) throw new Error(`${node.name} is no member`)
    return emitNode(cluster, member, node, keyOf)
  })
}

function emitNode(cluster: Cluster, member: Member, node: NodeState, keyOf: KeyOf): Artifact[] {
  const { cloudInit } = cluster
  const folder = `cloud-init/${node.name}`
  const text = userData(cluster, node, keyOf)
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

/** An instance's id stays the same for good: with another one, cloud-init would take the machine for a new one. */
function metaData({ name: cluster }: Cluster, { name }: NodeState): string {
  return dump({ 'instance-id': `${cluster}-${name}`, 'local-hostname': name })
}
