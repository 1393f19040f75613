import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sections } from '../../../src/spec/fields.ts'
import { scenarios } from '../../lab/scenarios/index.ts'
import { codeIn } from './support.ts'

const folder = join(import.meta.dirname, '../../../docs/seeds')
const pages = readdirSync(folder)
const scenarioNames = scenarios.map(({ name }) => name)
const fields = new Set(
  [...sections()].flatMap(([path, names]) => [path, ...names.map((name) => `${path}.${name}`)]),
)

describe.each(pages)('docs/seeds/%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8')

  test('names fields that the spec has', () => {
    const named = codeIn(text).flatMap((code) => FIELD.exec(code)?.[1] ?? [])
    expect(named.filter((path) => !fields.has(path))).toEqual([])
  })

  test('names scenarios of the lab that there are', () => {
    const named = [...text.matchAll(/npm run lab --([ \w-]+)/g)].flatMap(([, names = '']) =>
      names.trim().split(/\s+/),
    )
    expect(named.filter((scenario) => !scenarioNames.includes(scenario))).toEqual([])
  })

  test('links to what there is', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]*)(?:#([^)]*))?\)/g)].map(([, file = '', anchor]) => {
      return { file: join(folder, file === '' ? name : file), anchor }
    })
    for (const { file, anchor } of links) {
      expect(existsSync(file), file).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(file), file).toContain(anchor)
    }
  })
})

test('every page about an example has a scenario of that name in the lab', () => {
  const stems = pages.filter((name) => name !== 'README.md').map((name) => name.replace(/\.md$/, ''))
  expect(scenarioNames).toEqual(expect.arrayContaining(stems))
})

/** A path such as `tls.clients[].install`, with or without a value behind it; files have names like that too. */
const FIELD =
  /^((?:etcd|tls|ansible|systemd|secrets|cloudInit|nodes\[\]|clientHosts\[\])\.(?!(?:service|default|env)$)[\w.[\]]+)(?:: .*)?$/

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}
