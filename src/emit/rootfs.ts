import type { ClientHostState, NodeFile, NodeState } from '../node/state.ts'
import type { Artifact } from '../output/artifact.ts'
import { publicArtifact } from '../output/artifact.ts'

/**
 * The files of a node as they will lie there, but for those that hold a key; and under joining/ those that lie there
 * only while the member joins a cluster that runs already.
 */
export function emitRootfs(node: NodeState): Artifact[] {
  return [
    ...textsUnder('rootfs', node.name, node.files),
    ...textsUnder('joining', node.name, node.member.joining),
  ]
}

/** The same of a machine that holds certificates of clients. */
export function emitClientHost(host: ClientHostState): Artifact[] {
  return textsUnder('rootfs', host.name, host.files)
}

function textsUnder(folder: string, node: string, files: readonly NodeFile[]): Artifact[] {
  return files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [] : [publicArtifact(`nodes/${node}/${folder}${path}`, content.text)],
  )
}
