import { hostname } from 'node:os'
import { describe, expect, test } from 'vitest'
import { enter } from '../../../src/output/turnstile.ts'
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
    expect(disk.look(file)).toBeUndefined()
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
    disk.entries.set(`${file}.1`, holder(2 ** 22 + 1))
    disk.entries.set(`${file}.2`, holder(process.pid))
    disk.entries.set(`${file}.3`, holder(2 ** 22 + 1, 'elsewhere'))
    disk.entries.set(`${file}.4`, { ...holder(1), text: '' })
    enter(disk, '/tree')
    expect(Object.keys(disk.files())).toEqual([file, `${file}.2`, `${file}.3`, `${file}.4`])
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
