import type { Cluster } from '../../cluster/cluster.ts'
import { url } from '../../cluster/endpoint.ts'
import type { ClientHostState, Installation, NodeFile, NodeState } from '../../node/state.ts'

export type Variables = Record<string, unknown>

/** What the role has to know of one node. */
function nodeVariables(node: NodeState): Variables {
  const { member, account } = node
  return {
    ...installationVariables(node.installation),
    etcd_user: account.user,
    etcd_group: account.group,
    etcd_directories: node.directories.map(withModeAsText),
    etcd_parents: node.parents,
    ...fileVariables(node.files),
    etcd_leftovers: node.leftovers,
    etcd_authorities: node.files
      .filter(({ content }) => content.kind === 'authority')
      .map(({ path }) => path),
    etcd_certificates: node.files.flatMap(({ path, content }) =>
      content.kind === 'certificate' || content.kind === 'authority'
        ? [{ path, not_after: content.notAfter }]
        : [],
    ),
    etcd_data_directory: member.dataDirectory,
    etcd_wal_directory: member.walDirectory,
    etcd_joined_file: member.joinedFile,
    etcd_joining_files: member.joining.map(({ path }) => path),
    etcd_started_file: member.startedFile,
    etcd_token: member.token,
    etcd_heading: member.heading,
    etcd_token_files: member.tokenFiles,
    etcd_token_lines: member.tokenLines,
    etcd_ports: member.ports,
    etcd_peer_url: member.peerUrl,
    etcd_etcdctl: member.etcdctl,
    etcd_etcdctl_environment: node.etcdctl,
  }
}

/**
 * The files of a machine: those that are laid down one by one, and certificates with their keys, each certificate before
 * its key, which take their places together.
 */
function fileVariables(files: readonly NodeFile[]): Variables {
  return {
    etcd_files: files.flatMap(({ content, ...file }) =>
      content.kind === 'text' || content.kind === 'authority' ? [withModeAsText(file)] : [],
    ),
    etcd_credentials: files.flatMap(({ content, ...file }) => {
      if (content.kind === 'certificate') return [withModeAsText(file)]
      return content.kind === 'secret' ? [{ ...withModeAsText(file), secret: content.secret }] : []
    }),
  }
}

/** What the role has to know of a machine that holds certificates of clients. */
export function clientHostVariables({ parents, files }: ClientHostState): Variables {
  return { etcd_parents: parents, ...fileVariables(files) }
}

/** What the tasks of a method of installation have to know. */
function installationVariables(installation: Installation): Variables {
  const { method, version } = installation
  if (method === 'package') {
    return { etcd_version: version, etcd_packages: installation.packages, etcd_links: [] }
  }
  const release = {
    etcd_version: version,
    etcd_release_directory: installation.directory,
    etcd_links: installation.links,
  }
  switch (method) {
    case 'release':
      return { ...release, etcd_archives: byMachine(installation.archives) }
    case 'staged-archives':
      return {
        ...release,
        ...stagingVariables(installation.staging),
        etcd_archives: byMachine(installation.archives),
      }
    case 'staged-programs':
      return { ...release, ...stagingVariables(installation.staging), etcd_programs: installation.programs }
  }
}

function stagingVariables({
  place,
  directory,
}: {
  place: 'control-node' | 'node'
  directory: string
}): Variables {
  const onNode = place === 'node'
  return {
    etcd_staging_directory: directory,
    etcd_staging_is_on_node: onNode,
    etcd_staging_host: onNode ? '{{ inventory_hostname }}' : 'localhost',
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
