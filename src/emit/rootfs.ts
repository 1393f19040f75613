import type { NodeState } from '../node/state.ts'
import type { Artifact } from '../output/artifact.ts'
import { publicArtifact } from '../output/artifact.ts'

/** The files of a node as they will lie there, but for those that hold a key. */
export function emitRootfs(node: NodeState): Artifact[] {
  return node.files.flatMap(({ path, content }) =>
    content.kind === 'secret' ? [] : [publicArtifact(`nodes/${node.name}/rootfs${path}`, content.text)],
  )
}
