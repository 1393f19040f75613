import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { describe, expect, test } from 'vitest'
import { people } from '../secrets/support.ts'
import { Workplace } from './support.ts'

// The folder of a cluster comes from Git, on another machine.

const git = (cwd: string, ...words: readonly string[]) =>
  execaSync('git', words, {
    cwd,
    env: {
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@example.net',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@example.net',
    },
  })

/** A colleague's clone of what was generated and committed. */
async function cloned(more: object = {}, keys: Workplace['keys'] = {}) {
  const mine = new Workplace(more)
  mine.keys = keys
  expect((await mine.generate()).exitCode).toBe(0)
  git(mine.out, 'init', '--quiet')
  git(mine.out, 'add', '--all')
  git(mine.out, 'commit', '--quiet', '--message', 'cluster')
  const theirs = new Workplace(more)
  theirs.keys = keys
  git(theirs.directory, 'clone', '--quiet', mine.out, theirs.out)
  return { mine, theirs }
}

describe('a clone of a folder', () => {
  test.each([{}, { tls: { layout: 'single-ca' } }, { tls: { layout: 'shared-certificate' } }])(
    'without its keys: one error says that Git has none, and what to do: %j',
    async (more) => {
      const { mine, theirs } = await cloned(more)
      expect(existsSync(join(theirs.lab, 'secrets'))).toBe(false)
      const before = theirs.tree()
      for (const verb of [theirs.generate, () => theirs.renew([], { all: true })]) {
        const said = await verb()
        expect(said).toMatchObject({ exitCode: 1, stdout: '' })
        expect(said.stderr).toMatch(
          /(?:^|\n)error: out\/lab: secrets\/ has none of the private keys of this cluster, and its certificates are here\.\n {2}Git ignores plain private keys\. Copy secrets\/ from where this folder was generated, [^\n]*\n$/,
        )
        expect(theirs.tree()).toEqual(before)
      }
      expect((await theirs.status()).exitCode).toBe(0)
      // What the message says.
      cpSync(join(mine.lab, 'secrets'), join(theirs.lab, 'secrets'), { recursive: true })
      expect((await theirs.generate()).exitCode).toBe(0)
      expect(theirs.tree()).toEqual(mine.tree())
    },
  )

  test('with encrypted keys generates the same', async () => {
    const [person] = people
    const opener = new Workplace().file('identity', `${person.identity}\n`)
    const { mine, theirs } = await cloned(
      { secrets: { encryption: 'age', recipients: [person.recipient] } },
      { ageIdentityFile: opener },
    )
    const before = theirs.tree()
    expect(before).toEqual(mine.tree())
    expect(await theirs.generate()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(theirs.tree()).toEqual(before)
  })

  test('with the key of the CA alone gets new keys and certificates', async () => {
    const { mine, theirs } = await cloned({ tls: { layout: 'single-ca' } })
    cpSync(join(mine.lab, 'secrets'), join(theirs.lab, 'secrets'), { recursive: true })
    for (const each of ['nodes', 'clients']) rmSync(join(theirs.lab, 'secrets', each), { recursive: true })
    const said = await theirs.generate()
    expect(said.exitCode).toBe(0)
    expect(said.stdout).toContain('clients/root: its key was missing; both are new')
    expect(theirs.read('secrets/ca.key')).toBe(mine.read('secrets/ca.key'))
  })
})
