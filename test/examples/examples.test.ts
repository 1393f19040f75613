import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { accepting, readTree, render, replaceFolder, STALE } from '../rendering.ts'

const root = join(import.meta.dirname, '../..')
/** What is committed of each example's tree: all but secrets/, which lies with the tests. */
const trees = join(root, 'out/examples')
const keys = join(import.meta.dirname, 'test-keys')

const examples = readdirSync(join(root, 'examples'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, cluster: clusterOf(join(root, 'examples', file)) }))
const clusters = examples.map(({ cluster }) => cluster)

test.each(examples)('examples/$file: what is committed of its tree', async ({ file, cluster }) => {
  const tree = join(trees, cluster)
  const rendered = await render({
    spec: join(root, 'examples', file),
    cluster,
    kept: {
      pki: join(tree, 'pki'),
      'quorate.lock.json': join(tree, 'quorate.lock.json'),
      secrets: join(keys, cluster),
    },
  })
  const secrets = readTree(join(rendered, 'secrets'))
  if (accepting) replaceFolder(join(keys, cluster), join(rendered, 'secrets'))
  rmSync(join(rendered, 'secrets'), { recursive: true, force: true })
  if (accepting) replaceFolder(tree, rendered)
  expect(readTree(rendered), STALE).toEqual(readTree(tree))
  expect(secrets, STALE).toEqual(readTree(join(keys, cluster)))
})

test.each([
  ['out/examples', trees],
  ['test-keys', keys],
])('%s has nothing of a cluster that is no example', (_, folder) => {
  const strangers = readdirSync(folder).filter((name) => !clusters.includes(name))
  if (accepting) for (const name of strangers) rmSync(join(folder, name), { recursive: true })
  else expect(strangers, STALE).toEqual([])
})

describe('out/examples', () => {
  test('has no folder for secrets', () => {
    const entries = readdirSync(trees, { recursive: true, encoding: 'utf8' })
    expect(entries.filter((path) => path.split('/').includes('secrets'))).toEqual([])
  })

  test('has no private key in any file', () => {
    // What a PEM file has between its first line and its last; a short line may be anyone's.
    const linesOfKeys = Object.values(readTree(keys))
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.length >= 32 && !line.startsWith('-----'))
    const isKey = (text: string) =>
      /PRIVATE KEY|AGE-SECRET-KEY/.test(text) || linesOfKeys.some((line) => text.includes(line))
    const files = Object.entries(readTree(trees))
    expect(files.filter(([, text]) => isKey(text)).map(([path]) => path)).toEqual([])
  })
})

describe('out/README.md', () => {
  const text = readFileSync(join(root, 'out/README.md'), 'utf8')

  test('has a row for every example', () => {
    const rows = [...text.matchAll(/\]\(\.\.\/examples\/(.+?)\).*\]\(examples\/(.+?)\)/g)]
    const shown = rows.map(([, file = '', cluster = '']) => ({ file, cluster }))
    expect(new Set(shown)).toEqual(new Set(examples))
    expect(shown).toHaveLength(examples.length)
  })

  test('links to what is there', () => {
    const links = [...text.matchAll(/\]\((.+?)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(root, 'out', link)))).toEqual([])
  })
})

/** The name of a spec's cluster, which also is that of its folder. */
function clusterOf(spec: string): string {
  return (load(readFileSync(spec, 'utf8')) as { name: string }).name
}
