import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { generate } from '../src/commands/generate.ts'

/** Whether what comes out now is taken over, as by `npm run accept`. */
export const accepting = process.env.ACCEPT === '1'

/** What a failing comparison says first. */
export const STALE = 'what is committed is not what comes out now; npm run accept takes it over'

/** A spec, its cluster's name, and where the PKI that it is to go with lies: parts of the tree by their paths. */
export type Given = {
  readonly spec: string
  readonly cluster: string
  readonly kept: Readonly<Record<string, string>>
  readonly ageIdentityFile?: string | undefined
}

/**
 * Runs the real `generate` in a temporary folder in which what is kept already lies, and returns the cluster's tree,
 * which is gone after the test. What is not there is not copied: the run then makes it, or says what is missing.
 */
export async function render({ spec, cluster, kept, ageIdentityFile }: Given): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'quorate-case-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const tree = join(out, cluster)
  for (const [part, source] of Object.entries(kept)) {
    if (existsSync(source)) cpSync(source, join(tree, part), { recursive: true })
  }
  const printed: string[] = []
  const say = (text: string) => void printed.push(text)
  const terminal = { result: say, problem: say, colours: { result: false, problem: false } }
  expect(await generate([spec], { out, ageIdentityFile }, terminal), printed.join('\n')).toBe(0)
  return tree
}

/** Puts `files` in place of whatever lies in `folder`. */
export function replaceFolder(folder: string, files: string): void {
  rmSync(folder, { recursive: true, force: true })
  if (existsSync(files)) cpSync(files, folder, { recursive: true })
}

/** The text of every file in a folder, by its path there. A folder that is missing holds none. */
export function readTree(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]))
}
