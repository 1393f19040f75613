import { describe, expect, test } from 'vitest'
import { type Artifact, publicArtifact, secretArtifact } from '../../../src/output/artifact.ts'
import { inFolder } from '../../../src/output/folder.ts'
import { lockArtifact } from '../../../src/output/lock.ts'
import { sha256 } from '../../../src/render/digest.ts'
import { Killed, MemoryDisk } from './memory-disk.ts'
import { writeTree } from './write-tree.ts'

/** A tree of two nodes' keys and certificates; every other file is another one, too, with another generation. */
function treeOf(generation: string, ...more: Artifact[]): Artifact[] {
  const artifacts = [
    publicArtifact('secrets/.gitignore', generation === 'sealed' ? '*\n!*.key\n' : '*\n'),
    publicArtifact('README.md', `${generation}\n`),
    ...['a', 'b'].flatMap((node) => [
      publicArtifact(`pki/nodes/${node}/server.crt`, `certificate of ${node}, ${generation}\n`),
      secretArtifact(`secrets/nodes/${node}/server.key`, `key of ${node}, ${generation}\n`),
    ]),
    ...more,
  ]
  return [...artifacts, lockArtifact({ protection: { method: 'none' } }, [], artifacts)]
}
const oldTree = treeOf(
  'old',
  publicArtifact('nodes/c/settings.sh', 'gone\n'),
  publicArtifact('pki/ca.crt', 'the same\n'),
)
const newTree = treeOf(
  'new',
  publicArtifact('ansible/site.yml', '---\n'),
  publicArtifact('pki/ca.crt', 'the same\n'),
)

const generate = (disk: MemoryDisk, tree: Artifact[]) =>
  inFolder(disk, '/tree', (previous) => writeTree(disk, '/tree', tree, previous))

async function diskWith(tree: Artifact[]): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  if (tree.length > 0) await generate(disk, tree)
  return disk
}

/** Everything on a disk but what a run keeps for itself, with its mode. */
function treeOn(disk: MemoryDisk): string[] {
  return [...disk.entries]
    .filter(([path, { kind }]) => kind === 'file' && !/\.staging|\.quorate/.test(path))
    .map(([path, entry]) => `${path} ${entry.mode.toString(8)} ${entry.kind === 'file' ? entry.text : ''}`)
    .toSorted()
}

/** The disk after a run has died on it, which nobody takes for one that is still inside. */
function thoseWhoDied(disk: MemoryDisk): MemoryDisk {
  const left = disk.copy()
  for (const path of left.entries.keys()) if (path.includes('.quorate.writing')) left.entries.delete(path)
  return left
}

/** Every disk that a run leaves which is killed, at each moment in turn; or that a power cut leaves then. */
async function* killed(start: MemoryDisk, run: (disk: MemoryDisk) => Promise<unknown>, powerCut: boolean) {
  for (let killAt = 1; ; killAt++) {
    const disk = start.copy()
    disk.killAt = killAt
    const error = await run(disk).catch((error) => error)
    if (!(error instanceof Killed)) return
    for (const left of powerCut ? disk.afterPowerCut() : [disk]) yield thoseWhoDied(left)
  }
}

