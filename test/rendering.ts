import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { generate } from '../src/commands/generate.ts'
import { LOCK_FILE, readLock } from '../src/output/lock.ts'

/** Whether what comes out now is taken over, as by `npm run accept`. */
export const accepting = process.env.ACCEPT === '1'

/** A spec, its cluster's name, and the tree whose PKI it is to go with. */
export type Given = {
  readonly spec: string
  readonly cluster: string
  readonly tree: string
  /** Private keys that the tree does not hold, by their paths in it. */
  readonly keys?: Readonly<Record<string, string>>
  readonly ageIdentityFile?: string | undefined
}

/**
 * Runs the real `generate` in a temporary folder in which the tree's PKI already lies, and returns the cluster's tree,
 * which is gone after the test. What is not there is not copied: the run then makes it, or says what is missing.
 */
export async function render({ spec, cluster, tree, keys = {}, ageIdentityFile }: Given): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'quorate-case-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const rendered = join(out, cluster)
  for (const path of keptOf(tree)) cpSync(join(tree, path), join(rendered, path))
  for (const [path, text] of Object.entries(keys)) {
    mkdirSync(dirname(join(rendered, path)), { recursive: true, mode: 0o700 })
    writeFileSync(join(rendered, path), text, { mode: 0o600 })
  }
  const printed: string[] = []
  const say = (text: string) => void printed.push(text)
  const terminal = { result: say, problem: say, colours: { result: false, problem: false } }
  expect(await generate([spec], { out, ageIdentityFile }, terminal), printed.join('\n')).toBe(0)
  return rendered
}

/** What of a tree goes into the run: its lock, and of its PKI what that names. Anything else would come out as it went in. */
function keptOf(tree: string): string[] {
  if (!existsSync(join(tree, LOCK_FILE))) return []
  const files = Object.keys(readLock(readFileSync(join(tree, LOCK_FILE), 'utf8'))?.files ?? {})
  const kept = files.filter((path) => /^(?:pki|secrets)\//.test(path))
  return [LOCK_FILE, ...kept].filter((path) => existsSync(join(tree, path)))
}

/** Puts `files` in place of whatever lies in `folder`. */
export function replaceFolder(folder: string, files: string): void {
  rmSync(folder, { recursive: true, force: true })
  if (existsSync(files)) cpSync(files, folder, { recursive: true })
}
