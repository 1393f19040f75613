import { describe, expect, test } from 'vitest'
import { type Artifact, publicArtifact, secretArtifact } from '../../../src/output/artifact.ts'
import { inFolder } from '../../../src/output/folder.ts'
import { lockArtifact, readLock } from '../../../src/output/lock.ts'
import { diagnosticOf } from '../../../src/output/thrown.ts'
import { asTree } from '../../../src/output/tree.ts'
import { writeFiles } from '../../../src/output/write.ts'
import { MemoryDisk } from './memory-disk.ts'
import { writeTree } from './write-tree.ts'

const withLock = (...artifacts: Artifact[]) => [
  ...artifacts,
  lockArtifact({ protection: { method: 'none' } }, [], artifacts),
]
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

/** What is on a disk, without what a run stages. */
const treeOf = (disk: MemoryDisk) =>
  Object.fromEntries(Object.entries(disk.files()).filter(([path]) => !path.includes('/.staging/')))

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
    expect(disk.inspect('/tree/secrets')?.mode).toBe(0o700)
    expect(disk.inspect('/tree/secrets/nodes/a')?.mode).toBe(0o700)
    expect(disk.inspect('/tree/secrets/nodes/a/server.key')?.mode).toBe(0o600)
    disk.changeMode('/tree/secrets', 0o755)
    disk.changeMode('/tree/secrets/nodes/a/server.key', 0o644)
    expect((await writeTree(disk, '/tree', first, lockOn(disk))).updated).toEqual([key.path])
    expect(disk.inspect('/tree/secrets')?.mode).toBe(0o700)
    expect(disk.inspect('/tree/secrets/nodes/a/server.key')?.mode).toBe(0o600)
  })

  test('whatever change fails, all is as it was, or the next run completes it and says so', async () => {
    const old = new MemoryDisk()
    await writeTree(old, '/tree', first, undefined)
    const wanted = old.copy()
    await writeTree(wanted, '/tree', second, lockOn(wanted))
    const seen = new Set<string>()
    for (let failAt = 1; failAt <= wanted.changes; failAt++) {
      const disk = old.copy()
      disk.failAt = failAt
      const error = await writeTree(disk, '/tree', second, lockOn(disk)).then(
        () => undefined,
        (thrown) => diagnosticOf(thrown),
      )
      const halfWritten = error?.message.includes('part old and part new') ?? false
      seen.add(`${halfWritten}`)
      disk.failAt = Number.POSITIVE_INFINITY
      if (halfWritten) {
        expect(error?.hint).toContain('completes the folder')
        await inFolder(disk, '/tree', async () => {})
        expect(disk.files()).toEqual(wanted.files())
      } else {
        // Only what was staged may not be gone yet.
        expect([old.files(), wanted.files()]).toContainEqual(treeOf(disk))
        await inFolder(disk, '/tree', async () => {})
        await writeTree(disk, '/tree', second, lockOn(disk))
        expect(disk.files()).toEqual(wanted.files())
      }
    }
    expect([...seen]).toEqual(['false', 'true'])
  })

  test('says which place it could not write when the tree is half written', async () => {
    const disk = new MemoryDisk()
    disk.rename = (from, to) => {
      if (!to.endsWith(readme.path)) return MemoryDisk.prototype.rename.call(disk, from, to)
      throw Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'rename', path: from, dest: to })
    }
    await expect(writeTree(disk, '/tree', first, undefined)).rejects.toThrow(
      'Cannot write /tree/README.md (EROFS): /tree is part old and part new for now. Nothing is lost.',
    )
  })

  test('what the tree lacks is removed, but never a key and never what somebody changed', async () => {
    const disk = new MemoryDisk()
    const more = withLock(
      readme,
      certificate,
      key,
      publicArtifact('nodes/b/files.txt', 'x'),
      publicArtifact('nodes/b/settings.sh', 'y'),
    )
    await writeTree(disk, '/tree', more, undefined)
    disk.entries.set('/tree/nodes/b/settings.sh', { kind: 'file', text: 'mine', mode: 0o644 })
    const written = await writeTree(disk, '/tree', withLock(readme), lockOn(disk))
    expect(written.removed).toEqual(['pki/nodes/a/server.crt', 'nodes/b/files.txt'])
    expect(written.kept.toSorted()).toEqual(['nodes/b/settings.sh', key.path].toSorted())
    expect(disk.inspect('/tree/pki')).toBeUndefined()
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
    expect(disk.inspect('/other')).toBeDefined()
    expect(disk.inspect('/tree/link/file')).toBeDefined()
  })

  test('a link where a directory has to be is refused, not followed', async () => {
    const disk = new MemoryDisk()
    disk.entries.set('/tree/pki', { kind: 'other', mode: 0o777 })
    await expect(writeTree(disk, '/tree', first, undefined)).rejects.toThrow('/tree/pki is not a directory.')
  })

  test('a directory where a file has to be is refused before anything is written', async () => {
    const disk = new MemoryDisk()
    disk.entries.set('/tree/README.md', { kind: 'directory', mode: 0o755 })
    await expect(writeTree(disk, '/tree', first, undefined)).rejects.toThrow(
      '/tree/README.md is a directory.',
    )
    expect(disk.files()).toEqual({})
  })
})

describe('writeFiles', () => {
  test('writes what differs, and leaves everything else alone', async () => {
    const disk = new MemoryDisk()
    await writeTree(disk, '/tree', first, undefined)
    const before = disk.files()
    const request = publicArtifact('pki/requests/nodes/a/server.csr', 'request of a\n')
    const renewed = secretArtifact(key.path, 'another key of a\n')
    expect(await writeFiles(disk, '/tree', [request, renewed])).toEqual({
      created: [request.path],
      updated: [key.path],
      unchanged: [],
    })
    expect(disk.files()).toEqual({
      ...before,
      [`/tree/${request.path}`]: request.text,
      [`/tree/${key.path}`]: renewed.text,
    })
    const { changes } = disk
    expect((await writeFiles(disk, '/tree', [request, renewed])).unchanged).toHaveLength(2)
    expect(disk.changes).toBe(changes)
  })

  test('a secret is never written in the open', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\n'
    expect(() => writeFiles(new MemoryDisk(), '/tree', [publicArtifact('pki/x.crt', pem)])).toThrow(
      'would show a secret',
    )
  })
})

describe('asTree', () => {
  test.each([
    ['../README.md', 'is not a path of'],
    ['/README.md', 'is not a path of'],
    ['pki//ca.crt', 'is not a path of'],
    ['pki/./ca.crt', 'is not a path of'],
    ['.git/config', 'is not a path of'],
    ['ansible/own.yml', 'is not a path of'],
    ['secrets/.staging/0', 'is not a path of'],
    ['secrets/.staging/x.key', 'is not a path of'],
    ['.staging/journal.json', 'is not a path of'],
    ['.quorate.writing', 'is not a path of'],
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
