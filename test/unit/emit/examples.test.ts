import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { composeTree } from '../../../src/pipeline.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import type { Spec } from '../../../src/spec/spec.types.ts'
import { pkiOf } from './support.ts'

const folder = join(import.meta.dirname, '../../../examples')

/** What is said of the examples that set up what others have set up by hand before; of all others, nothing. */
const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  'five-node-package.yaml': ['layout-shared-certificate'],
  'three-node-flags.yaml': ['layout-shared-certificate'],
  'tutorial-single-node-tls.yaml': ['layout-single-ca'],
}

test.each(readdirSync(folder))(
  '%s is a spec of which nothing is said that it does not say itself, and becomes a tree',
  async (name) => {
    const { value, diagnostics } = parseSpec(readFileSync(join(folder, name), 'utf8'))
    expect(diagnostics.map(({ code }) => code)).toEqual(WARNINGS[name] ?? [])
    if (value === undefined) throw new Error(`${name} is no spec`)
    const cluster = resolveCluster(value)
    const tree = await composeTree(cluster, await pkiOf(withCas(value)), async (artifacts) => artifacts)
    expect(tree.diagnostics).toEqual([])
  },
)

/** The same cluster, with CAs of its own where the spec leaves it to the user to bring some. */
function withCas(spec: Spec): Cluster {
  const isProvided = spec.tls?.authority === 'provided'
  return resolveCluster(isProvided ? { ...spec, tls: { ...spec.tls, authority: 'generated' } } : spec)
}
