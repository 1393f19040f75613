import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { sections } from '../../../src/spec/fields.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import { scenarios } from '../../lab/scenarios/index.ts'
import { Tree } from '../emit/support.ts'
import { codeIn } from '../seeds/support.ts'
import { anchorsOf, blocksOf, pages, root, specOfReadme, textOf } from './page.ts'

const scenarioNames = scenarios.map(({ name }) => name)
const fields = new Set(
  [...sections()].flatMap(([path, names]) => [path, ...names.map((name) => `${path}.${name}`)]),
)

describe.each([...pages, 'CHANGELOG.md', 'CONTRIBUTING.md', 'out/README.md'])('%s', (page) => {
  test('links to pages and headings that exist', () => {
    for (const [, path = '', anchor] of textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]*))?\)/g)) {
      const file = join(root, path === '' ? page : join(dirname(page), path))
      expect(existsSync(file), `${page} links to ${path}`).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(readFileSync(file, 'utf8')), path).toContain(anchor)
    }
  })

  test('names fields that the spec has', () => {
    const named = codeIn(textOf(page)).flatMap((code) => FIELD.exec(code)?.[1] ?? [])
    expect(named.filter((path) => !fields.has(path))).toEqual([])
  })

  test('names scenarios of the lab that exist', () => {
    const named = [...textOf(page).matchAll(/npm run lab --((?: [a-z][\w-]*)+)/g)].flatMap(([, names = '']) =>
      names.trim().split(' '),
    )
    expect(named.filter((scenario) => !scenarioNames.includes(scenario))).toEqual([])
  })

  test('has only YAML that quorate accepts as a spec, or as a part of one', () => {
    for (const { language, text } of blocksOf(page))
      if (language === 'yaml') expect(errorsOf(text, clusterOf(page)), text).toEqual([])
  })
})

test('README.md is short enough for a first visit', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(150)
})

test('the manual has the words that people search for', () => {
  const manual = pages.map(textOf).join('\n')
  for (const word of [
    'expire',
    'rotate',
    'renew',
    'SAN',
    'CA',
    'quorum',
    'snapshot',
    'learner',
    'backup',
    'restore',
  ])
    expect(manual).toMatch(new RegExp(`\\b${word}`, 'i'))
})

test('every page of the manual is in its index', () => {
  const index = textOf('docs/README.md')
  const missing = pages.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md')
  expect(missing.filter((page) => !index.includes(`](${page.replace('docs/', '')})`))).toEqual([])
})

test('the line for editors names the schema, from the top of the clone', () => {
  const lines = pages.flatMap((page) =>
    [...textOf(page).matchAll(/\$schema=(\S+)/g)].map(([, path = '']) => path),
  )
  expect(lines.length).toBeGreaterThan(0)
  for (const path of lines) expect(existsSync(join(root, path)), path).toBe(true)
})

test.each(['later', 'embed'])('docs/channels.md has the size of user-data with keys: %s', async (keys) => {
  const tree = await Tree.of({ cloudInit: { provider: 'nocloud', keys } })
  const path = tree.paths.find((each) => each.endsWith('/user-data')) ?? ''
  const [, plain, compressed] =
    new RegExp(`^\\| \`ecdsa-p256\` \\| \`${keys}\` \\| ([\\d.]+) KB \\| ([\\d.]+) KB \\|`, 'm').exec(
      textOf('docs/channels.md'),
    ) ?? []
  for (const [told, size] of [
    [plain, tree.text(path).length],
    [compressed, gzipSync(tree.text(path)).length],
  ] as const)
    expect(Math.abs(Number(told) * 1000 - size), `${told} KB, and it is ${size} bytes`).toBeLessThan(
      size / 20,
    )
})

test('every page about an example has a scenario of that name in the lab', () => {
  const stems = pages
    .filter((page) => /^docs\/seeds\/(?!README)/.test(page))
    .map((page) => basename(page, '.md'))
  expect(stems.length).toBeGreaterThan(5)
  expect(scenarioNames).toEqual(expect.arrayContaining(stems))
})

/** A path such as `tls.clients[].install`, with or without a value behind it; files have names like that too. */
const FIELD =
  /^((?:etcd|tls|ansible|systemd|secrets|cloudInit|nodes\[\]|clientHosts\[\])\.(?!(?:service|default|env|conf|conf\.yml|cfg)$)[\w.[\]]+)(?:: .*)?$/

/** What quorate has against a block of YAML: a whole spec, or fields that go into one. */
function errorsOf(text: string, cluster: object): readonly string[] {
  const fields = (/^\s*[^#\s]/m.test(text) ? load(text) : {}) as object
  const { diagnostics } = parseSpec('apiVersion' in fields ? text : JSON.stringify({ ...cluster, ...fields }))
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
}

/** The cluster that a page speaks of: the example of the same name, or the README's. */
function clusterOf(page: string): object {
  const example = join(root, 'examples', basename(page).replace(/\.md$/, '.yaml'))
  return load(existsSync(example) ? readFileSync(example, 'utf8') : specOfReadme()) as object
}
