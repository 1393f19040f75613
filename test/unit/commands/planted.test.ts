import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { sha256 } from '../../../src/render/digest.ts'

// What somebody else puts into a folder, or names on the command line: the program ends at once, says why, and changes nothing.

const command = join(import.meta.dirname, '../../../dist/cli.cjs')
const spec = `apiVersion: quorate/v1
kind: EtcdCluster
name: lab
nodes: [{ name: a, address: 10.0.0.1 }]
`

/** The folder of a cluster that was generated once, for all tests. */
const pristine = mkdtempSync(join(tmpdir(), 'quorate-planted-'))
beforeAll(() => {
  writeFileSync(join(pristine, 'spec.yaml'), spec)
  execFileSync(process.execPath, [command, 'generate', 'spec.yaml'], { cwd: pristine })
})
afterAll(() => rmSync(pristine, { recursive: true }))

/** A directory with a spec; `lab` is the folder of its cluster. */
function place({ generated = false, more = '' } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-planted-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  writeFileSync(join(directory, 'spec.yaml'), spec + more)
  const lab = join(directory, 'out/lab')
  if (generated) cpSync(join(pristine, 'out/lab'), lab, { recursive: true })
  /** Runs quorate, for a minute at most on a busy machine, and with little memory. */
  const run = (...words: string[]) => {
    const { status, stdout, stderr, signal } = spawnSync(
      process.execPath,
      ['--max-old-space-size=96', command, ...words],
      { cwd: directory, encoding: 'utf8', timeout: 40_000, env: { NO_COLOR: '1' } },
    )
    expect(signal, 'it did not end').toBeNull()
    expect(stderr).not.toMatch(/This is a bug|\n {4}at |\[object/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(stderr + stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    return { status, stdout, stderr }
  }
  return { directory, lab, run }
}

/** The paths of everything under a folder, each with what it is and its text. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name)
      return entry.isFile() ? `${path} ${sha256(readFileSync(path, 'utf8'))}` : path
    })
    .sort()
}

const put = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

describe('in the place of the lock file of a run', () => {
  test.each<[string, (path: string) => void]>([
    ['a link that leads nowhere', (path) => symlinkSync('nowhere', path)],
    ['a link to itself', (path) => symlinkSync(path, path)],
    ['a link to /dev/zero', (path) => symlinkSync('/dev/zero', path)],
    ['a link to a file', (path) => symlinkSync('/etc/hostname', path)],
    ['a pipe', (path) => void execFileSync('mkfifo', [path])],
    ['a directory', (path) => mkdirSync(path)],
    ['nothing', (path) => writeFileSync(path, '')],
    ['an object for a name', (path) => writeFileSync(path, '{"host":{}}')],
    ['a process of every process', (path) => writeFileSync(path, '{"pid":-1,"host":"x"}')],
    [
      'a file of a gigabyte',
      (path) => {
        writeFileSync(path, '{')
        truncateSync(path, 2 ** 30)
      },
    ],
  ])('%s is refused', (_name, plant) => {
    const { lab, run } = place({ generated: true })
    plant(join(lab, '.quorate.writing'))
    const before = readdirSync(lab).sort()
    const said = run('generate', 'spec.yaml')
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toContain('out/lab/.quorate.writing is not the lock file of a run')
    expect(readdirSync(lab).sort()).toEqual(before)
  })

  test('escape characters are shown as such', () => {
    const { lab, run } = place({ generated: true })
    writeFileSync(join(lab, '.quorate.writing'), JSON.stringify({ pid: 1, host: '\u001b[2J\u009b1mx\r' }))
    const said = run('generate', 'spec.yaml')
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toContain('(process 1 on \\x1B[2J\\x9B1mx\\r)')
  })
})

describe('in the place of the lock', () => {
  const lockOf = (lab: string) => JSON.parse(readFileSync(join(lab, 'quorate.lock.json'), 'utf8'))
  const digest = 'a'.repeat(64)

  test.each<[string, (lock: Record<string, unknown>) => unknown]>([
    [
      '500,000 files',
      (lock) => ({
        ...lock,
        files: Object.fromEntries(
          Array.from({ length: 500_000 }, (_, index) => [`nodes/${index}/x`, digest]),
        ),
      }),
    ],
    ['no files', (lock) => ({ ...lock, files: null })],
    ['a list of files', (lock) => ({ ...lock, files: [digest] })],
    ['a file without a digest', (lock) => ({ ...lock, files: { 'README.md': 1 } })],
    ['no certificates', (lock) => ({ ...lock, certificates: undefined })],
    ['certificates that are none', (lock) => ({ ...lock, certificates: [null] })],
    ['an encryption that is none', (lock) => ({ ...lock, secrets: { method: 'rot13' } })],
    ['recipients that are none', (lock) => ({ ...lock, secrets: { method: 'age', recipients: 5 } })],
    ['a list', (lock) => [lock]],
  ])('%s: it is no lock of ours', (_name, change) => {
    const { lab, run } = place({ generated: true })
    writeFileSync(join(lab, 'quorate.lock.json'), JSON.stringify(change(lockOf(lab))))
    const before = everything(lab)
    const said = run('generate', 'spec.yaml')
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toContain('quorate.lock.json is damaged, or a newer quorate wrote it.')
    expect(everything(lab)).toEqual(before)
  })

  test('a lock that names files of somebody else removes and names none of them', () => {
    const { directory, lab, run } = place({ generated: true })
    const others = [
      '.git/config',
      '.git/hooks/pre-commit',
      'notes.txt',
      'ansible/own.yml',
      'ansible/roles/other/tasks/main.yml',
      'nodes/a/notes.txt',
      'cloud-init/notes.txt',
      'pki/notes.txt',
      'secrets/notes.txt',
      'secrets/cloud-init/notes.txt',
      '.staging/mine',
      'secrets/.staging/mine',
      '.quorate.mine',
    ]
    for (const other of [...others, '../../outside']) put(join(lab, other), 'mine\n')
    const lock = lockOf(lab)
    for (const other of [...others, '../../outside', join(directory, 'outside')])
      lock.files[other] = sha256('mine\n')
    writeFileSync(join(lab, 'quorate.lock.json'), JSON.stringify(lock))
    const said = run('generate', 'spec.yaml')
    expect(said).toMatchObject({ status: 0, stderr: '' })
    for (const other of others) {
      expect(existsSync(join(lab, other)), other).toBe(true)
      expect(said.stdout).not.toContain(other)
    }
    expect(existsSync(join(directory, 'outside'))).toBe(true)
  })

  test('a journal that names files of somebody else is refused, and nothing is changed', () => {
    for (const to of ['.git/hooks/pre-commit', 'notes.txt', 'ansible/own.yml', 'secrets/.staging/7']) {
      const { lab, run } = place({ generated: true })
      put(join(lab, '.staging/0'), 'theirs\n')
      put(join(lab, to), 'mine\n')
      for (const journal of [
        { move: [{ from: '.staging/0', to, sha256: sha256('theirs\n') }], remove: [] },
        { move: [], remove: [{ path: to, sha256: sha256('mine\n') }] },
      ]) {
        put(join(lab, '.staging/journal.json'), JSON.stringify({ journalVersion: 1, ...journal }))
        const before = everything(lab)
        const said = run('generate', 'spec.yaml')
        expect(said, to).toMatchObject({ status: 2, stdout: '' })
        expect(said.stderr).toContain('journal.json is damaged')
        expect(everything(lab)).toEqual(before)
      }
    }
  })
})

describe('a pipe in place of a file or a directory is refused, and not waited for', () => {
  test.each([
    'README.md',
    '.gitignore',
    'secrets/.gitignore',
    'ansible',
    'pki/client-ca.crt',
    'secrets/client-ca.key',
    'secrets/nodes',
    'quorate.lock.json',
    '.staging',
    '.staging/journal.json',
    'secrets/.staging',
  ])('%s', (name) => {
    const { lab, run } = place({ generated: true })
    rmSync(join(lab, name), { recursive: true, force: true })
    mkdirSync(dirname(join(lab, name)), { recursive: true })
    execFileSync('mkfifo', [join(lab, name)])
    // So that there is something to write.
    rmSync(join(lab, 'secrets/clients/root.key'), { force: true })
    const said = run('generate', 'spec.yaml')
    expect(said.status).toBeGreaterThan(0)
    expect(said.stdout).toBe('')
    expect(said.stderr).toContain(name)
    expect(lstatSync(join(lab, name)).isFIFO()).toBe(true)
  })
})

describe('a link in place of a directory', () => {
  test.each([
    'secrets/nodes',
    'secrets/nodes/a',
    'secrets/clients',
    'pki/nodes',
    'pki/nodes/a',
    'pki/clients',
  ])('%s is refused, also where nothing is to be written', (name) => {
    const { directory, lab, run } = place({ generated: true })
    renameSync(join(lab, name), join(directory, 'elsewhere'))
    symlinkSync(join(directory, 'elsewhere'), join(lab, name))
    for (const words of [['generate'], ['pki', 'renew', '--all'], ['pki', 'status']]) {
      const said = run(...words, 'spec.yaml')
      expect(said).toMatchObject({ status: 1, stdout: '' })
      expect(said.stderr).toContain(`out/lab: ${name} is a symbolic link.`)
    }
  })

  test.each(['ansible', 'ansible/roles', 'nodes/a', 'nodes/a/rootfs/etc', 'cloud-init'])(
    '%s is refused, also where nothing is to be written',
    (name) => {
      const { directory, lab, run } = place({ generated: true })
      renameSync(join(lab, name), join(directory, 'elsewhere'))
      symlinkSync(join(directory, 'elsewhere'), join(lab, name))
      const said = run('generate', 'spec.yaml')
      expect(said).toMatchObject({ status: 2, stdout: '' })
      expect(said.stderr).toContain(`out/lab/${name} is not a directory.`)
    },
  )
})

describe('a place that cannot be one', () => {
  test.each([
    ['--out', '/proc/x'],
    ['--out', '/proc/self/x/y'],
    ['--out', '/sys/x'],
    ['--out', '/dev/null/x'],
    ['--out', 'spec.yaml'],
    ['--out', 'x'.repeat(5000)],
  ])('%s %s ends with a reason', (...words) => {
    const { run } = place()
    const said = run('generate', 'spec.yaml', ...words)
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toMatch(/^error: Cannot write /)
  })

  test('a link that leads nowhere ends with a reason', () => {
    const { directory, run } = place()
    symlinkSync('nowhere', join(directory, 'out'))
    const said = run('generate', 'spec.yaml')
    expect(said).toMatchObject({ status: 2, stdout: '' })
    expect(said.stderr).toMatch(/^error: Cannot write .*out \(EEXIST\)/)
  })
})

describe('in the place of the own cloud-config', () => {
  test('a pipe is refused, and not waited for', () => {
    const { directory, run } = place({ more: 'cloudInit: { configFile: pipe }\n' })
    execFileSync('mkfifo', [join(directory, 'pipe')])
    for (const verb of ['validate', 'generate']) {
      const said = run(verb, 'spec.yaml')
      expect(said).toMatchObject({ status: 1, stdout: '' })
      expect(said.stderr).toContain('"pipe" is not a regular file.')
    }
  })
})
