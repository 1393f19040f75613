import { type Dirent, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { resolveCluster } from '../../src/cluster/resolve.ts'
import { fillDefaults } from '../../src/spec/defaults.ts'
import { parseSpec } from '../../src/spec/parse.ts'
import { accepting, render, replaceFolder } from '../rendering.ts'
import { expectCommitted } from '../trees/difference.ts'
import { readTree } from '../trees/tree.ts'
import { holdsKey } from './holds-key.ts'
import { testKeys } from './test-keys.ts'

const root = join(import.meta.dirname, '../..')
/** What is committed of each example's tree: all but secrets/. */
const trees = join(root, 'out/examples')

const examples = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const cluster = clusterOf(join(root, 'examples', file))
    return { file, name: cluster.name, keys: testKeys(cluster) }
  })

test.each(examples)('examples/$file: what is committed of its tree', async ({ file, name, keys }) => {
  const tree = join(trees, name)
  const texts = Object.fromEntries(keys.map(({ file, pem }) => [file, pem]))
  const rendered = await render({ spec: join(root, 'examples', file), cluster: name, tree, keys: texts })
  // Of a key that was not as it should be, `generate` would have made another.
  for (const { file, pem } of keys) expect(readFileSync(join(rendered, file), 'utf8')).toBe(pem)
  rmSync(join(rendered, 'secrets'), { recursive: true, force: true })
  if (accepting) replaceFolder(tree, rendered)
  expectCommitted(readTree(tree), readTree(rendered))
})

describe('out/examples', () => {
  test('has nothing but a folder for every example', () => {
    const isExample = (entry: Dirent) =>
      entry.isDirectory() && examples.some(({ name }) => name === entry.name)
    const strangers = readdirSync(trees, { withFileTypes: true }).flatMap((entry) =>
      isExample(entry) ? [] : [entry.name],
    )
    if (accepting) for (const name of strangers) rmSync(join(trees, name), { recursive: true })
    else expect(strangers, 'npm run accept removes them').toEqual([])
  })

  test('has no folder for secrets', () => {
    const paths = Object.keys(readTree(trees))
    expect(paths.filter((path) => path.split('/').includes('secrets'))).toEqual([])
  })

  test.each(examples)('$name has no private key in any file, in whatever form', ({ name, keys }) => {
    const folder = join(trees, name)
    const numbers = keys.map(({ number }) => number)
    const files = Object.entries(readTree(folder)).filter(
      ([, { kind }]) => kind === 'file' || kind === 'executable',
    )
    const paths = files.map(([path]) => path)
    expect(paths.filter((path) => holdsKey(readFileSync(join(folder, path)), numbers))).toEqual([])
  })
})

describe('out/README.md', () => {
  const text = readFileSync(join(root, 'out/README.md'), 'utf8')

  test('has a row for every example', () => {
    const rows = [...text.matchAll(/\]\(\.\.\/examples\/(.+?)\).*\]\(examples\/(.+?)\)/g)]
    const shown = rows.map(([, file = '', name = '']) => ({ file, name }))
    expect(new Set(shown)).toEqual(new Set(examples.map(({ file, name }) => ({ file, name }))))
    expect(shown).toHaveLength(examples.length)
  })

  test('links to what is there', () => {
    const links = [...text.matchAll(/\]\((.+?)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(root, 'out', link)))).toEqual([])
  })
})

/** The cluster that a spec describes; its name also is that of its folder. */
function clusterOf(file: string): Cluster {
  const { value: spec, diagnostics } = parseSpec(readFileSync(file, 'utf8'))
  if (spec === undefined) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`)
  return resolveCluster(fillDefaults(spec))
}
