import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Place } from '../trees/committed.ts'
import { clusterOf, render } from '../trees/render.ts'
import type { Tree } from '../trees/tree.ts'
import { isSpecial } from './special.ts'

const here = import.meta.dirname

/** Where the digests of all cases are. */
export const digests = join(here, 'digests.txt')

/** The names of the cases. */
export const cases: readonly string[] = readdirSync(here, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)

/** A tree, where it is committed, and which of its files are committed with their text. */
export type Rendered = {
  readonly place: Place
  readonly tree: Tree
  readonly isShown: (path: string) => boolean
}

/** Renders the full example, with new certificates: what `renderCase` compares a case with. */
export function renderFull(): Promise<Tree> {
  return render({ spec: join(here, '../../examples/three-node.yaml') })
}

/** Renders a case. */
export async function renderCase(name: string, full: Tree): Promise<Rendered> {
  const [spec, folder] = [join(here, name, 'spec.yaml'), join(here, name, 'tree')]
  const identity = join(here, name, 'test-identity.txt')
  const ageIdentityFile = existsSync(identity) ? identity : undefined
  const tree = await render({ spec, pki: folder, ageIdentityFile })
  const members = clusterOf(spec).members.map((member) => member.name)
  return { place: { folder, digests, name }, tree, isShown: isSpecial(tree, full, members) }
}
