import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { generate } from '../src/commands/generate.ts'
import { LOCK_FILE, readLock } from '../src/output/lock.ts'

/** Whether what comes out now is taken over, as by `npm run accept`. */
export const accepting = process.env.ACCEPT === '1'

/** What a failing comparison says first. */
export const STALE = 'what is committed is not what comes out now; npm run accept takes it over'

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

/** What lies at a path, as far as Git keeps it: a file with its text, or a link with where it leads. */
type Entry = { readonly kind: 'file' | 'executable' | 'link' | 'neither'; readonly content: string }

/** All that lies in a folder but folders, by its path there. A folder that is missing holds nothing. */
export function readTree(folder: string): Record<string, Entry> {
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    const at = (kind: Entry['kind'], content = '') => [[relative(folder, path), { kind, content }] as const]
    if (entry.isDirectory()) return []
    if (entry.isSymbolicLink()) return at('link', readlinkSync(path))
    if (!entry.isFile()) return at('neither')
    return at(statSync(path).mode & 0o100 ? 'executable' : 'file', readFileSync(path, 'utf8'))
  })
  return Object.fromEntries(entries)
}
