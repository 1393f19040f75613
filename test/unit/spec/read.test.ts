import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readSpecFile, type SpecHost } from '../../../src/spec/read.ts'
import { unreadable } from './unreadable.ts'

const folder = mkdtempSync(join(tmpdir(), 'quorate-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

const disk: SpecHost = {
  readStart(path, most) {
    const descriptor = openSync(path, 'r')
    try {
      const content = new Uint8Array(most)
      let length = 0
      for (let read = -1; read !== 0 && length < most; length += read) {
        read = readSync(descriptor, content, length, most - length, null)
      }
      return content.subarray(0, length)
    } finally {
      closeSync(descriptor)
    }
  },
  isOrdinary: () => true,
  exists: existsSync,
}

describe('a file that cannot be read', () => {
  it.each(unreadable)('%s', (_, { host, code, message, hint }) => {
    const { value, diagnostics } = readSpecFile(host, 'bad.yml')
    expect(value).toBeUndefined()
    expect(diagnostics).toEqual([{ code, severity: 'error', pointer: '', message, hint }])
  })
})

describe('a file', () => {
  it.each([
    ['is read as it is', 'name: ü\r\n', 'name: ü\r\n'],
    ['loses its byte order mark', '\ufeffname: x\n', 'name: x\n'],
    ['may be empty', '', ''],
  ])('%s', (_, content, want) => {
    const path = join(folder, 'spec.yaml')
    writeFileSync(path, content)
    expect(readSpecFile(disk, path)).toEqual({ value: want, diagnostics: [] })
  })

  it('that is a directory or missing is told apart on a real disk', () => {
    expect(readSpecFile(disk, folder).diagnostics.map(({ code }) => code)).toEqual(['file-is-directory'])
    expect(readSpecFile(disk, join(folder, 'none')).diagnostics.map(({ code }) => code)).toEqual([
      'file-missing',
    ])
  })

  it('may be as large as 1 MiB, and no larger', () => {
    const path = join(folder, 'large.yaml')
    writeFileSync(path, `#${' '.repeat(2 ** 20 - 1)}`)
    expect(readSpecFile(disk, path).diagnostics).toEqual([])
    writeFileSync(path, `#${' '.repeat(2 ** 20)}`)
    expect(readSpecFile(disk, path).diagnostics.map(({ code }) => code)).toEqual(['file-too-large'])
  })
})