/** Whether Git would add a file: what `.gitignore` next to staged files says, or that of all keys. */
function isGivenToGit(disk: MemoryDisk, path: string): boolean {
  const staging = path.match(/^\/tree\/(secrets\/)?\.staging\//)?.[0]
  if (staging && disk.readText(`${staging}.gitignore`) === '*\n') return false
  return disk.readText('/tree/secrets/.gitignore') !== '*\n'
}

describe.each([
  ['the first tree', [], treeOf('new')],
  ['plain keys in place of encrypted ones', treeOf('sealed'), treeOf('new')],
  ['encrypted keys in place of plain ones', treeOf('old'), treeOf('sealed')],
])('Git is never given a plain key: %s', (_name, before, after) => {
  test.each([
    ['killed', false],
    ['with the power cut', true],
  ])('%s at any moment', async (_moment, powerCut) => {
    let seen = 0
    for await (const left of killed(await diskWith(before), (disk) => generate(disk, after), powerCut)) {
      const plain = Object.entries(left.files()).filter(([, text]) => /^key of .*, (old|new)/.test(text))
      for (const [path] of plain) {
        expect(isGivenToGit(left, path), path).toBe(false)
        seen++
      }
    }
    expect(seen).toBeGreaterThan(10)
  })
})

describe.each([
  ['a tree over another, with every key and certificate replaced', oldTree],
  ['the first tree', []],
])('%s', (_name, before) => {
  test.each([
    ['killed at any moment', false],
    ['with the power cut at any moment', true],
  ])('%s, is the old tree or, by the next run, the new one', async (_moment, powerCut) => {
    const start = await diskWith(before)
    const wanted = start.copy()
    await generate(wanted, newTree)
    const seen = { old: 0, completed: 0 }
    for await (const left of killed(start, (disk) => generate(disk, newTree), powerCut)) {
      const isJournal = left.entries.has('/tree/.staging/journal.json')
      if (!isJournal) expect([treeOn(start), treeOn(wanted)]).toContainEqual(treeOn(left))
      // Whatever the next run is for, it finds the one tree or the other.
      const next = left.copy()
      await inFolder(next, '/tree', async (previous) => {
        expect(treeOn(next)).toEqual(treeOn(isJournal ? wanted : left))
        expect(previous?.files).toEqual(
          treeOn(next).length === 0
            ? undefined
            : JSON.parse(next.readText('/tree/quorate.lock.json') ?? '').files,
        )
        seen[isJournal ? 'completed' : 'old']++
      })
      expect([...next.entries.keys()].filter((path) => path.includes('.staging'))).toEqual([])
      await generate(left, newTree)
      expect(treeOn(left)).toEqual(treeOn(wanted))
      expect([...left.entries.keys()].toSorted()).toEqual([...wanted.entries.keys()].toSorted())
      const { changes } = left
      await inFolder(left, '/tree', async (previous) => {
        const entered = left.touches
        await writeTree(left, '/tree', newTree, previous)
        expect(left.touches).toBe(entered)
      })
      expect(left.changes).toBeGreaterThan(changes)
    }
    expect(seen.old).toBeGreaterThan(10)
    expect(seen.completed).toBeGreaterThan(10)
  })
})

test.each([
  ['killed', false],
  ['with the power cut', true],
])('a run that completes another and is %s itself is completed by the next', async (_how, powerCut) => {
  const start = await diskWith(oldTree)
  const wanted = await diskWith(oldTree)
  await generate(wanted, newTree)
  let completed = 0
  for await (const left of killed(start, (disk) => generate(disk, newTree), false)) {
    if (!left.entries.has('/tree/.staging/journal.json')) continue
    for await (const again of killed(left, (disk) => inFolder(disk, '/tree', async () => {}), powerCut)) {
      await inFolder(again, '/tree', async () => {})
      expect(treeOn(again)).toEqual(treeOn(wanted))
      completed++
    }
  }
  expect(completed).toBeGreaterThan(100)
})

/** A disk whose run was killed right after the journal got its name. */
async function committed(): Promise<MemoryDisk> {
  for await (const left of killed(await diskWith(oldTree), (disk) => generate(disk, newTree), false)) {
    if (left.entries.has('/tree/.staging/journal.json')) return left
  }
  throw new Error('no moment has a journal')
}

type Change = (
  disk: MemoryDisk,
  journal: { move: Record<string, string>[]; remove: Record<string, string>[] },
) => void
const digest = sha256('')
const file = (text: string) => ({ kind: 'file' as const, text, mode: 0o644 })
const link = { kind: 'other' as const, mode: 0o777 }

describe('recover', () => {
  test.each<[string, Change, string]>([
    [
      'a later format',
      (_disk, journal) => Object.assign(journal, { journalVersion: 2 }),
      'is damaged, or a newer',
    ],
    ['no list', (_disk, journal) => Object.assign(journal, { move: {} }), 'is damaged'],
    ['nothing in its list', (_disk, { move }) => Object.assign(move, { 0: null }), 'is damaged'],
    ['no digest', (_disk, { move }) => Object.assign(move[0] ?? {}, { sha256: 'x' }), 'is damaged'],
    ['a place outside', (_disk, { move }) => Object.assign(move[0] ?? {}, { to: '../x' }), 'is damaged'],
    ['an absolute place', (_disk, { move }) => Object.assign(move[0] ?? {}, { to: '/x' }), 'is damaged'],
    [
      'a place that no path can name',
      (_disk, { move }) => Object.assign(move[0] ?? {}, { to: 'secrets/\0' }),
      'is damaged',
    ],
    [
      'a key that would be shown',
      (_disk, { move }) => Object.assign(move[0] ?? {}, { to: 'pki/x' }),
      'is damaged',
    ],
    [
      'a source outside',
      (_disk, { move }) => Object.assign(move[0] ?? {}, { from: 'secrets/.staging/../x' }),
      'is damaged',
    ],
    [
      'another source',
      (_disk, { move }) => Object.assign(move[0] ?? {}, { from: 'secrets/ca.key' }),
      'is damaged',
    ],
    [
      'staging for a place',
      (_disk, { move }) => Object.assign(move[0] ?? {}, { to: 'secrets/.staging/7' }),
      'is damaged',
    ],
    [
      'the turnstile for a place',
      (_disk, { move }) => Object.assign(move.at(-1) ?? {}, { to: '.quorate.writing' }),
      'is damaged',
    ],
    [
      'one place twice',
      (_disk, { move }) => move.push({ ...move[0], from: 'secrets/.staging/99' }),
      'is damaged',
    ],
    [
      'a key to remove',
      (_disk, { remove }) => remove.push({ path: 'secrets/nodes/a/server.key', sha256: digest }),
      'is damaged',
    ],
    [
      'a stranger to remove',
      (_disk, { remove }) => remove.push({ path: '../other', sha256: digest }),
      'is damaged',
    ],
    [
      'a link on the way to a place',
      (disk) => disk.entries.set('/tree/pki/nodes/a', link),
      'names pki/nodes/a/server.crt, which is outside the folder',
    ],
    [
      'a link on the way to what is to be removed',
      (disk) => disk.entries.set('/tree/nodes/c', link),
      'names nodes/c/settings.sh, which is outside the folder',
    ],
    [
      'a link to another staging directory',
      (disk) => disk.entries.set('/tree/.staging', link),
      '/tree/.staging is not a directory',
    ],
    ['a link for a journal', (disk) => disk.entries.set('/tree/.staging/journal.json', link), 'is damaged'],
    [
      'a directory in the way',
      (disk) => disk.entries.set('/tree/README.md', { kind: 'directory', mode: 0o755 }),
      'README.md is a directory',
    ],
    [
      'a link in the place of a staged file',
      (disk) => disk.entries.set('/tree/secrets/.staging/0', link),
      '/tree/secrets/.staging/0 is not what an interrupted run was to write to secrets/nodes/a/server.key',
    ],
    [
      'half of a staged file',
      (disk) => disk.entries.set('/tree/secrets/.staging/1', file('key')),
      '/tree/secrets/.staging/1 is not what an interrupted run was to write to secrets/nodes/b/server.key',
    ],
    [
      'a staged file that is gone',
      (disk) => disk.entries.delete('/tree/secrets/.staging/1'),
      '/tree/secrets/nodes/b/server.key, and secrets/.staging/1, its new content, is gone',
    ],
  ])('touches nothing where it finds %s', async (_name, change, message) => {
    const disk = await committed()
    const journal = JSON.parse(disk.readText('/tree/.staging/journal.json') ?? '')
    disk.entries.set('/tree/.staging/journal.json', file(''))
    change(disk, journal)
    const place = disk.entries.get('/tree/.staging/journal.json')
    if (place?.kind === 'file') place.text = JSON.stringify(journal)
    const before = disk.copy().entries
    await expect(inFolder(disk, '/tree', async () => 'in')).rejects.toThrow(message)
    expect(disk.entries).toEqual(before)
  })

  test('touches nothing where the journal is cut off', async () => {
    const disk = await committed()
    disk.entries.set('/tree/.staging/journal.json', file('{"journalVersion": 1, "mo'))
    const before = disk.copy().entries
    await expect(inFolder(disk, '/tree', async () => 'in')).rejects.toThrow('is damaged')
    expect(disk.entries).toEqual(before)
  })

  test('gives a copied folder its modes and its directories back, and keeps what was changed since', async () => {
    const disk = await committed()
    disk.changeMode('/tree/secrets', 0o755)
    disk.changeMode('/tree/secrets/.staging/0', 0o644)
    for (const path of disk.entries.keys()) if (path.startsWith('/tree/ansible')) disk.entries.delete(path)
    disk.entries.set('/tree/nodes/c/settings.sh', file('mine'))
    await inFolder(disk, '/tree', async () => {})
    expect(disk.inspect('/tree/secrets')?.mode).toBe(0o700)
    expect(disk.inspect('/tree/secrets/nodes/a/server.key')?.mode).toBe(0o600)
    expect(disk.readText('/tree/secrets/nodes/a/server.key')).toBe('key of a, new\n')
    expect(disk.readText('/tree/ansible/site.yml')).toBe('---\n')
    expect(disk.readText('/tree/nodes/c/settings.sh')).toBe('mine')
  })

  test('discards what waits through no link, and not in a folder of somebody else', async () => {
    const disk = new MemoryDisk()
    disk.entries.set('/tree/secrets', link)
    disk.entries.set('/tree/secrets/.staging', { kind: 'directory', mode: 0o700 })
    await inFolder(disk, '/tree', async () => {})
    expect(disk.inspect('/tree/secrets/.staging')).toBeDefined()
    disk.entries.set('/tree/.staging', { kind: 'directory', mode: 0o755 })
    disk.entries.set('/tree/.staging/page.html', file(''))
    disk.entries.set('/tree/notes.txt', file(''))
    await expect(inFolder(disk, '/tree', async () => {})).rejects.toThrow('but holds notes.txt')
    expect(disk.inspect('/tree/.staging/page.html')).toBeDefined()
  })
})
