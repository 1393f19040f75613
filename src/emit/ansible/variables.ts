import type { Cluster } from '../../cluster/cluster.ts'
import { url } from '../../cluster/endpoint.ts'
import type { ClientHostState, Installation, NodeFile, NodeState } from '../../node/state.ts'
import { movingOf } from '../bundle/table.ts'

export type Variables = Record<string, unknown>

/** What the role has to know of one node. Everything else is in the node's folder, which bootstrap.sh reads. */
function nodeVariables(node: NodeState): Variables {
  const { member, installation } = node
  return {
    etcd_version: installation.version,
    ...stagingVariables(node),
    etcd_etcdctl: member.asking.etcdctl,
    etcd_etcdctl_environment: node.etcdctl,
    etcd_bundle: bundlePaths(node.files, member.joining),
    etcd_keys: keys(node.files),
    etcd_moving: node.files.flatMap(({ path, content }) => (movingOf(content) === undefined ? [] : [path])),
    etcd_certificates: node.files.flatMap(({ path, content }) =>
      content.kind === 'certificate' || content.kind === 'authority'
        ? [{ path, not_after: content.notAfter }]
        : [],
    ),
  }
}

/** What the role has to know of a machine that holds client certificates. */
export function clientHostVariables({ files }: ClientHostState): Variables {
  return {
    etcd_staging_follows: 'no',
    etcd_bundle: bundlePaths(files, []),
    etcd_keys: keys(files),
    etcd_moving: [],
  }
}

/** The same of a node that leaves the cluster. */
export function absentVariables({ systemd }: Cluster): Variables {
  return { etcd_service: systemd.unit, etcd_staging_follows: 'no' }
}

/** The files of the node's folder that bootstrap.sh writes. */
function bundlePaths(files: readonly NodeFile[], joining: readonly NodeFile[]): string[] {
  return [
    ...files.flatMap(({ path, content }) => (content.kind === 'secret' ? [] : [`rootfs${path}`])),
    ...joining.map(({ path }) => `joining${path}`),
  ]
}

/** The private keys of a machine: the path there, and under secrets/. */
function keys(files: readonly NodeFile[]) {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [{ path, secret: content.secret }] : [],
  )
}

/** Whether the release is on the control node, from where the playbook copies it. */
export function isStagedOnControlNode(installation: Installation): boolean {
  return 'staging' in installation && installation.staging.place === 'control-node'
}

/** The directory that the playbook copies the release to: one for each cluster on the machine. */
const stagingOnNode = (service: string) => `/var/tmp/quorate-staging-${service}`

function stagingVariables({ installation, member }: NodeState): Variables {
  if (!('staging' in installation) || installation.staging.place !== 'control-node')
    return { etcd_staging_follows: 'no', etcd_staging_on_node: null }
  return {
    etcd_staging_follows: 'yes',
    etcd_staging_on_node: stagingOnNode(member.run.service),
    etcd_staging_directory: installation.staging.directory,
    ...(installation.method === 'staged-archives'
      ? { etcd_archives: byMachine(installation.archives) }
      : { etcd_programs: installation.programs }),
  }
}

function byMachine<Archive extends { readonly machine: string }>(archives: readonly Archive[]) {
  return Object.fromEntries(archives.map(({ machine, ...archive }) => [machine, archive]))
}

/**
 * The role's variables, split as people write them by hand: what is the same on every node into the group's, what
 * differs into the hosts'.
 */
export function variables(cluster: Cluster, nodes: readonly NodeState[]) {
  const all = nodes.map(nodeVariables)
  const shared = (name: string) => new Set(all.map((each) => JSON.stringify(each[name]))).size === 1
  const [first = {}] = all
  const pick = (from: Variables, wanted: (name: string) => boolean): Variables =>
    Object.fromEntries(Object.entries(from).filter(([name]) => wanted(name)))
  return {
    group: {
      etcd_cluster_name: cluster.name,
      etcd_service: cluster.systemd.unit,
      etcd_members: cluster.members.map((member) => ({
        name: member.name,
        peer_url: url(member.peer),
        client_url: url(member.client),
      })),
      etcd_quota: cluster.tuning.quotaBytes,
      ...(cluster.absent.length > 0 && {
        etcd_absent: cluster.absent.map(({ name, client }) => ({ name, client_url: url(client) })),
      }),
      etcd_client_host_names: cluster.clientHosts.map(({ name }) => name),
      ...pick(first, shared),
    },
    hosts: nodes.map((node, index) => ({
      name: node.name,
      variables: pick(all[index] ?? {}, (name) => !shared(name)),
    })),
  }
}
