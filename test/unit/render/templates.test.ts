import { expect, test } from 'vitest'
import { compileTemplate } from '../../../src/build/templates.ts'
import { renderCompiled } from '../../../src/render/render.ts'

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

test.each([
  [
    'an each with an else',
    'a\n{{#each items}}{{comment this}}{{else}}none{{/each}}',
    'x.hbs:2:1: {{#each}} takes no {{else}}',
  ],
  ['an inverse each', '{{^each items}}none{{/each}}', 'x.hbs:1:1: {{#each}} takes no {{else}}'],
  [
    'an each within an if',
    '{{#if on}}{{#each a}}b{{else}}c{{/each}}{{/if}}',
    'x.hbs:1:11: {{#each}} takes no',
  ],
  ['an each after an else', '{{#if on}}a{{else each b}}c{{else}}d{{/if}}', '{{#each}} takes no {{else}}'],
  ['another block', '{{#unless on}}a{{/unless}}', 'x.hbs:1:1: {{#unless}} is not a block'],
  ['a block of a value', '{{#items}}a{{/items}}', 'x.hbs:1:1: {{#items}} is not a block'],
  ['an if without a value', '{{#if}}a{{/if}}', 'x.hbs:1:1: {{if}} takes the name of one value'],
  ['an if that compares', '{{#if (equal a b)}}a{{/if}}', 'x.hbs:1:1: {{if}} takes the name of one value'],
  ['an if on a literal', '{{#if true}}a{{/if}}', 'x.hbs:1:1: {{if}} takes the name of one value'],
  ['an option', '{{#if on includeZero=on}}a{{/if}}', 'x.hbs:1:1: {{if}} takes the name of one value'],
])('%s does not compile', (_name, text, message) => {
  expect(() => compileTemplate('x.hbs', text)).toThrow(message)
})

/** What a template that `npm run build` could have compiled prints. */
function printed(text: string, context: object): string {
  return renderCompiled(new Function(`return ${compileTemplate('x.hbs', text)}`)(), context)
}

test.each([
  [true, 'a, 1, c'],
  [false, 'a, two, c'],
])('an if on %s prints one of its blocks, in the context around it', (on, want) => {
  const text = 'a, {{#each items}}{{#if ../on}}{{comment one}}{{else}}{{comment ../two}}{{/if}}{{/each}}, c'
  expect(printed(text, { on, two: 'two', items: [{ one: 1 }] })).toBe(want)
})

test('an else if is an if', () => {
  const text = '{{#if a}}1{{else if b}}2{{else}}3{{/if}}'
  expect(printed(text, { a: false, b: true })).toBe('2')
  expect(printed(text, { a: false, b: false })).toBe('3')
})

test.each([['yes'], [''], [0], [[{}]], [[]], [null], [undefined], [{}]])(
  'an if on %j is a bug, which is thrown',
  (on) => {
    expect(() => printed('{{#if on}}a{{/if}}', { on })).toThrow(/^if was given /)
  },
)

test('an if on a name that the context lacks is thrown', () => {
  expect(() => printed('{{#if on}}a{{/if}}', {})).toThrow(/"on" not defined|if was given undefined/)
})
