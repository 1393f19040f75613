import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificateFile } from '../../src/pki/files.ts'
import { planPki } from '../../src/pki/plan.ts'
import type { Place } from '../trees/committed.ts'
import { clusterOf, render } from '../trees/render.ts'
import type { Tree } from '../trees/tree.ts'
import { type TestKey, testKeys } from './test-keys.ts'

const root = join(import.meta.dirname, '../..')
const specs = join(root, 'examples')

/** Where the examples' folders are. */
export const folders = join(root, 'out/examples')

/** Where the digests of all examples are. */
export const digests = join(import.meta.dirname, 'digests.txt')

/** The examples that have the CAs of another one. */
const CAS_OF: Readonly<Record<string, string>> = { 'kubernetes-events.yaml': 'kubernetes-main.yaml' }

/** An example: its spec's file, its cluster's name, its derived keys, and where its tree is committed. */
export type Example = {
  readonly file: string
  readonly name: string
  readonly keys: readonly TestKey[]
  readonly place: Place
  /** The files of CA certificates that it has of another example, by their paths in its tree. */
  readonly cas: Readonly<Record<string, string>>
}

/** All examples; those that need the certificates of another one are last. */
export const examples: readonly Example[] = readdirSync(specs)
  .filter((file) => file.endsWith('.yaml'))
  .sort((one, other) => Number(one in CAS_OF) - Number(other in CAS_OF))
  .map((file) => {
    const cluster = clusterOf(join(specs, file))
    const { name } = cluster
    const other = CAS_OF[file]
    const casOf = other === undefined ? name : clusterOf(join(specs, other)).name
    const imported = other === undefined ? [] : planPki(cluster.tls?.subjects).authorities
    const cas = imported.map(({ id }) => [certificateFile(id), join(folders, casOf, certificateFile(id))])
    const place = { folder: join(folders, name), digests, name }
    return { file, name, keys: testKeys(cluster, casOf), place, cas: Object.fromEntries(cas) }
  })

/** Renders an example with its derived keys. Everything in secrets/ comes apart: nothing of it is committed. */
export async function renderExample(example: Example): Promise<{ tree: Tree; secrets: Tree }> {
  const { file, keys, place, cas } = example
  const texts = Object.fromEntries(keys.map(({ file, pem }) => [file, pem]))
  const imported = Object.entries(cas).map(([path, source]) => [path, readFileSync(source, 'utf8')])
  const given = { ...texts, ...Object.fromEntries(imported) }
  const rendered = await render({ spec: join(specs, file), pki: place.folder, keys: given })
  const part = (isSecret: boolean) =>
    Object.entries(rendered).filter(([path]) => path.startsWith('secrets/') === isSecret)
  return { tree: Object.fromEntries(part(false)), secrets: Object.fromEntries(part(true)) }
}
