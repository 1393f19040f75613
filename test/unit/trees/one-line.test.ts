import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compileTemplate } from '../../../src/build/templates.ts'
import { compiledTemplates, plainTemplates } from '../../../src/generated/templates.js'
import { cases, renderCase, renderFull } from '../../cases/trees.ts'
import { isSpecial } from '../../examples/special.ts'
import { examples, renderExample } from '../../examples/trees.ts'
import { abbreviate, type Committed } from '../../trees/committed.ts'
import { changedPaths } from '../../trees/difference.ts'

const templates = join(import.meta.dirname, '../../../templates')
const script = Object.keys(plainTemplates).find((name) => /^bundle\/(?:.+\/)?apply\.sh$/.test(name)) ?? ''

/** The document in which a line changes, the line's text before and after, and how many files of the repository may change with it. */
const rows: readonly [string, string, RegExp, string, number][] = [
  ['of the script', script, /\n$/, '\n:\n', 12],
  ['of the unit', 'nodes/etcd.service.hbs', /^OOMScoreAdjust=.*$/m, 'OOMScoreAdjust=0', 25],
]

const before = await renderAll()

test.each(rows)('one changed line %s', async (_, name, line, changed, limit) => {
  const text = readFileSync(join(templates, name), 'utf8')
  expect(text).toMatch(line)
  const after = await withDocument(name, text.replace(line, changed), renderAll)
  const files = [...before].flatMap(([folder, tree]) => changedFiles(folder, tree, after.get(folder) ?? {}))
  const all = [`templates/${name}`, ...new Set(files)]
  expect(all.length, 'some tree shows the document').toBeGreaterThan(1)
  expect(all.length, all.join('\n')).toBeLessThanOrEqual(limit)
})

/** All trees as they are committed, by their folders. */
async function renderAll(): Promise<Map<string, Committed>> {
  const trees = new Map<string, Committed>()
  for (const example of examples) {
    const { tree } = await renderExample(example)
    trees.set(`out/examples/${example.name}`, abbreviate(tree, isSpecial(example.file)))
  }
  const full = await renderFull()
  for (const name of cases) {
    const { tree, isShown } = await renderCase(name, full)
    trees.set(`test/cases/${name}/tree`, abbreviate(tree, isShown))
  }
  return trees
}

/** Does something while a document of templates/ has another text. */
async function withDocument<Result>(
  name: string,
  text: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const isCompiled = name.endsWith('.hbs')
  const documents: Record<string, unknown> = isCompiled ? compiledTemplates : plainTemplates
  const key = name.replace(/\.hbs$/, '')
  const before = documents[key]
  // What Handlebars compiles is the text of an object literal.
  documents[key] = isCompiled ? new Function(`return ${compileTemplate(key, text)}`)() : text
  try {
    return await work()
  } finally {
    documents[key] = before
  }
}

/** The files of the repository that have to change with a tree. */
function changedFiles(folder: string, before: Committed, after: Committed): string[] {
  const digests = folder.startsWith('out/') ? 'test/examples/digests.txt' : 'test/cases/digests.txt'
  const isDigest = (path: string) => [before[path], after[path]].some((entry) => entry && 'sha256' in entry)
  return changedPaths(before, after).map((path) => (isDigest(path) ? digests : `${folder}/${path}`))
}
