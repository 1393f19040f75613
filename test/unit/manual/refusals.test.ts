import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { scenarios } from '../../lab/scenarios/index.ts'
import { root, textOf } from './page.ts'

/** The rows of a section of the page: its first cell, and the last, which names the scenario that follows the advice. */
type Row = { readonly key: string; readonly scenario: string }

const page = textOf('docs/verdicts.md')
const templates = join(root, 'templates')

function rowsUnder(...headings: readonly string[]): readonly Row[] {
  return headings.flatMap((heading) => {
    const [, section = ''] = page.split(`\n## ${heading}\n`)
    const lines = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\| [`"]/.test(line))
    return lines.map((line) => {
      const cells = line.split(' | ')
      return {
        key: (cells[0] ?? '').replaceAll(/[|`"]/g, '').trim(),
        scenario: (cells.at(-1) ?? '').replace(/ \|$/, ''),
      }
    })
  })
}

const verdicts = rowsUnder('The machine', 'The data and the cluster', 'The installation')
const stops = rowsUnder('bootstrap.sh stops')
const packStops = rowsUnder('pack.sh stops')
const messages = rowsUnder('The playbooks stop')
const findings = rowsUnder('verify.yml finds')

const codesOf = (file: string, key: string) => {
  const variables = load(
    readFileSync(join(templates, 'ansible/roles/etcd/vars/main', file), 'utf8'),
  ) as Record<string, object>
  return Object.keys(variables[key] ?? {}).sort()
}

const keysOf = (rows: readonly Row[]) => rows.map(({ key }) => key).sort()

/** What a script says when it stops, with … in place of what is filled in. */
const failuresOf = (path: string) =>
  [...readFileSync(join(templates, 'bundle', path), 'utf8').matchAll(FAIL)].map(([, filled, plain]) =>
    (filled ?? plain ?? '').replaceAll(/\$\{?\w+\}?/g, '…'),
  )
const FAIL = /\bfail (?:"((?:[^"\\]|\\.)*)"|'([^']*)')/g

const failures = ['script', 'install'].flatMap((folder) =>
  readdirSync(join(templates, 'bundle', folder)).flatMap((file) => failuresOf(`${folder}/${file}`)),
)

describe('docs/verdicts.md', () => {
  test('has every verdict on a node, and no other', () => {
    const script = readFileSync(join(templates, 'bundle/script/verdicts.sh.hbs'), 'utf8')
    const codes = [...script.matchAll(/^ {4}([a-z-]+)\) echo "/gm)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(25)
    expect(keysOf(verdicts)).toEqual(codes.sort())
  })

  test.each([
    ['bootstrap.sh', failures, stops],
    ['pack.sh', failuresOf('pack.sh.hbs'), packStops],
  ])('has everything at which %s stops, and nothing else', (_, texts, rows) => {
    expect(texts.length).toBeGreaterThan(10)
    const known = (text: string) => rows.some(({ key }) => text.startsWith(key))
    expect(texts.filter((text) => !known(text))).toEqual([])
    expect(keysOf(rows).filter((key) => !texts.some((text) => text.startsWith(key)))).toEqual([])
  })

  test('has everything that the playbooks say, and nothing else', () => {
    expect(keysOf(messages)).toEqual(codesOf('messages.yml', 'etcd_messages'))
    expect(keysOf(findings)).toEqual(codesOf('findings.yml', 'etcd_checks'))
  })

  test.each([...verdicts, ...stops, ...packStops, ...messages, ...findings])(
    'names the scenario that follows the advice of $key',
    ({ key, scenario }) => {
      if (scenario.startsWith('none: ')) return
      expect([...scenarios.map(({ name }) => name), 'pack.test.ts']).toContain(scenario)
      const parts = key.split(/… ?/).filter((part) => part !== '')
      for (const part of parts) expect(sourceOf(scenario), scenario).toContain(part)
    },
  )
})

/** The text of a scenario and of the steps that it takes. */
function sourceOf(scenario: string): string {
  const lab = join(root, 'test/lab')
  if (scenario === 'pack.test.ts') return readFileSync(join(root, 'test/unit/emit/pack.test.ts'), 'utf8')
  const text = readFileSync(join(lab, 'scenarios', `${scenario}.ts`), 'utf8')
  const steps = [...text.matchAll(/from '\.\.\/(steps\/[\w/-]+\.ts)'/g)].map(([, path = '']) =>
    join(lab, path),
  )
  return [text, ...steps.filter(existsSync).map((path) => readFileSync(path, 'utf8'))]
    .join('\n')
    .replaceAll('\\', '')
}
