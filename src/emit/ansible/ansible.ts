import { basename } from 'node:path/posix'
import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { publicArtifact } from '../../output/artifact.ts'
import { plainDocument, plainDocumentsUnder, render } from '../../render/render.ts'
import { inventory } from './inventory.ts'
import { variables } from './variables.ts'

/** The Ansible project: configuration, inventory, variables, playbooks and the role. */
export function emitAnsible(cluster: Cluster, nodes: readonly NodeState[]): Artifact[] {
  const { group, hosts } = variables(cluster, nodes)
  const names = { clusterName: cluster.name, memberNames: cluster.members.map(({ name }) => name).join(', ') }
  return [
    ...plainDocumentsUnder('ansible').map((name) => publicArtifact(name, plainDocument(name))),
    ...installTasks(nodes),
    ...['ansible/site.yml', 'ansible/verify.yml'].map((name) => publicArtifact(name, render(name, names))),
    data('ansible/inventory.yml', inventory(cluster)),
    data('ansible/group_vars/etcd.yml', group),
    ...hosts.map((host) => data(`ansible/host_vars/${host.name}.yml`, host.variables)),
  ]
}

/** The tasks of the one way in which this cluster's nodes get etcd, in the place that the role has for them. */
function installTasks(nodes: readonly NodeState[]): Artifact[] {
  const methods = [...new Set(nodes.map(({ installation }) => installation.method))]
  return methods.flatMap((method) =>
    [method, ...(method === 'package' ? [] : ['release-directory'])].flatMap((folder) =>
      plainDocumentsUnder(`install/${folder}`).map((name) =>
        publicArtifact(`ansible/roles/etcd/tasks/${basename(name)}`, plainDocument(name)),
      ),
    ),
  )
}

/** A document that is data: dumped, with no anchors, long lines left whole. */
function data(path: string, value: object): Artifact {
  return publicArtifact(path, `---\n${dump(value, { noRefs: true, lineWidth: -1 })}`)
}
