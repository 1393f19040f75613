import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { enter } from '../../../src/output/run-lock.ts'
import { MemoryDisk } from './memory-disk.ts'

const file = '/tree/.quorate.writing'
const holder = (pid: number, host = hostname()) => ({
  kind: 'file' as const,
  text: JSON.stringify({ pid, host }),
  mode: 0o644,
})

describe('enter', () => {
  test('lets one in, and the next once that one has left', () => {
    const disk = new MemoryDisk()
    const first = enter(disk, '/tree')
    expect(enter(disk, '/tree')).toMatchObject({ holder: { pid: process.pid }, file })
    if ('leave' in first) first.leave()
    expect(disk.inspect(file)).toBeUndefined()
    expect(enter(disk, '/tree')).toHaveProperty('leave')
  })

  test('takes over from a run that has died', () => {
    const disk = new MemoryDisk()
    disk.entries.set(file, holder(2 ** 22 + 1))
    expect(enter(disk, '/tree')).toHaveProperty('leave')
    expect(JSON.parse(disk.readText(file) ?? '')).toMatchObject({ pid: process.pid })
  })

  test('takes over from a run that has died, and whose process ID another process has now', () => {
    const disk = new MemoryDisk()
    const first = enter(disk, '/tree')
    const taken = JSON.parse(disk.readText(file) ?? '')
    // As after a reboot, or in a container where each run gets the same ID.
    disk.entries.set(file, { ...holder(0), text: JSON.stringify({ ...taken, start: '1' }) })
    // The first does not remove what is not its own.
    if ('leave' in first) first.leave()
    expect(disk.inspect(file)).toBeDefined()
    const isKnown = taken.start !== undefined
    expect('leave' in enter(disk, '/tree')).toBe(isKnown)
  })

  test('leaves without a word where somebody has removed its lock file', () => {
    const disk = new MemoryDisk()
    const first = enter(disk, '/tree')
    disk.entries.delete(file)
    if ('leave' in first) first.leave()
    expect(enter(disk, '/tree')).toHaveProperty('leave')
  })

  test('takes away what a run that has died had written aside, and nothing of one that lives', () => {
    const disk = new MemoryDisk()
    const here = `${file}.${hostname().replace(/[^A-Za-z0-9.-]/g, '_')}`
    const dead = 2 ** 22 + 1
    disk.entries.set(`${here}.${dead}`, holder(dead))
    // Killed between the making of the file and its first byte.
    disk.entries.set(`${here}.${dead + 1}`, { ...holder(dead + 1), text: '' })
    disk.entries.set(`${here}.${process.ppid}`, holder(process.ppid))
    disk.entries.set(`${file}.elsewhere.${dead}`, holder(dead, 'elsewhere'))
    disk.entries.set(`${here}.mine`, holder(dead))
    enter(disk, '/tree')
    const kept = [file, `${file}.elsewhere.${dead}`, `${here}.${process.ppid}`, `${here}.mine`]
    expect(Object.keys(disk.files()).sort()).toEqual(kept.sort())
  })

  test('never takes over from a run on another machine, which cannot be asked', () => {
    const disk = new MemoryDisk()
    const entry = holder(2 ** 22 + 1, 'elsewhere')
    disk.entries.set(file, entry)
    expect(enter(disk, '/tree')).toHaveProperty('holder')
    expect(disk.entries.get(file)).toBe(entry)
  })

  test.each([
    ['x'],
    ['null'],
    ['{"host":{}}'],
    ['{"pid":0,"host":"here"}'],
    ['{"pid":-1,"host":"here"}'],
    ['{"pid":1.5,"host":"here"}'],
    ['{"pid":2147483648,"host":"here"}'],
    ['{"pid":"1","host":"here"}'],
    ['{"pid":1,"host":""}'],
    ['{"pid":1,"host":["here"]}'],
    ['{"pid":1,"host":"here","start":1}'],
    [`{"pid":1,"host":"${'x'.repeat(256)}"}`],
    [`{"pid":1,"host":"here"}${' '.repeat(2000)}`],
  ])('neither takes nor removes a lock file that no run has written: %s', (text) => {
    const disk = new MemoryDisk()
    const entry = { kind: 'file' as const, text, mode: 0o644 }
    disk.entries.set(file, entry)
    expect(enter(disk, '/tree')).toEqual({ strange: file })
    expect(disk.files()).toEqual({ [file]: text })
  })

  test.each(['other', 'directory'] as const)('nor anything that is not a file: %s', (kind) => {
    const disk = new MemoryDisk()
    disk.entries.set(file, { kind, mode: 0o777 })
    expect(enter(disk, '/tree')).toEqual({ strange: file })
    expect(disk.inspect(file)?.kind).toBe(kind)
  })

  test('a directory in the place of its own file is refused, and kept', () => {
    const disk = new MemoryDisk()
    const aside = `${file}.${hostname().replace(/[^A-Za-z0-9.-]/g, '_')}.${process.pid}`
    disk.entries.set(aside, { kind: 'directory', mode: 0o755 })
    expect(() => enter(disk, '/tree')).toThrow(`${aside} is a directory.`)
    expect(disk.inspect(aside)?.kind).toBe('directory')
  })
})
