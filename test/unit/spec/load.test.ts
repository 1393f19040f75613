import { describe, expect, it } from 'vitest'
import { CLOUD_CONFIG } from '../../../src/spec/dialect.ts'
import { loadYaml } from '../../../src/spec/load.ts'

/** The text at each place, the key and the value, by pointer. */
function placesIn(text: string): Record<string, [string | undefined, string]> {
  const loaded = loadYaml(text)
  if (!('positions' in loaded)) throw new Error(JSON.stringify(loaded.diagnostics))
  return Object.fromEntries(
    [...loaded.positions].map(([pointer, { key, value }]) => [
      pointer,
      [key && text.slice(key.start, key.end), text.slice(value.start, value.end)],
    ]),
  )
}

describe('positions', () => {
  it('are those of keys and values', () => {
    const text = 'a: 1\nb:\n  - "x\\n" # one\n  - c: \'y\'\nd: { e: [f , ], g: }\nh:\n'
    expect(placesIn(text)).toEqual({
      '': [undefined, text.slice(0, text.lastIndexOf('h') + 1)],
      '/a': ['a', '1'],
      '/b': ['b', '- "x\\n" # one\n  - c: \'y\''],
      '/b/0': [undefined, '"x\\n"'],
      '/b/1': [undefined, "c: 'y'"],
      '/b/1/c': ['c', "'y'"],
      '/d': ['d', '{ e: [f , ], g: }'],
      '/d/e': ['e', '[f , ]'],
      '/d/e/0': [undefined, 'f'],
      '/d/g': ['g', 'g'],
      '/h': ['h', 'h'],
    })
  })

  it('of what an alias repeats are where it stands, and the alias keeps its own', () => {
    expect(placesIn('a: &x { b: 1 }\nc: *x\n')).toMatchObject({ '/c': ['c', '*x'], '/c/b': ['b', '1'] })
  })

  it('survive brackets in comments', () => {
    expect(placesIn('a: [1, # ]\n  2]\n')['/a']).toEqual(['a', '[1, # ]\n  2]'])
  })
})

