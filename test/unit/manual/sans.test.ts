import { expect, test } from 'vitest'
import { dialledTable, shownTable } from '../../lab/sans/table.ts'
import { textOf } from './page.ts'

test.each([
  ['who connects shows a certificate', shownTable],
  ['who connects dials a host', dialledTable],
])('docs/networks.md has the table that scenario sans tries: %s', (_, table) => {
  expect(textOf('docs/networks.md')).toContain(table)
})
