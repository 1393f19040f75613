import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import { accepting, render, replaceFolder } from '../rendering.ts'
import { expectCommitted } from '../trees/difference.ts'
import { readTree } from '../trees/tree.ts'

const here = import.meta.dirname

/** Every case is a spec and the whole tree that it becomes. Its PKI, made for this test and nothing else, is fixed. */
const cases = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())

test.each(cases.map(({ name }) => name))('%s: the whole tree', async (name) => {
  const tree = join(here, name, 'tree')
  const identity = join(here, name, 'test-identity.txt')
  const rendered = await render({
    spec: join(here, name, 'spec.yaml'),
    cluster: name,
    tree,
    ageIdentityFile: existsSync(identity) ? identity : undefined,
  })
  if (accepting) replaceFolder(tree, rendered)
  expectCommitted(readTree(tree), readTree(rendered))
})
