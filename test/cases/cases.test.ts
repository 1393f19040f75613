import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accepting, readTree, render, replaceFolder, STALE } from '../rendering.ts'

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
  expect(readTree(rendered), STALE).toEqual(readTree(tree))
})
