import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { dump, load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { palette } from '../../src/diagnostics/colours.ts'
import { locate } from '../../src/diagnostics/positions.ts'
import { printDiagnostics } from '../../src/diagnostics/print.ts'
import { fillDefaults } from '../../src/spec/defaults.ts'
import { parseSpec } from '../../src/spec/parse.ts'
import { readSpecFile } from '../../src/spec/read.ts'
import type { Spec } from '../../src/spec/spec.types.ts'
import { anySoundSpec } from './sound-spec.ts'

const unprintable = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

/** What has to hold for any text: no throw, a value or an error, every diagnostic at a place, and a clean print. */
function check(text: string): void {
  const { value, diagnostics, positions } = parseSpec(text)
  expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
  for (const diagnostic of diagnostics) {
    expect(diagnostic.message).not.toMatch(/undefined|\[object|NaN/)
    expect(diagnostic.message).toMatch(/[.]$/)
    const span = locate(diagnostic, positions)
    if (diagnostic.code !== 'spec-empty') expect(span).toBeDefined()
    if (span) expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true)
    for (const pointer of diagnostic.related ?? []) expect(positions.has(pointer)).toBe(true)
  }
  const printed = printDiagnostics(diagnostics, { file: 'a.yaml', text, positions }, palette(false))
  expect(printed).not.toMatch(unprintable)
}

const folder = 'test/cases-invalid'
const invalid = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
const valid = readdirSync('examples').map((name) => readFileSync(`examples/${name}`, 'utf8'))

const yamlPieces = fc.constantFrom(
  ...'a,b: ,- ,  ,\n,\n  ,\n    ,\t,[,],{,},",\',#,&a,*a,!x,!!str ,<<: ,|,>,---,...,?,: ,::,@,%,null,~,true,3.6,0644,\\,{{ x }},\r,name: ,nodes: ,address: ,10.0.0.1,fd00::,etcd:,__proto__: '
    .split(',')
    .concat(','),
)

describe('parsing a spec', () => {
  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), check), { numRuns: 500 })
  })

  it('never throws on what looks like YAML', () => {
    fc.assert(
      fc.property(
        fc.array(yamlPieces, { maxLength: 40 }).map((pieces) => pieces.join('')),
        check,
      ),
      { numRuns: 3000 },
    )
  })

  it('never throws on a spec that was tampered with', () => {
    const tampered = fc
      .tuple(
        fc.constantFrom(...valid, ...invalid),
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.nat(20),
            fc.oneof(yamlPieces, fc.string({ unit: 'binary' })),
          ),
          { maxLength: 4 },
        ),
      )
      .map(([text, changes]) =>
        changes.reduce((changed, [where, removed, added]) => {
          const position = Math.floor(where * changed.length)
          return changed.slice(0, position) + added + changed.slice(position + removed)
        }, text),
      )
    fc.assert(fc.property(tampered, check), { numRuns: 2000 })
  })

  it('never throws on any value in place of any other', () => {
    const paths = (value: unknown): (string | number)[][] =>
      value !== null && typeof value === 'object'
        ? [[], ...Object.entries(value).flatMap(([key, part]) => paths(part).map((rest) => [key, ...rest]))]
        : [[]]
    const replaced = anySoundSpec.chain((spec) =>
      fc.tuple(fc.constantFrom(...paths(spec)), fc.jsonValue()).map(([place, value]) => {
        const root = { spec: structuredClone(spec) as unknown }
        let holder = root as Record<string, unknown>
        let last = 'spec'
        for (const segment of place) {
          holder = holder[last] as Record<string, unknown>
          last = String(segment)
        }
        holder[last] = value
        return JSON.stringify(root.spec, null, 1)
      }),
    )
    fc.assert(fc.property(replaced, check), { numRuns: 1000 })
  })

  it('accepts every sound spec, as YAML and as JSON', () => {
    fc.assert(
      fc.property(anySoundSpec, (spec) => {
        for (const text of [dump(spec), JSON.stringify(spec)]) {
          const { value, diagnostics } = parseSpec(text)
          expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
          expect(value).toEqual(spec)
        }
      }),
    )
  })

  it('accepts a spec with its defaults written out, and then fills in nothing', () => {
    fc.assert(
      fc.property(anySoundSpec, (spec) => {
        const filled = fillDefaults(spec)
        const { value, diagnostics } = parseSpec(dump(filled))
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(fillDefaults(value as Spec)).toEqual(filled)
      }),
    )
  })

  it('reads values as js-yaml does', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue(), { minKeys: 1 }), (value) => {
        const text = dump(value, { noRefs: true })
        const { positions, diagnostics } = parseSpec(text)
        if (positions.size === 0) return expect(diagnostics.length).toBeGreaterThan(0)
        const paths = Object.keys(load(text) as object).map((key) => `/${key}`)
        expect(paths.filter((pointer) => !positions.has(pointer))).toEqual([])
      }),
    )
  })
})

describe('reading a file', () => {
  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
        const { value, diagnostics } = readSpecFile(
          { readStart: () => content, isOrdinary: () => true, exists: () => false },
          'a.yaml',
        )
        expect(value === undefined).toBe(diagnostics.length > 0)
        if (value !== undefined) check(value)
      }),
      { numRuns: 1000 },
    )
  })
})
