import { type Dirent, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { accepting, expectCommitted, readDigests, writeDigests } from '../trees/committed.ts'
import { readTree, type Tree } from '../trees/tree.ts'
import { holdsKey } from './holds-key.ts'
import { isIn, isSpecial, shownOf } from './special.ts'
import { digests, examples, folders, renderExample } from './trees.ts'

const root = join(import.meta.dirname, '../..')

describe.each(examples)('examples/$file', (example) => {
  const { file, keys, place } = example
  let tree: Tree
  let secrets: Tree

  beforeAll(async () => {
    const rendered = await renderExample(example)
    tree = rendered.tree
    secrets = rendered.secrets
  })

  test('its tree is the committed one', () => {
    expectCommitted(place, tree, isSpecial(file))
  })

  test('it has everything that special.ts says it shows', () => {
    // A cluster without TLS has no certificates.
    const shown = shownOf(file).filter((each) => each !== 'pki/' || keys.length > 0)
    expect(shown.filter((each) => !Object.keys(tree).some((path) => isIn(each, path)))).toEqual([])
  })

  test('its keys are the derived ones', () => {
    // `generate` makes a new key in place of one that does not fit.
    for (const { file, pem } of keys) expect(secrets[file]?.content).toBe(pem)
  })

  test('no file outside secrets/ has a private key, in any form', () => {
    const numbers = keys.map(({ number }) => number)
    const files = Object.entries(tree)
    const found = files.filter(([, { content }]) => holdsKey(Buffer.from(content), numbers))
    expect(found.map(([path]) => path)).toEqual([])
  })
})

describe('out/examples', () => {
  const names = examples.map(({ name }) => name)

  test('has nothing but a folder for every example', () => {
    const isExample = (entry: Dirent) => entry.isDirectory() && names.includes(entry.name)
    const strangers = readdirSync(folders, { withFileTypes: true }).flatMap((entry) =>
      isExample(entry) ? [] : [entry.name],
    )
    const trees = Object.entries(readDigests(digests))
    if (accepting) {
      for (const name of strangers) rmSync(join(folders, name), { recursive: true })
      writeDigests(digests, Object.fromEntries(trees.filter(([name]) => names.includes(name))))
    } else {
      const gone = trees.map(([name]) => name).filter((name) => !names.includes(name))
      expect([...strangers, ...gone], 'npm run accept removes them').toEqual([])
    }
  })

  test('has no folder for secrets', () => {
    const paths = Object.keys(readTree(folders))
    expect(paths.filter((path) => path.split('/').includes('secrets'))).toEqual([])
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
