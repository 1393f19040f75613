import { expect, test } from 'vitest'
import { inFolder } from '../../../src/output/folder.ts'
import { diagnosticOf } from '../../../src/output/thrown.ts'
import { MemoryDisk } from './memory-disk.ts'

const file = (text: string) => ({ kind: 'file' as const, text, mode: 0o644 })

test('works in a new folder, which goes again when nothing was put into it', async () => {
  const disk = new MemoryDisk()
  expect(await inFolder(disk, '/tree/new', async (previous) => previous)).toBeUndefined()
  expect(disk.inspect('/tree/new')).toBeUndefined()
})

test('takes away the directories above it that it has made, and no other', async () => {
  const disk = new MemoryDisk()
  await inFolder(disk, '/tree/out/new/lab', async () => {})
  expect([...disk.entries.keys()]).toEqual(['/tree'])
  disk.entries.set('/tree/out', { kind: 'directory', mode: 0o755 })
  await inFolder(disk, '/tree/out/lab', async () => {})
  expect([...disk.entries.keys()]).toEqual(['/tree', '/tree/out'])
})

test('lets the next run in after a failure', async () => {
  const disk = new MemoryDisk()
  const failing = inFolder(disk, '/tree', () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await inFolder(disk, '/tree', async () => 'fine')).toBe('fine')
})

test.each([
  [
    'files of somebody else',
    { '/tree/notes.txt': file('x') },
    'has no quorate.lock.json, but holds notes.txt',
  ],
  ['a damaged lock', { '/tree/quorate.lock.json': file('{') }, 'is damaged'],
  [
    'a lock of a later quorate',
    { '/tree/quorate.lock.json': file('{"lockVersion": 2, "files": {}}') },
    'newer quorate',
  ],
])('refuses a folder with %s', async (_name, entries, message) => {
  const disk = new MemoryDisk()
  for (const [path, entry] of Object.entries(entries)) disk.entries.set(path, entry)
  await expect(inFolder(disk, '/tree', async () => 'in')).rejects.toThrow(message)
})

test('works in a folder in which a full disk has left empty directories', async () => {
  const disk = new MemoryDisk()
  for (const path of ['/tree/ansible', '/tree/ansible/roles']) {
    disk.entries.set(path, { kind: 'directory', mode: 0o755 })
  }
  expect(await inFolder(disk, '/tree', async () => 'in')).toBe('in')
})

test('a full disk keeps nobody out later', async () => {
  const disk = new MemoryDisk()
  for (const failAt of [1, 2]) {
    disk.changes = 0
    disk.failAt = failAt
    await expect(inFolder(disk, '/tree', async () => 'in')).rejects.toThrow('ENOSPC')
    disk.failAt = Number.POSITIVE_INFINITY
    expect(await inFolder(disk, '/tree', async () => 'in')).toBe('in')
  }
})

test.each([
  ['a PKI that was brought along', ['/tree/pki', '/tree/secrets']],
  ['what a run that was ended left behind', ['/tree/.staging', '/tree/ansible']],
])('works in a folder with %s', async (_name, directories) => {
  const disk = new MemoryDisk()
  for (const path of directories) disk.entries.set(path, { kind: 'directory', mode: 0o755 })
  expect(await inFolder(disk, '/tree', async () => 'in')).toBe('in')
})

test.each([
  ['keys', ['/tree/secrets'], 'in'],
  ['nothing', [], 'refused'],
])('takes a .gitignore beside %s', async (_name, directories, want) => {
  const disk = new MemoryDisk()
  for (const path of directories) disk.entries.set(path, { kind: 'directory', mode: 0o755 })
  disk.entries.set('/tree/.gitignore', file(''))
  expect(await inFolder(disk, '/tree', async () => 'in').catch(() => 'refused')).toBe(want)
})

test('tells why a run failed, even where leaving the folder fails, too', async () => {
  const disk = new MemoryDisk()
  const failing = inFolder(disk, '/tree', () => {
    disk.failAt = 1
    return Promise.reject(new Error('the first'))
  })
  await expect(failing).rejects.toThrow('the first')
})

test('an error of the operating system becomes a sentence and what to do; any other is a fault of ours', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write', path: '/tree/x' })
  expect(diagnosticOf(full)).toMatchObject({
    code: 'write-failed',
    message: 'Cannot write /tree/x (ENOSPC).',
    hint: expect.stringContaining('full'),
  })
  expect(diagnosticOf(new TypeError('x'))).toBeUndefined()
})
