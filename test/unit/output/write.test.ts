import { describe, expect, test } from 'vitest'
import { type Artifact, publicArtifact, secretArtifact } from '../../../src/output/artifact.ts'
import { lockArtifact, readLock } from '../../../src/output/lock.ts'
import { asTree } from '../../../src/output/tree.ts'
import { writeTree } from '../../../src/output/write.ts'
import { MemoryDisk } from './memory-disk.ts'

const withLock = (...artifacts: Artifact[]) => [...artifacts, lockArtifact({}, [], artifacts)]
const key = secretArtifact('secrets/nodes/a/server.key', 'key of a\n')
const certificate = publicArtifact('pki/nodes/a/server.crt', 'certificate of a\n')
const readme = publicArtifact('README.md', 'first\n')
const first = withLock(readme, certificate, key)
const second = withLock(
  publicArtifact('README.md', 'second\n'),
  certificate,
  key,
  publicArtifact('ansible/site.yml', '---\n'),
)

function lockOn(disk: MemoryDisk) {
  return readLock(disk.readText('/tree/quorate.lock.json') ?? '')
}

describe('writeTree', () => {
  test('writes everything, and nothing the second time', async () => {
    const disk = new MemoryDisk()
    expect((await writeTree(disk, '/tree', first, undefined)).created).toEqual(first.map(({ path }) => path))
    const changes = disk.changes
    expect(await writeTree(disk, '/tree', first, lockOn(disk))).toMatchObject({
      created: [],
      updated: [],
      removed: [],
      kept: [],
    })
    expect(disk.changes).toBe(changes)
  })

  test('keys are for their owner only, in directories for their owner only', async () => {
    const disk = new MemoryDisk()
    await writeTree(disk, '/tree', first, undefined)
    expect(disk.look('/tree/secrets')?.mode).toBe(0o700)
    expect(disk.look('/tree/secrets/nodes/a')?.mode).toBe(0o700)
    expect(disk.look('/tree/secrets/nodes/a/server.key')?.mode).toBe(0o600)
    disk.changeMode('/tree/secrets', 0o755)
    disk.changeMode('/tree/secrets/nodes/a/server.key', 0o644)
    expect((await writeTree(disk, '/tree', first, lockOn(disk))).updated).toEqual([key.path])
    expect(disk.look('/tree/secrets')?.mode).toBe(0o700)
    expect(disk.look('/tree/secrets/nodes/a/server.key')?.mode).toBe(0o600)
  })

  test('whatever change fails, every file is whole, the key is there before its certificate, and the next run completes', async () => {
    const wanted = new MemoryDisk()
    await writeTree(wanted, '/tree', first, undefined)
    const before = wanted.files()
    await writeTree(wanted, '/tree', second, lockOn(wanted))
    for (let failAt = 1; ; failAt++) {
      const disk = new MemoryDisk()
      await writeTree(disk, '/tree', first, undefined)
      disk.changes = 0
      disk.failAt = failAt
      try {
        await writeTree(disk, '/tree', second, lockOn(disk))
        expect(failAt).toBeGreaterThan(3)
        return
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      }
      for (const [path, text] of Object.entries(disk.files())) {
        expect([before[path], wanted.files()[path]]).toContain(text)
      }
      disk.failAt = Number.POSITIVE_INFINITY
      await writeTree(disk, '/tree', second, lockOn(disk))
      expect(disk.files()).toEqual(wanted.files())
    }
  })

  test('a disk that is full while the files are being written leaves everything as it was', async () => {
    const disk = new MemoryDisk()
    await writeTree(disk, '/tree', first, undefined)
    const before = disk.files()
    disk.changes = 0
    // README.md, ansible/ with its file, and the lock: the fourth change is the last that is not a rename.
    for (const failAt of [1, 2, 3, 4]) {
      disk.changes = 0
      disk.failAt = failAt
      await expect(writeTree(disk, '/tree', second, lockOn(disk))).rejects.toThrow('ENOSPC')
      expect(disk.files()).toEqual(before)
    }
  })

  test('what the tree lacks is removed, but never a key and never what somebody changed', async () => {
    const disk = new MemoryDisk()
    const more = withLock(
      readme,
      certificate,
      key,
      publicArtifact('nodes/b/x', 'x'),
      publicArtifact('nodes/b/y', 'y'),
    )
    await writeTree(disk, '/tree', more, undefined)
    disk.entries.set('/tree/nodes/b/y', { kind: 'file', text: 'mine', mode: 0o644 })
    const written = await writeTree(disk, '/tree', withLock(readme), lockOn(disk))
    expect(written.removed).toEqual(['pki/nodes/a/server.crt', 'nodes/b/x'])
    expect(written.kept.toSorted()).toEqual(['nodes/b/y', key.path].toSorted())
    expect(disk.look('/tree/pki')).toBeUndefined()
    expect(disk.readText(`/tree/${key.path}`)).toBe(key.text)
  })

  test('a lock that names files outside of the tree removes none of them', async () => {
    const disk = new MemoryDisk()
    await writeTree(disk, '/tree', first, undefined)
    disk.entries.set('/other', { kind: 'file', text: '', mode: 0o644 })
    disk.entries.set('/tree/link', { kind: 'other', mode: 0o777 })
    disk.entries.set('/tree/link/file', { kind: 'file', text: '', mode: 0o644 })
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const lock = {
      lockVersion: 1,
      cluster: '',
      certificates: [],
      files: { '../other': empty, '/other': empty, 'link/file': empty },
    } as const
    expect((await writeTree(disk, '/tree', first, lock)).removed).toEqual([])
    expect(disk.look('/other')).toBeDefined()
    expect(disk.look('/tree/link/file')).toBeDefined()
  })

  test('a link where a directory has to be is refused, not followed', async () => {
    const disk = new MemoryDisk()
    disk.entries.set('/tree/pki', { kind: 'other', mode: 0o777 })
    await expect(writeTree(disk, '/tree', first, undefined)).rejects.toThrow('/tree/pki is no directory.')
  })
})

describe('asTree', () => {
  test.each([
    ['../x', 'no path inside'],
    ['/x', 'no path inside'],
    ['a//b', 'no path inside'],
    ['a/./b', 'no path inside'],
  ])('refuses the path %s', (path, message) => {
    expect(() => asTree([publicArtifact(path, '')])).toThrow(message)
  })

  test('refuses one path twice', () => {
    expect(() => asTree([readme, readme])).toThrow('would be written twice')
  })

  test('refuses a key in the open, and a secret that others may read', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\n'
    expect(() => asTree([publicArtifact('pki/x.crt', pem)])).toThrow('would show a secret')
    expect(() => asTree([{ path: 'secrets/x.key', mode: 0o644, text: pem }])).toThrow('would show a secret')
  })
})
