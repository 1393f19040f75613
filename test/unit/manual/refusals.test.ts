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
const messages = rowsUnder('The playbooks stop')
const findings = rowsUnder('verify.yml finds')

const codesOf = (file: string, key: string) => {
  const variables = load(
    readFileSync(join(templates, 'ansible/roles/etcd/vars/main', file), 'utf8'),
  ) as Record<string, object>
  return Object.keys(variables[key] ?? {}).sort()
}

const keysOf = (rows: readonly Row[]) => rows.map(({ key }) => key).sort()

/** What the scripts say when they stop, with … in place of what is filled in. */
const failures = ['script', 'install'].flatMap((folder) =>
  readdirSync(join(templates, 'bundle', folder)).flatMap((file) => {
    const text = readFileSync(join(templates, 'bundle', folder, file), 'utf8')
    return [...text.matchAll(/\bfail (?:"((?:[^"\\]|\\.)*)"|'([^']*)')/g)].map(([, filled, plain]) =>
      (filled ?? plain ?? '').replaceAll(/\$\{?\w+\}?/g, '…'),
    )
  }),
)

describe('docs/verdicts.md', () => {
  test('has every verdict on a node, and no other', () => {
    const script = readFileSync(join(templates, 'bundle/script/verdicts.sh'), 'utf8')
    const codes = [...script.matchAll(/^ {4}([a-z-]+)\) echo "/gm)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(25)
    expect(keysOf(verdicts)).toEqual(codes.sort())
  })

  test('has everything at which bootstrap.sh stops, and nothing else', () => {
    expect(failures.length).toBeGreaterThan(10)
    const known = (text: string) => stops.filter(({ key }) => text.startsWith(key)).length
    expect(failures.filter((text) => known(text) === 0)).toEqual([])
    expect(keysOf(stops).filter((key) => !failures.some((text) => text.startsWith(key)))).toEqual([])
  })

  test('has everything that the playbooks say, and nothing else', () => {
    expect(keysOf(messages)).toEqual(codesOf('messages.yml', 'etcd_messages'))
    expect(keysOf(findings)).toEqual(codesOf('findings.yml', 'etcd_checks'))
  })

  test.each([...verdicts, ...stops, ...messages, ...findings])(
    'names the scenario that follows the advice of $key',
    ({ key, scenario }) => {
      if (scenario.startsWith('none: ')) return
      expect(scenarios.map(({ name }) => name)).toContain(scenario)
      expect(sourceOf(scenario), scenario).toContain(key.replace(/^… /, ''))
    },
  )
})

/** The text of a scenario and of the steps that it takes. */
function sourceOf(scenario: string): string {
  const lab = join(root, 'test/lab')
  const text = readFileSync(join(lab, 'scenarios', `${scenario}.ts`), 'utf8')
  const steps = [...text.matchAll(/from '\.\.\/(steps\/[\w/-]+\.ts)'/g)].map(([, path = '']) =>
    join(lab, path),
  )
  return [text, ...steps.filter(existsSync).map((path) => readFileSync(path, 'utf8'))]
    .join('\n')
    .replaceAll('\\', '')
}
