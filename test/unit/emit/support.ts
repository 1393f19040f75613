import type { Cluster } from '../../../src/cluster/cluster.ts'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import type { Artifact } from '../../../src/output/artifact.ts'
import { composeTree } from '../../../src/pipeline.ts'
import { completePki, isPending } from '../../../src/pki/complete.ts'
import type { Pki } from '../../../src/pki/credential.ts'
import { nodeKeySource } from '../../../src/pki/key.ts'
import { planPki } from '../../../src/pki/plan.ts'
import { parseSpec } from '../../../src/spec/parse.ts'

/** A cluster `lab` of the nodes a, b and c, with whatever else its spec says. */
export function clusterOf(more: object = {}): Cluster {
  const nodes = ['a', 'b', 'c'].map((name, index) => ({ name, address: `10.0.0.${index + 1}` }))
  const spec = { apiVersion: 'quorate/v1', kind: 'EtcdCluster', name: 'lab', nodes, ...more }
  // YAML takes JSON, but for some characters that JSON may have as they are.
  const text = JSON.stringify(spec).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const { value, diagnostics } = parseSpec(text)
  if (value === undefined) throw new Error(JSON.stringify(diagnostics))
  return resolveCluster(value)
}

/** A whole PKI for a cluster. */
export async function pkiOf(cluster: Cluster): Promise<Pki> {
  const options = { now: new Date('2026-08-15T12:00:00Z'), fresh: true, keys: nodeKeySource }
  const { value, diagnostics } = await completePki(planPki(cluster.tls?.subjects), new Map(), options)
  if (!value || isPending(value)) throw new Error(JSON.stringify(diagnostics))
  return value
}

/** What lies in a cluster's folder, with nothing encrypted. */
export class Tree {
  readonly artifacts: readonly Artifact[]

  constructor(artifacts: readonly Artifact[]) {
    this.artifacts = artifacts
  }

  static async of(more: object = {}): Promise<Tree> {
    const cluster = clusterOf(more)
    const { value, diagnostics } = await composeTree(
      cluster,
      await pkiOf(cluster),
      async (artifacts) => artifacts,
    )
    if (!value) throw new Error(JSON.stringify(diagnostics))
    return new Tree(value)
  }

  get paths(): readonly string[] {
    return this.artifacts.map(({ path }) => path)
  }

  text(path: string): string {
    const artifact = this.artifacts.find((each) => each.path === path)
    if (!artifact) throw new Error(`no ${path}`)
    return artifact.text
  }
}
