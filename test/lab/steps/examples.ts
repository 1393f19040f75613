import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump, load } from 'js-yaml'
import { attempt, failureText } from '../machine/command.ts'
import { quorateCommand } from './cluster.ts'

type Section = Readonly<Record<string, unknown>>

type Spec = Section & {
  readonly name: string
  readonly nodes: readonly { readonly name: string; readonly address: string }[]
  readonly etcd?: Section & {
    readonly version?: string
    readonly token?: string
    readonly install?: Section & { readonly method?: string; readonly staging?: { readonly place?: string } }
  }
  readonly tls?: Section & { readonly enabled?: boolean; readonly authority?: string }
  readonly ansible?: Section & { readonly bastion?: { readonly host: string } }
}

/** A spec that people start from. */
export type Example = { readonly name: string; readonly spec: Spec }

const folder = join(import.meta.dirname, '../../../examples')

/** The specs that the repository shows. */
export function examples(): readonly Example[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, spec: load(readFileSync(join(folder, name), 'utf8')) as Spec }))
}

/** One of them. */
export function exampleNamed(name: string): Example {
  const found = examples().find((example) => example.name === name)
  assert.ok(found, `there is no example ${name}`)
  return found
}

/** Generates a spec's tree in a folder of its own below `parent`; returns that of the cluster. */
export async function generateSpec(
  parent: string,
  name: string,
  spec: Spec,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const out = join(parent, name)
  mkdirSync(out, { recursive: true })
  const file = join(out, 'spec.yaml')
  writeFileSync(file, dump(spec))
  const outcome = await attempt([...quorateCommand, 'generate', file, '--out', out], { env })
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  return join(out, spec.name)
}
