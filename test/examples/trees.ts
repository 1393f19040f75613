import { readdirSync } from 'node:fs'
import { join } from 'node:path'
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

/** An example: its spec's file, its cluster's name, its derived keys, and where its tree is committed. */
export type Example = {
  readonly file: string
  readonly name: string
  readonly keys: readonly TestKey[]
  readonly place: Place
}

/** All examples. */
export const examples: readonly Example[] = readdirSync(specs)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => {
    const cluster = clusterOf(join(specs, file))
    const { name } = cluster
    return { file, name, keys: testKeys(cluster), place: { folder: join(folders, name), digests, name } }
  })

/** Renders an example with its derived keys. Everything in secrets/ comes apart: nothing of it is committed. */
export async function renderExample({ file, keys, place }: Example): Promise<{ tree: Tree; secrets: Tree }> {
  const texts = Object.fromEntries(keys.map(({ file, pem }) => [file, pem]))
  const rendered = await render({ spec: join(specs, file), pki: place.folder, keys: texts })
  const part = (isSecret: boolean) =>
    Object.entries(rendered).filter(([path]) => path.startsWith('secrets/') === isSecret)
  return { tree: Object.fromEntries(part(false)), secrets: Object.fromEntries(part(true)) }
}
