import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveCluster } from '../../../src/cluster/resolve.ts'
import { composeTree } from '../../../src/pipeline.ts'
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
  const cluster = resolveCluster(value)
  const { value: artifacts, diagnostics } = await composeTree(
    cluster,
    await pkiOf(cluster),
    async (all) => all,
  )
  if (!artifacts) throw new Error(JSON.stringify(diagnostics))
  return { nodes: value.nodes, tree: new Tree(artifacts) }
}

/** The values of a file of variables, by variable. */
export function variablesIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/^(\w+)="(.*)"$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
  )
}

/** A line of files.txt. */
export type TableLine = Readonly<Record<'kind' | 'mode' | 'owner' | 'group' | 'content' | 'path', string>>

/** What a node is to hold, line by line. */
export function linesOfTable(tree: Tree, node: string): readonly TableLine[] {
  const lines = tree.text(`nodes/${node}/files.txt`).split('\n')
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [kind = '', mode = '', owner = '', group = '', content = '', path = ''] = line.split(' ')
      return { kind, mode, owner, group, content, path }
    })
}

/** A table of a page: the cells of its rows, without the heading, as they are written. */
export function tableUnder(page: string, heading: RegExp): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const start = lines.findIndex((line) => heading.test(line))
  if (start < 0) throw new Error(`no table has ${heading}`)
  const rest = lines.slice(start + 2)
  const length = rest.findIndex((line) => !line.startsWith('|'))
  return rest.slice(0, length < 0 ? undefined : length).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  )
}

/** What stands in backquotes in a text. */
export function codeIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

/** The flags of etcd on the unit's command line, by option; one without a value is `true`. */
export function flagsIn(unit: string): Readonly<Record<string, string>> {
  const flags = unit.matchAll(/^ {2}--([^=\s]+)(?:=(\S*))?/gm)
  return Object.fromEntries([...flags].map(([, option = '', value = 'true']) => [option, value]))
}

/** The lines of a unit by the section that they stand in, without comments. */
export function sectionsIn(unit: string): ReadonlyMap<string, readonly string[]> {
  const parts = unit.split(/^\[(\w+)\]$/m).slice(1)
  const lines = (text = '') => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    parts.flatMap((name, index) => (index % 2 === 0 ? [[name, lines(parts[index + 1])] as const] : [])),
  )
}

/** The names that one has and the other has not, in order. */
export function namesBeyond(more: object, less: object): string[] {
  return Object.keys(more)
    .filter((name) => !Object.hasOwn(less, name))
    .sort()
}
