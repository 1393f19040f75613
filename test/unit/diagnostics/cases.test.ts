import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../src/diagnostics/catalogue/catalogue.ts'
import { palette } from '../../../src/diagnostics/colours.ts'
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import { printDiagnostics, printPlain } from '../../../src/diagnostics/print.ts'
import { PINNED_VERSIONS } from '../../../src/etcd/digests.ts'
import { readCloudConfig } from '../../../src/spec/cloud-config/read.ts'
import { readMirrorAuthority } from '../../../src/spec/mirror-authority.ts'
import { parseSpec } from '../../../src/spec/parse.ts'
import type { SpecHost } from '../../../src/spec/read.ts'
import { unreadable } from '../spec/unreadable.ts'
import { runs } from './runs/runs.ts'

/**
 * Specs that something is wrong with, each beside what is printed about it; a cloud-config that one names is a `.cfg`, and a CA a `.pem`. `ACCEPT=1 npx vitest run --config
 * test/vitest.config.ts test/unit/diagnostics` accepts what is printed now.
 */
const { ACCEPT: accepting } = process.env
const folder = 'test/cases-invalid'
const files = readdirSync(folder)
const names = files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length))
const NOW = new Date('2026-08-15T12:00:00Z')
const host: SpecHost = {
  isOrdinary: (path) => !path.includes('/dev/'),
  readStart: (path, most) => readFileSync(join(folder, path)).subarray(0, most),
  exists: (path) => existsSync(join(folder, path)),
}

describe('what is printed about a spec at fault', () => {
  it.each(names)('%s', (name) => {
    const text = readFileSync(join(folder, `${name}.yaml`), 'utf8')
    const { value, diagnostics, positions, subject } = parseSpec(text)
    const own = subject && readCloudConfig(host, `${name}.yaml`, subject)
    const authority = subject && readMirrorAuthority(host, `${name}.yaml`, subject, NOW)
    const said = [...diagnostics, ...(own?.unread ?? []), ...(authority?.diagnostics ?? [])]
    expect([...said, ...(own?.diagnostics ?? [])]).not.toEqual([])
    expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))

    const printed = [
      printDiagnostics(said, { file: `${name}.yaml`, text, positions }, palette(false)),
      own ? printDiagnostics(own.diagnostics, own, palette(false)) : '',
    ]
      .filter((block) => block !== '')
      .map((block) => `${block}\n`)
      .join('\n')
    const expectation = join(folder, `${name}.txt`)
    if (accepting) writeFileSync(expectation, printed)
    expect(printed).toBe(existsSync(expectation) ? readFileSync(expectation, 'utf8') : '')
  })

  it('has no expectation without its spec', () => {
    expect(files.filter((file) => !names.includes(file.replace(/\.(?:yaml|txt|cfg|pem)$/, '')))).toEqual([])
  })
})

/** All that the runs of this file have reported, by code. */
const reported = new Map<string, Diagnostic>()

describe('what is reported where nothing is wrong with the text of the spec', () => {
  it.each(Object.entries(runs))('%s', { timeout: 60_000 }, async (code, run) => {
    const diagnostics = await run()
    const found = diagnostics.find((each) => each.code === code)
    expect(found, `reported instead: ${diagnostics.map((each) => each.code).join(', ')}`).toBeDefined()
    if (found) reported.set(code, found)
  })

  it('reads as it is expected to', () => {
    const printed = [...reported]
      .map(([code, diagnostic]) => `[${code}]\n${settled(printPlain([diagnostic], palette(false)))}\n`)
      .join('\n')
    const expectation = join(import.meta.dirname, 'runs/printed.txt')
    if (accepting) writeFileSync(expectation, printed)
    expect(printed).toBe(existsSync(expectation) ? readFileSync(expectation, 'utf8') : '')
  })
})

/** A printed diagnostic without what differs from run to run: temporary folders, processes, hosts and times. */
const settled = (text: string): string =>
  text
    .replace(/process \d+ on [^)]+/, 'process PID on HOST')
    .replace(/\d+ bytes/, 'N bytes')
    .replaceAll(/[0-9A-F]{2}(?::[0-9A-F]{2}){31}/g, 'FINGERPRINT')
    .replaceAll(/\/[^ ]*\/quorate-[a-z]+-[A-Za-z0-9]{6}(?=\/| )/g, '/tmp')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(/(?:\/x+)+/g, '/x')

describe('the catalogue', () => {
  it('has no code that no case provokes', () => {
    const printed = names.flatMap((name) =>
      [...readFileSync(join(folder, `${name}.txt`), 'utf8').matchAll(/ \[([a-z0-9-]+)\]$/gm)].map(
        ([, code]) => code,
      ),
    )
    // The last one takes a file too large to keep: test/unit/spec/load.test.ts has it.
    const covered = new Set([
      ...printed,
      ...unreadable.map(([, { code }]) => code),
      ...reported.keys(),
      'values-too-many',
    ])
    expect(Object.keys(catalogue).filter((code) => !covered.has(code))).toEqual([])
  })
})

/** What a hint tells people to write: not a bound, such as "etcd 3.5.8 or later". */
const SUGGESTION = /\b(?:Write|Choose|Or choose|etcd\.version to|or) (3\.\d+\.\d+)/g

it('suggests only versions of etcd whose digests quorate knows', () => {
  const texts = names.map((name) => readFileSync(join(folder, `${name}.txt`), 'utf8'))
  const suggested = new Set(
    texts.flatMap((text) => [...text.matchAll(SUGGESTION)].map(([, version]) => version)),
  )
  expect(suggested.size).toBeGreaterThan(3)
  expect([...suggested].filter((version) => version && !PINNED_VERSIONS.includes(version))).toEqual([])
})
