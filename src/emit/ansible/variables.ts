import type { Cluster } from '../../cluster/cluster.ts'
import { url } from '../../cluster/endpoint.ts'
import type { NodeState } from '../../node/state.ts'
import { sha256 } from '../../render/digest.ts'

export type Variables = Record<string, unknown>

/** What the role has to know of one node. */
function nodeVariables(node: NodeState): Variables {
  const { member, release, account } = node
  return {
    etcd_version: release.version,
    etcd_release_directory: release.directory,
    etcd_archives: Object.fromEntries(
      release.archives.map(({ machine, url, checksum, folder }) => [machine, { url, checksum, folder }]),
    ),
    etcd_links: node.links,
    etcd_user: account.user,
    etcd_group: account.group,
    etcd_directories: node.directories.map(withModeAsText),
    etcd_files: node.files.flatMap(({ content, ...file }) =>
      content.kind === 'secret' ? [] : [withModeAsText(file)],
    ),
    etcd_keys: node.files.flatMap(({ content, ...file }) =>
      content.kind === 'secret' ? [{ ...withModeAsText(file), secret: content.secret }] : [],
    ),
    etcd_sha256: Object.fromEntries(
      node.files.map(({ path, content }) => [
        path,
        content.kind === 'secret' ? content.sha256 : sha256(content.text),
      ]),
    ),
    etcd_certificates: node.files.flatMap(({ path, content }) =>
      content.kind === 'certificate' ? [{ path, not_after: content.notAfter }] : [],
    ),
    etcd_data_directory: member.dataDirectory,
    etcd_joined_file: member.joinedFile,
    etcd_started_file: member.startedFile,
    etcd_configuration_file: member.configurationFile,
    etcd_token: member.token,
    etcd_token_line: member.tokenLine,
    etcd_ports: member.ports,
    etcd_peer_url: member.peerUrl,
    etcd_etcdctl: member.etcdctl,
    etcd_etcdctl_environment: node.etcdctl,
  }
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
      etcd_members: cluster.members.map((member) => ({ name: member.name, peer_url: url(member.peer) })),
      ...pick(first, shared),
    },
    hosts: nodes.map((node, index) => ({
      name: node.name,
      variables: pick(all[index] ?? {}, (name) => !shared(name)),
    })),
  }
}

/** Ansible takes a mode as text in octal, lest YAML reads it as a number of its own. */
function withModeAsText<Entry extends { readonly mode: number }>(entry: Entry) {
  return { ...entry, mode: `0${entry.mode.toString(8)}` }
}
