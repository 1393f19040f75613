import { basename, dirname } from 'node:path/posix'
import { dump } from 'js-yaml'
import type { Cluster } from '../../cluster/cluster.ts'
import type { ClientHostState, NodeState } from '../../node/state.ts'
import type { Artifact } from '../../output/artifact.ts'
import { publicArtifact } from '../../output/artifact.ts'
import { plainDocument, plainDocumentsUnder, render } from '../../render/render.ts'
import type { Protection } from '../../secrets/protection.ts'
import { ansibleArguments } from '../ssh.ts'
import { inventory } from './inventory.ts'
import { absentVariables, clientHostVariables, isStagedOnControlNode, variables } from './variables.ts'

/** The Ansible project: configuration, inventory, variables, playbooks and the role. */
export function emitAnsible(
  cluster: Cluster,
  nodes: readonly NodeState[],
  clientHosts: readonly ClientHostState[],
): Artifact[] {
  const { group, hosts } = variables(cluster, nodes)
  const [first] = nodes
  if (!first) throw new Error('a cluster has a node')
  const { installation } = first
  const stagesFromControlNode = isStagedOnControlNode(installation)
  const context = {
    clusterName: cluster.name,
    hosts: HOSTS,
    memberNames: cluster.members.map(({ name }) => name).join(', '),
    hasAbsent: cluster.absent.length > 0,
    hasClientHosts: clientHosts.length > 0,
    clientHostNames: clientHosts.map(({ name }) => name).join(', '),
    stages: stagesFromControlNode,
    withKeys: cluster.tls !== undefined,
    lockFile: first.member.run.lockFile,
    sshArguments: ansibleArguments(),
    asksBecomePassword: cluster.becomePassword === 'prompt',
  }
  return [
    ...plainDocumentsUnder('ansible').map((name) => publicArtifact(name, plainDocument(name))),
    ...(stagesFromControlNode ? documentsFrom(`staging/${installation.method}`, 'tasks') : []),
    ...(cluster.tls ? documentsFrom('secrets', 'tasks') : []),
    ...documentsFrom(SECRETS[cluster.protection.method], 'vars/main'),
    ...(cluster.absent.length > 0 ? ABSENT.flatMap(({ folder, path }) => documentsFrom(folder, path)) : []),
    ...(clientHosts.length > 0 ? documentsFrom('client-hosts', 'tasks') : []),
    ...RENDERED.map((name) => publicArtifact(name, render(name, context))),
    data('ansible/inventory.yml', inventory(cluster)),
    data('ansible/group_vars/etcd.yml', group),
    ...hosts.map((host) => data(`ansible/host_vars/${host.name}.yml`, host.variables)),
    ...cluster.absent.map(({ name }) => data(`ansible/host_vars/${name}.yml`, absentVariables(cluster))),
    ...clientHosts.map((host) => data(`ansible/host_vars/${host.name}.yml`, clientHostVariables(host))),
  ]
}

/** The documents that differ from cluster to cluster. */
const RENDERED = [
  'ansible/ansible.cfg',
  'ansible/site.yml',
  'ansible/replace.yml',
  'ansible/verify.yml',
  'ansible/restart.yml',
  'ansible/stop.yml',
  'ansible/roles/etcd/library/etcd_node.py',
]

/** The members. Ansible takes a play without hosts for a success, so that a wrong inventory would not be noticed. */
const HOSTS = [
  // The members that an operator leaves out may be down.
  "{{ 'etcd' ~ (':!' ~ etcd_tolerate | replace(',', ':!') if etcd_tolerate | default('') else '')",
  "if groups['etcd'] | default([]) else etcd_hosts",
  "| mandatory('The inventory has no host in the group etcd. Run ansible-playbook in the folder ansible of the cluster, which has",
  'ansible.cfg and inventory.yml. For an inventory of your own, see "Use your own playbook and inventory" in the README.md of the',
  "cluster.') }}",
]

/** What removes members, which few runs need. */
const ABSENT = [
  { folder: 'absent/tasks', path: 'tasks' },
  { folder: 'absent/vars', path: 'vars/main' },
]

/** How the role reads private keys, by how they are encrypted. Ansible decrypts its own vaults by itself. */
const SECRETS: Readonly<Record<Protection['method'], string>> = {
  none: 'secrets/files',
  'ansible-vault': 'secrets/files',
  age: 'secrets/age',
}

/** The documents directly in a folder of templates/, at a path of the role. */
function documentsFrom(folder: string, path: string): Artifact[] {
  return plainDocumentsUnder(folder)
    .filter((name) => dirname(name) === folder)
    .map((name) => publicArtifact(`ansible/roles/etcd/${path}/${basename(name)}`, plainDocument(name)))
}

/** A document that is data: dumped, with no anchors, long lines left whole. */
function data(path: string, value: object): Artifact {
  return publicArtifact(path, `---\n${dump(value, { noRefs: true, lineWidth: -1 })}`)
}
