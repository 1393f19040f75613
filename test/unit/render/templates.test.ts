import { expect, test } from 'vitest'
import { compileTemplate } from '../../../src/build/templates.ts'

test.each([
  ['a bare value', 'a {{name}}'],
  ['a raw value', 'a {{{name}}}'],
  ['a value in a block', '{{#each items}}{{this}}{{/each}}'],
  ['a helper without a value', '{{markdown}}'],
  ['a helper that does not exist', '{{upper name}}'],
])('%s does not compile', (_name, text) => {
  expect(() => compileTemplate('x.hbs', text)).toThrow(/templates\/x\.hbs:1:\d+: .* without an escape/)
})

test('a value with its escape compiles', () => {
  expect(compileTemplate('x.hbs', '{{#each items}}{{environmentValue name}}{{/each}}')).toContain(
    'environmentValue',
  )
})
