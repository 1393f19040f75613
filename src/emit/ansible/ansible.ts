import { basename } from 'node:path/posix'
import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClientHostState, NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { publicArtifact } from '../../output/artifact.ts'
import { plainDocument, plainDocumentsUnder, render } from '../../render/render.ts'
import type { Protection } from '../../secrets/protection.ts'
import { inventory } from './inventory.ts'
import { clientHostVariables, variables } from './variables.ts'

/** The Ansible project: configuration, inventory, variables, playbooks and the role. */
export function emitAnsible(
  cluster: Cluster,
  nodes: readonly NodeState[],
  clientHosts: readonly ClientHostState[],
): Artifact[] {
  const { group, hosts } = variables(cluster, nodes)
  const context = {
    clusterName: cluster.name,
    memberNames: cluster.members.map(({ name }) => name).join(', '),
    clientHosts: clientHosts.length > 0 ? [clientHosts.map(({ name }) => name).join(', ')] : [],
  }
  return [
    ...plainDocumentsUnder('ansible').map((name) => publicArtifact(name, plainDocument(name))),
    ...installTasks(nodes),
    ...tasksFrom(SECRETS_TASKS[cluster.protection.method]),
    ...(clientHosts.length > 0 ? tasksFrom('client-hosts') : []),
    ...['ansible/site.yml', 'ansible/verify.yml'].map((name) => publicArtifact(name, render(name, context))),
    data('ansible/inventory.yml', inventory(cluster)),
    data('ansible/group_vars/etcd.yml', group),
    ...hosts.map((host) => data(`ansible/host_vars/${host.name}.yml`, host.variables)),
    ...clientHosts.map((host) => data(`ansible/host_vars/${host.name}.yml`, clientHostVariables(host))),
  ]
}

/** By how keys are kept: the tasks that bring them. Ansible opens its own vaults by itself. */
const SECRETS_TASKS: Readonly<Record<Protection['method'], string>> = {
  none: 'secrets/files',
  'ansible-vault': 'secrets/files',
  age: 'secrets/age',
}

/** The tasks of the one way in which this cluster's nodes get etcd. */
function installTasks(nodes: readonly NodeState[]): Artifact[] {
  const methods = [...new Set(nodes.map(({ installation }) => installation.method))]
  return methods.flatMap((method) =>
    [method, ...(method === 'package' ? [] : ['release-directory'])].flatMap((folder) =>
      tasksFrom(`install/${folder}`),
    ),
  )
}

/** The documents of a folder of templates/, in the place that the role has for tasks. */
function tasksFrom(folder: string): Artifact[] {
  return plainDocumentsUnder(folder).map((name) =>
    publicArtifact(`ansible/roles/etcd/tasks/${basename(name)}`, plainDocument(name)),
  )
}

/** A document that is data: dumped, with no anchors, long lines left whole. */
function data(path: string, value: object): Artifact {
  return publicArtifact(path, `---\n${dump(value, { noRefs: true, lineWidth: -1 })}`)
}