describe('values', () => {
  it.each([
    ['quotes keep text', 'a: "1"\nb: \'true\'\nc: yes', { a: '1', b: 'true', c: 'yes' }],
    [
      'IPv6 addresses need none',
      'a: fd00::10\nb: { c: fd00::10 }\nd: ::1',
      { a: 'fd00::10', b: { c: 'fd00::10' }, d: '::1' },
    ],
    ['JSON is YAML', '{"a": [1, true, null, "x"]}', { a: [1, true, null, 'x'] }],
    ['aliases repeat', 'a: &x [1]\nb: *x\nc: &y z\nd: *y', { a: [1], b: [1], c: 'z', d: 'z' }],
    ['a first and a last marker do no harm', '---\na: 1\n...\n---\n', { a: 1 }],
    ['lines may end in CRLF', 'a: 1\r\nb:\r\n  - 2\r\n', { a: 1, b: [2] }],
    ['blocks are text', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n', { a: 'x\ny\n', b: 'x y' }],
    ['a directive', '%YAML 1.2\n---\na: 1', { a: 1 }],
    [
      'names that are no text are read as they are written',
      '1: a\ntrue: b\nnull: c\n: d',
      { 1: 'a', true: 'b', null: 'c', '': 'd' },
    ],
  ])('%s', (_, text, want) => {
    expect(loadYaml(text)).toMatchObject({ value: want, diagnostics: [] })
  })

  it('keep the first of two equal fields', () => {
    expect(loadYaml('a: 1\na: 2\n')).toMatchObject({
      value: { a: 1 },
      diagnostics: [{ code: 'field-repeated' }],
    })
  })

  it('cannot touch what all objects share', () => {
    const loaded = loadYaml('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n')
    expect('polluted' in {}).toBe(false)
    const value = 'value' in loaded ? (loaded.value as object) : {}
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect('polluted' in value).toBe(false)
  })
})

describe('a file that is no spec', () => {
  it('is given up after 10,000 values', () => {
    const text = `a: [${'1, '.repeat(10_001)}]\n`
    expect(loadYaml(text).diagnostics).toMatchObject([{ code: 'values-too-many' }])
  })
})

describe('aliases', () => {
  it.each([
    ['1,000 of one value', 1000, []],
    ['1,001 of one value', 1001, ['alias-too-many']],
  ])('%s', (_, count, want) => {
    const text = `a: &x 1\nb: [${Array.from({ length: count }, () => '*x').join(', ')}]\n`
    expect(loadYaml(text).diagnostics.map(({ code }) => code)).toEqual(want)
  })
})

describe('a spec', () => {
  it('of which a second document ends the text has its fault within the text', () => {
    const { diagnostics } = loadYaml('a: 1\n...\nb')
    expect(diagnostics).toMatchObject([{ code: 'spec-several-documents', span: { start: 9, end: 10 } }])
  })
})

describe('a cloud-config', () => {
  it.each([
    [
      'truth values, octal and sexagesimal numbers',
      'a: [no, 0644, 22:22, "no"]',
      { a: [false, 420, 1342, 'no'] },
    ],
    ['dates are text', 'a: 2032-09-01', { a: '2032-09-01' }],
    ['comments alone', '#cloud-config\n', {}],
    ['nothing', '', {}],
    ['merged fields', 'a: &a { x: 1, y: 1 }\nb: { <<: *a, y: 2 }', { a: { x: 1, y: 1 }, b: { x: 1, y: 2 } }],
    [
      'merged lists: the first counts',
      'a: &a { x: 1 }\nb: &b { x: 2, y: 2 }\nc: { <<: [*a, *b] }',
      { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
    ],
    [
      'merges of merges',
      'a: &a { x: 1, y: 1 }\nb: &b { <<: *a, x: 2 }\nc: { z: 3, <<: *b }',
      { a: { x: 1, y: 1 }, b: { x: 2, y: 1 }, c: { x: 2, y: 1, z: 3 } },
    ],
    ['a quoted merge key is a field', 'a: { "<<": 1 }', { a: { '<<': 1 } }],
  ])('%s', (_, text, want) => {
    expect(loadYaml(text, CLOUD_CONFIG)).toMatchObject({ value: want, diagnostics: [] })
    // What is equal by fields may still have more.
    expect((loadYaml(text, CLOUD_CONFIG) as { value: unknown }).value).toEqual(want)
  })

  it.each([
    ['a merge of itself', 'a: &a { <<: *a }', ['alias-recursive']],
    ['a merge of nothing there', 'a: { <<: *b }', ['alias-unknown']],
    ['a merge of text', 'a: { <<: b }', ['merge-invalid']],
    ['two merges', 'a: &a { x: 1 }\nb: { <<: *a, <<: *a }', ['field-repeated']],
    ['a number for a name', '1: a', ['field-name-not-text']],
    ['a truth value for a name', 'on: a', ['field-name-not-text']],
    ['a tag', 'a: !!binary YQ==', ['tag-refused']],
    ['a number that is too exact', 'a: 0x1fffffffffffff1', ['number-inexact']],
    ['two documents', 'a: 1\n---\nb: 1', ['spec-several-documents']],
    ['a list', '- a', ['spec-not-mapping']],
    ['a field twice', 'a: 1\na: 2', ['field-repeated']],
    ['more than 32 levels', `a: ${'['.repeat(40)}${']'.repeat(40)}`, ['yaml-depth']],
  ])('is refused: %s', (_, text, want) => {
    const { diagnostics } = loadYaml(text, CLOUD_CONFIG)
    expect(diagnostics.map(({ code }) => code)).toEqual(want)
    expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`).join()).not.toMatch(
      /\b[Aa](?: |n) ?spec\b|The spec/,
    )
  })

  it('is given up where merges multiply, even those of nothing', () => {
    const lines = Array.from({ length: 40 }, (_, index) => {
      const above = Array.from({ length: 20 }, () => `*a${index}`).join(', ')
      return `a${index + 1}: &a${index + 1} { <<: [${above}] }`
    })
    const { diagnostics } = loadYaml(['a0: &a0 {}', ...lines].join('\n'), CLOUD_CONFIG)
    expect(diagnostics.map(({ code }) => code)).toEqual(['alias-too-many'])
  })
})
