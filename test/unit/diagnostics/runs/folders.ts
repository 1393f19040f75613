import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import type { folderCatalogue } from '../../../../src/diagnostics/catalogue/folder.ts'
import { publicArtifact } from '../../../../src/output/artifact.ts'
import { JOURNAL, type Move, STAGING } from '../../../../src/output/journal.ts'
import { LOCK_FILE } from '../../../../src/output/lock.ts'
import { RUN_LOCK } from '../../../../src/output/run-lock.ts'
import { diagnosticOf } from '../../../../src/output/thrown.ts'
import { writeFiles } from '../../../../src/output/write.ts'
import { sha256 } from '../../../../src/render/digest.ts'
import type { Workplace } from '../../commands/support.ts'
import { MemoryDisk } from '../../output/memory-disk.ts'
import { firstRun, nextRun, type Runs } from './run.ts'

const put = (place: Workplace, file: string, text: string) => {
  mkdirSync(dirname(join(place.lab, file)), { recursive: true })
  writeFileSync(join(place.lab, file), text)
}

/** What an interrupted run was to write: the journal, without the staged file. */
const interrupted = (place: Workplace, move: Partial<Move>) =>
  put(
    place,
    JOURNAL,
    JSON.stringify({
      journalVersion: 1,
      move: [{ from: `${STAGING.open}/0`, to: 'pki/ca.crt', sha256: sha256('new'), ...move }],
      remove: [],
    }),
  )

export const folderRuns: Runs<typeof folderCatalogue> = {
  'folder-in-use': () =>
    nextRun((place) => put(place, RUN_LOCK, JSON.stringify({ pid: process.pid, host: hostname() }))),
  'run-lock-strange': () => nextRun((place) => put(place, RUN_LOCK, '{"host":{}}')),
  'folder-nested': () => nextRun(() => {}, { verb: (place) => place.generate(join(place.lab, 'nodes')) }),
  'nodes-all-others': () =>
    nextRun((place) => place.describe({ nodes: [{ name: 'z', address: '10.0.0.9' }] })),
  'keys-in-git': () =>
    nextRun((place) => {
      const git = (...words: readonly string[]) => execFileSync('git', ['-C', place.directory, ...words])
      git('init', '--quiet')
      git('add', '--force', 'out/lab/secrets/clients/root.key')
      rmSync(join(place.lab, 'secrets/clients/root.key'))
    }),
  'folder-foreign': () => firstRun({}, (place) => put(place, 'notes.txt', 'mine')),
  'lock-special': () =>
    nextRun((place) => {
      rmSync(join(place.lab, LOCK_FILE))
      mkdirSync(join(place.lab, LOCK_FILE))
    }),
  'lock-unreadable': () => nextRun((place) => put(place, LOCK_FILE, 'x')),
  'journal-unreadable': () => nextRun((place) => put(place, JOURNAL, 'x')),
  'journal-outside': () =>
    nextRun((place) => {
      renameSync(join(place.lab, 'pki'), join(place.directory, 'elsewhere'))
      symlinkSync(join(place.directory, 'elsewhere'), join(place.lab, 'pki'))
      interrupted(place, {})
    }),
  'staged-file-missing': () => nextRun((place) => interrupted(place, {})),
  'staged-file-altered': () =>
    nextRun((place) => {
      interrupted(place, {})
      put(place, `${STAGING.open}/0`, 'something else')
    }),
  'files-edited': () => nextRun((place) => put(place, 'ansible/site.yml', '---\n')),
  'path-not-directory': () =>
    nextRun((place) => {
      rmSync(join(place.lab, 'ansible'), { recursive: true })
      symlinkSync(place.directory, join(place.lab, 'ansible'))
    }),
  'path-is-directory': () =>
    nextRun((place) => {
      rmSync(join(place.lab, 'README.md'))
      mkdirSync(join(place.lab, 'README.md'))
    }),
  'write-failed': () =>
    firstRun(
      {},
      () => {},
      (place) => place.generate(place.spec),
    ),
  'write-unfinished': async () => {
    const whole = new MemoryDisk()
    const files = [publicArtifact('README.md', 'new\n')]
    await writeFiles(whole, '/tree', files)
    // The last changes clear away what was staged, and the one before them puts the file in its place.
    for (let failAt = whole.changes; failAt > 0; failAt--) {
      const disk = new MemoryDisk()
      disk.failAt = failAt
      const error = await writeFiles(disk, '/tree', files).catch((thrown: unknown) => thrown)
      const diagnostic = diagnosticOf(error)
      if (diagnostic?.code === 'write-unfinished') return [diagnostic]
    }
    return []
  },
}
