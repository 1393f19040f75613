import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { generate } from '../../src/commands/generate.ts'

const here = import.meta.dirname
const accepting = process.env.ACCEPT === '1'

/** Every case is a spec and the whole tree that it becomes. Its PKI, made for this test and nothing else, is fixed. */
const cases = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())

test.each(cases.map(({ name }) => name))('%s: the whole tree', async (name) => {
  const given = join(here, name)
  const out = mkdtempSync(join(tmpdir(), 'quorate-case-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  for (const part of ['pki', 'secrets', 'quorate.lock.json']) {
    if (existsSync(join(given, 'tree', part))) {
      cpSync(join(given, 'tree', part), join(out, name, part), { recursive: true })
    }
  }
  const printed: string[] = []
  const say = (text: string) => void printed.push(text)
  const terminal = { result: say, problem: say, colours: { result: false, problem: false } }
  const identity = join(given, 'test-identity.txt')
  const options = { out, ageIdentityFile: existsSync(identity) ? identity : undefined }
  expect(await generate([join(given, 'spec.yaml')], options, terminal), printed.join('\n')).toBe(0)
  if (accepting) {
    rmSync(join(given, 'tree'), { recursive: true, force: true })
    cpSync(join(out, name), join(given, 'tree'), { recursive: true })
  }
  expect(readTree(join(out, name))).toEqual(readTree(join(given, 'tree')))
})

function readTree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}
