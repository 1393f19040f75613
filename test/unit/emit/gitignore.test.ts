import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { emitGitignores } from '../../../src/emit/gitignore.ts'
import type { Protection } from '../../../src/secrets/protection.ts'

const files = [
  'README.md',
  'cloud-init/a/user-data',
  'secrets/.staging/ca.key',
  'secrets/.staging/cloud-init/a/user-data',
  'secrets/backup.tar',
  'secrets/ca.key',
  'secrets/cloud-init/a/user-data',
  'secrets/cloud-init/a/user-data.orig',
  'secrets/cloud-init/user-data/a',
  'secrets/nodes/a/server.key',
  '.quorate.lock',
  '.staging/journal.json',
]
const open = ['.gitignore', 'README.md', 'cloud-init/a/user-data']
const sealed = [
  'secrets/.gitignore',
  'secrets/ca.key',
  'secrets/cloud-init/a/user-data',
  'secrets/nodes/a/server.key',
]

test.each<[string, Protection, string[]]>([
  ['nothing that is secret, while it is plain', { method: 'none' }, open],
  [
    'keys and user-data that ansible-vault has encrypted',
    { method: 'ansible-vault', vaultId: 'x' },
    [...open, ...sealed],
  ],
  ['and that age has', { method: 'age', recipients: ['age1'] }, [...open, ...sealed]],
])('Git is given %s', (_, protection, given) => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-git-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [path, text] of [
    ...files.map((path) => [path, '']),
    ...emitGitignores(protection).map(({ path, text }) => [path, text]),
  ]) {
    mkdirSync(dirname(join(folder, path as string)), { recursive: true })
    writeFileSync(join(folder, path as string), text as string)
  }
  const git = (...parameters: string[]) =>
    execFileSync('git', ['-C', folder, ...parameters], { encoding: 'utf8' })
  git('init', '--quiet')
  const listed = () => git('ls-files', '--others', '--exclude-standard').trim().split('\n').sort()
  expect(listed()).toEqual(given)
  // Somebody copies the keys.
  cpSync(join(folder, 'secrets'), join(folder, 'copy/of/keys'), { recursive: true })
  const copied = given.filter((path) => path.startsWith('secrets/'))
  expect(listed()).toEqual(
    [...given, ...copied.map((path) => path.replace('secrets', 'copy/of/keys'))].sort(),
  )
})
