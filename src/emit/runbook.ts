import type { Cluster } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { minorOf } from '../etcd/releases.ts'
import { nodePaths } from '../node/paths.ts'
import { STYLES } from '../node/styles/styles.ts'
import type { Artifact } from '../output/artifact.ts'
import { publicArtifact } from '../output/artifact.ts'
import type { Credential } from '../pki/credential.ts'
import { render } from '../render/render.ts'
import { channelSections } from './cloud-init/runbook.ts'
import { runbookSections } from './runbook-sections.ts'

/**
 * The runbook of this very cluster: its names, addresses, commands and dates.
 *
 * @param userData the user-data of the nodes, before they are encrypted
 */
export function emitRunbook(
  cluster: Cluster,
  credentials: readonly Credential[],
  userData: readonly Artifact[],
): Artifact {
  const { members, paths } = cluster
  const onNode = nodePaths(cluster)
  return publicArtifact(
    'README.md',
    render('README.md', {
      ...onNode,
      clusterName: cluster.name,
      version: cluster.version,
      size: members.length === 1 ? 'one member' : `${members.length} members`,
      tolerance: tolerance(members.length),
      members: members.map((member) => ({
        name: member.name,
        client: url(member.client),
        peer: url(member.peer),
        ssh: `${member.connection.user}@${member.connection.host}`,
      })),
      metrics: members[0]?.metrics.map((endpoint) => `${url(endpoint)}/metrics`).at(-1),
      configurationFiles: [STYLES[cluster.style].tokenFile(onNode)].filter((path) => path !== onNode.unit),
      // 3.4 has no etcdutl (etcd, CHANGELOG-3.5.md).
      restore: `${minorOf(cluster.version) === '3.4' ? 'etcdctl' : 'etcdutl'} snapshot restore`,
      packages: cluster.install.method === 'package' ? cluster.install.packages : [],
      walDirectories: paths.wal === undefined ? [] : [paths.wal],
      dataDirectory: paths.data,
      memberDirectory: `${paths.data}/member`,
      ...runbookSections(cluster, credentials),
      ...channelSections(cluster, userData),
    }),
  )
}

/** What a cluster survives (etcd's documentation, FAQ, "What is failure tolerance?"). */
function tolerance(size: number): string {
  if (size === 1) return 'There is no other member: while it is down, nobody is served.'
  const majority = Math.floor(size / 2) + 1
  const spare = size - majority
  if (spare === 0) return 'It needs every one of its members: when one is down, it serves nobody.'
  return `It needs ${majority} of its ${size} members, so it survives the failure of ${spare}.`
}
