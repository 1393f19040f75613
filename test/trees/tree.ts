import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** What is at a path, as far as Git keeps it: a file with its text, or a link with its target. */
export type Entry = { readonly kind: 'file' | 'executable' | 'link' | 'neither'; readonly content: string }

/** Everything in a folder but folders, by its path there. */
export type Tree = Readonly<Record<string, Entry>>

/** Reads a folder. A folder that is missing is an empty tree. */
export function readTree(folder: string): Tree {
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

/** Makes a folder hold a tree and nothing else. */
export function writeTree(folder: string, tree: Tree): void {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, { kind, content }] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    if (kind === 'link') symlinkSync(content, join(folder, path))
    else writeFileSync(join(folder, path), content, { mode: kind === 'executable' ? 0o755 : 0o644 })
  }
}
