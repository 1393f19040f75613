import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { composeTree } from '../../../src/pipeline.ts'
import { fillDefaults } from '../../../src/spec/defaults.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { pkiOf, Tree } from '../emit/support.ts'

const root = join(import.meta.dirname, '../../..')

/** The text of an example. */
export function exampleText(name: string): string {
  return readFileSync(join(root, 'examples', name), 'utf8')
}

/** The page of the manual about it. */
export function pageOf(name: string): string {
  return readFileSync(join(root, 'docs/seeds', name.replace(/\.yaml$/, '.md')), 'utf8')
}

/** What an example becomes, and the nodes that it has. */
export async function treeOf(name: string) {
  const { value } = parseSpec(exampleText(name))
  if (value === undefined) throw new Error(`${name} is no spec`)
  const cluster = resolveCluster(fillDefaults(value))
  const { value: artifacts, problems } = await composeTree(cluster, await pkiOf(cluster), async (all) => all)
  if (!artifacts) throw new Error(JSON.stringify(problems))
  return { nodes: value.nodes, tree: new Tree(artifacts) }
}

/** The values of a file of variables, by variable. */
export function variablesIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)="(.*)"$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
}

/** The flags of etcd on the unit's command line, by option; one without a value is `true`. */
export function flagsIn(unit: string): Readonly<Record<string, string>> {
  const flags = unit.matchAll(/^ {2}--([^=\s]+)(?:=(\S*))?/gm)
  return Object.fromEntries([...flags].map(([, option = '', value = 'true']) => [option, value]))
}

/** The names that one has and the other has not, in order. */
export function namesBeyond(more: object, less: object): string[] {
  return Object.keys(more)
    .filter((name) => !Object.hasOwn(less, name))
    .sort()
}
