import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesOfKeys, Workplace } from './support.ts'

// Whatever happens to a folder: no verb throws, none prints a key, and a fault leaves everything as it was.

type Accident = (path: string, text: string) => void

const accidents: Record<string, Accident> = {
  'cut in half': (path, text) => writeFileSync(path, text.slice(0, text.length / 2)),
  'begins late': (path, text) => writeFileSync(path, text.slice(40)),
  'a line lost': (path, text) => writeFileSync(path, text.split('\n').toSpliced(2, 1).join('\n')),
  'a letter changed': (path, text) => writeFileSync(path, text.replace(/(\n.{30})./, '$1A')),
  'a letter more': (path, text) => writeFileSync(path, text.replace(/(\n.{30})/, '$1A')),
  empty: (path) => writeFileSync(path, ''),
  CRLF: (path, text) => writeFileSync(path, text.replaceAll('\n', '\r\n')),
  'a BOM': (path, text) => writeFileSync(path, `\uFEFF${text}`),
  twice: (path, text) => writeFileSync(path, text + text),
  'without line ends': (path, text) => writeFileSync(path, text.replaceAll('\n', '')),
  bytes: (path) => writeFileSync(path, Buffer.from([0, 255, 254, 27, 91, 51, 49, 109])),
  huge: (path, text) => writeFileSync(path, text.repeat(1000)),
  gone: (path) => rmSync(path),
  'a directory': (path) => {
    rmSync(path)
    mkdirSync(path)
  },
  'a link to itself': (path) => {
    rmSync(path)
    symlinkSync(path, path)
  },
  'a link to another file': (path) => {
    rmSync(path)
    symlinkSync('/etc/hostname', path)
  },
}

const files = [
  'pki/client-ca.crt',
  'pki/nodes/a/server.crt',
  'pki/clients/root.crt',
  'secrets/client-ca.key',
  'secrets/peer-ca.key',
  'secrets/nodes/a/server.key',
  'secrets/clients/root.key',
] as const

async function pristine() {
  const place = new Workplace({})
  expect((await place.generate()).exitCode).toBe(0)
  const keys = Object.entries(place.tree()).filter(([file]) => file.startsWith('secrets/'))
  return { place, lines: linesOfKeys(keys.map(([, text]) => text)) }
}

/** Where each file is what it is: a link is not what it leads to. */
const treeOf = (place: Workplace) => {
  try {
    return place.tree()
  } catch {
    return place.files()
  }
}

describe('a folder in which something happened', () => {
  test('is told of without a key, and stays as it was where that is a fault', async () => {
    const { place, lines } = await pristine()
    const template = join(place.directory, 'template')
    cpSync(place.lab, template, { recursive: true })
    const accident = fc.record({
      file: fc.constantFrom(...files),
      what: fc.constantFrom(...Object.keys(accidents)),
      /** A key where a certificate belongs, and the other way round. */
      from: fc.option(fc.constantFrom(...files), { freq: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(accident, { minLength: 1, maxLength: 2, selector: ({ file }) => file }),
        async (happened) => {
          rmSync(place.lab, { recursive: true, force: true })
          cpSync(template, place.lab, { recursive: true })
          for (const { file, what, from } of happened) {
            const path = join(place.lab, file)
            accidents[what]?.(path, readFileSync(join(template, from ?? file), 'utf8'))
          }
          place.printed = ''
          for (const verb of [
            place.status,
            () => place.status({ json: true }),
            () => place.renew(['clients/root']),
            place.generate,
          ]) {
            const before = treeOf(place)
            const { exitCode } = await verb()
            if (exitCode !== 0) expect(treeOf(place)).toEqual(before)
          }
          for (const line of lines) expect(place.printed).not.toContain(line)
          expect(place.printed).not.toMatch(/undefined|\[object|NaN/)
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
          expect(place.printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
        },
      ),
      { numRuns: 15 },
    )
  })

  test.each(Object.entries(accidents))(
    '%s: an authority is never made anew, nor its key',
    async (_, happen) => {
      const { place } = await pristine()
      const certificate = place.read('pki/client-ca.crt')
      const key = place.read('secrets/client-ca.key')
      for (const file of ['pki/client-ca.crt', 'secrets/client-ca.key']) {
        happen(join(place.lab, file), file.endsWith('.key') ? key : certificate)
        const before = treeOf(place)
        const { exitCode } = await place.generate()
        if (exitCode !== 0) expect(treeOf(place)).toEqual(before)
        else if (before !== null)
          expect(place.read('pki/client-ca.crt').replace(/\r|\uFEFF/g, '')).toContain(certificate)
        rmSync(join(place.lab, file), { recursive: true, force: true })
        writeFileSync(join(place.lab, file), file.endsWith('.key') ? key : certificate, { mode: 0o600 })
      }
      expect((await place.generate()).exitCode).toBe(0)
      expect(place.read('secrets/client-ca.key')).toBe(key)
    },
  )
})
