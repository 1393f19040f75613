import type { AbsentState, ClientHostState, NodeFile, NodeState } from '../../node/state.ts'
import { type Artifact, publicArtifact } from '../../output/artifact.ts'
import { caIdentities } from '../../pki/identity.ts'
import {
  absentSettings,
  bootstrapScript,
  clientHostSettings,
  firstBootSettings,
  nodeSettings,
  scriptPurpose,
} from './bootstrap.ts'
import { clientHostTable, EMPTY_TABLE, movingOf, nodeTable } from './table.ts'

/**
 * What sets up one node at its first boot, by paths below the bundle's folder: the node's files as they will be there, but
 * for those that hold a key, under joining/ those that are there only while the member joins a running cluster, the table,
 * the settings and the script.
 *
 * @param script by `firstBootScript`
 */
export function bundleOf(node: NodeState, script: Artifact): Artifact[] {
  const table = nodeTable(node)
  // may-start.sh before the script, which has a part of it too: both go into one window of gzip's (RFC 1951, 32 KiB).
  return [...nodeFiles(node, table, node.member.joiningAtFirstBoot), firstBootSettings(node, table), script]
}

function nodeFiles(node: NodeState, table: string, joining = node.member.joining): Artifact[] {
  return [
    ...textsUnder('rootfs', node.files),
    ...textsUnder('joining', joining),
    publicArtifact('files.txt', table),
  ]
}

/** The certificates that site.yml gives running members while they move. */
function movingFiles({ files }: NodeState): Artifact[] {
  return files.flatMap(({ path, content }) => {
    const moving = movingOf(content)
    return moving === undefined ? [] : [publicArtifact(`moving${path}`, moving)]
  })
}

/** The script, once, and the folder of each node, of each machine that holds client certificates, and of each node that leaves. */
export function emitBundles(
  nodes: readonly NodeState[],
  clientHosts: readonly ClientHostState[],
  absent: readonly AbsentState[],
): Artifact[] {
  const [first] = nodes
  if (!first) throw new Error('a cluster has a node')
  const script = bootstrapScript(scriptPurpose(nodes))
  // All nodes trust the same CAs.
  const cas = caIdentities(first.member.trustedCas)
  const leaving = { absent, peerUrls: nodes.map(({ member }) => member.asking.peerUrl) }
  return [
    { ...script, path: `nodes/${script.path}` },
    ...nodes.flatMap((node) => {
      const table = nodeTable(node)
      return inFolderOf(node, [
        ...nodeFiles(node, table),
        ...movingFiles(node),
        nodeSettings(node, table, cas, leaving),
      ])
    }),
    ...clientHosts.flatMap((host) => inFolderOf(host, clientHostFolder(host))),
    ...absent.flatMap((node) =>
      inFolderOf(node, [absentSettings(node), publicArtifact('files.txt', EMPTY_TABLE)]),
    ),
  ]
}

function clientHostFolder(host: ClientHostState): Artifact[] {
  return [
    clientHostSettings(host),
    publicArtifact('files.txt', clientHostTable(host)),
    ...textsUnder('rootfs', host.files),
  ]
}

function inFolderOf({ name }: { readonly name: string }, artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.map((artifact) => ({ ...artifact, path: `nodes/${name}/${artifact.path}` }))
}

function textsUnder(folder: string, files: readonly NodeFile[]): Artifact[] {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [] : [publicArtifact(`${folder}${path}`, content.text)],
  )
}
