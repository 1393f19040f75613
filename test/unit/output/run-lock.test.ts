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

  test.each([
    ['a run on another machine, which cannot be asked', holder(2 ** 22 + 1, 'elsewhere')],
    ['what nobody can read', { ...holder(1), text: 'x' }],
  ])('never takes over from %s', (_name, entry) => {
    const disk = new MemoryDisk()
    disk.entries.set(file, entry)
    expect(enter(disk, '/tree')).toHaveProperty('holder')
    expect(disk.entries.get(file)).toBe(entry)
  })
})
