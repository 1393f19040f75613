import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { resolveCluster } from '../../src/cluster/resolve.ts'
import { generate } from '../../src/commands/generate.ts'
import { terminal } from '../../src/commands/terminal.ts'
import { LOCK_FILE, type Lock, readLock } from '../../src/output/lock.ts'
import { sha256 } from '../../src/render/digest.ts'
import { parseSpec } from '../../src/spec/parse.ts'
import { readTree, type Tree } from './tree.ts'

/** What a tree is rendered from. */
export type Source = {
  readonly spec: string
  /** The folder whose certificates and keys the tree gets. The run makes those that are missing there. */
  readonly pki?: string
  /** More private keys and certificates, by their paths in the tree. */
  readonly keys?: Readonly<Record<string, string>>
  readonly ageIdentityFile?: string | undefined
}

/** Runs the real `generate` in a temporary folder, next to the PKI that it is given, and returns the whole tree. */
export async function render({ spec, pki = '', keys = {}, ageIdentityFile }: Source): Promise<Tree> {
  const cluster = clusterOf(spec)
  const out = mkdtempSync(join(tmpdir(), 'quorate-case-'))
  try {
    const folder = join(out, cluster.name)
    mkdirSync(folder)
    for (const name of ['pki', 'secrets'].filter((name) => pki && existsSync(join(pki, name))))
      cpSync(join(pki, name), join(folder, name), { recursive: true })
    for (const [path, text] of Object.entries(keys)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
      writeFileSync(join(folder, path), text, { mode: 0o600 })
    }
    const given = readTree(folder)
    // A folder without certificates is a new one: `generate` makes them for the keys.
    const isNew = !Object.keys(given).some((path) => path.startsWith('pki/'))
    if (!isNew) writeFileSync(join(folder, LOCK_FILE), lockOf(cluster, given))
    const printed: string[] = []
    const stream = { write: (text: string) => printed.push(text) }
    const silent = terminal({ stdout: stream, stderr: stream, env: {} })
    expect(await generate([spec], { out, ageIdentityFile }, silent), printed.join('')).toBe(0)
    const tree = readTree(folder)
    // `generate` leaves certificates and keys alone that the spec has no use for. They are not part of the tree.
    const files = readLock(tree[LOCK_FILE]?.content ?? '')?.files ?? {}
    return Object.fromEntries(Object.entries(tree).filter(([path]) => path in files || !(path in given)))
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** The cluster that a spec describes. Its name is the name of its folder. */
export function clusterOf(file: string): Cluster {
  const { value: spec, diagnostics } = parseSpec(readFileSync(file, 'utf8'))
  if (spec === undefined) throw new Error(`${file}: ${JSON.stringify(diagnostics)}`)
  return resolveCluster(spec)
}

/** The lock of a folder that holds the given PKI and nothing else. It says for whom the keys are encrypted. */
function lockOf(cluster: Cluster, given: Tree): string {
  const files = Object.entries(given).map(([path, { content }]) => [path, sha256(content)])
  const lock: Lock = {
    lockVersion: 1,
    cluster: '',
    secrets: cluster.protection,
    certificates: [],
    files: Object.fromEntries(files),
  }
  return JSON.stringify(lock)
}
