import type { ClientHostState, NodeFile, NodeState } from '../../node/state.ts'
import { type Artifact, publicArtifact } from '../../output/artifact.ts'
import { bootstrapScript } from './bootstrap.ts'
import { clientHostTable, nodeTable } from './table.ts'

/**
 * What sets up one node, by paths below the bundle's folder: the script, the table, the node's files as they will lie
 * there, but for those that hold a key, and under joining/ those that lie there only while the member joins a cluster
 * that runs already.
 */
export function bundleOf(node: NodeState): Artifact[] {
  return [
    { path: 'bootstrap.sh', mode: 0o755, text: bootstrapScript(node) },
    publicArtifact('files.txt', nodeTable(node)),
    ...textsUnder('rootfs', node.files),
    ...textsUnder('joining', node.member.joining),
  ]
}

/** The bundle of every node, in a folder of its name. */
export function emitBundle(node: NodeState): Artifact[] {
  return inFolderOf(node, bundleOf(node))
}

/** The files and the table of a machine that holds certificates of clients. */
export function emitClientHost(host: ClientHostState): Artifact[] {
  return inFolderOf(host, [
    publicArtifact('files.txt', clientHostTable(host)),
    ...textsUnder('rootfs', host.files),
  ])
}

function inFolderOf({ name }: { readonly name: string }, artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.map((artifact) => ({ ...artifact, path: `nodes/${name}/${artifact.path}` }))
}

function textsUnder(folder: string, files: readonly NodeFile[]): Artifact[] {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [] : [publicArtifact(`${folder}${path}`, content.text)],
  )
}
