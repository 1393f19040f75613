import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { composeTree } from '../../../src/pipeline.ts'
import { fillDefaults } from '../../../src/spec/defaults.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { pkiOf } from './support.ts'

const folder = join(import.meta.dirname, '../../../examples')

test.each(readdirSync(folder))(
  '%s is a spec with nothing to complain about, and becomes a tree',
  async (name) => {
    const { value, diagnostics } = parseSpec(readFileSync(join(folder, name), 'utf8'))
    expect(diagnostics).toEqual([])
    if (value === undefined) throw new Error(`${name} is no spec`)
    const cluster = resolveCluster(fillDefaults(value))
    const { problems } = await composeTree(cluster, await pkiOf(cluster), async (artifacts) => artifacts)
    expect(problems).toEqual([])
  },
)
