import { mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { nodesAt, Workplace } from './support.ts'

// What an operator edits under out/ stays, and is named.

async function generated(more: object = {}) {
  const place = new Workplace(more)
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

const append = (place: Workplace, file: string, text = '# mine\n') =>
  writeFileSync(join(place.lab, file), place.read(file) + text)

const MINE = ['README.md', 'ansible/site.yml', 'nodes/a/rootfs/etc/systemd/system/etcd.service']

describe('a generated file that was edited by hand', () => {
  test.each([...MINE, '.gitignore', 'pki/lifetimes.svg'])(
    '%s is kept and named by every verb that writes, and --force overwrites it',
    async (file) => {
      const place = await generated()
      const whole = place.tree()
      append(place, file)
      const edited = place.tree()
      for (const verb of [() => place.generate(), () => place.renew([], { all: true })]) {
        const said = await verb()
        expect(said).toMatchObject({ exitCode: 1, stdout: '' })
        expect(said.stderr).toBe(
          `error: A generated file was edited by hand in out/lab, and quorate would overwrite it: ${file}. Nothing is written.\n` +
            '  Put the change into the spec, and copy from the files what you want to keep. Then overwrite them: add --force\n',
        )
        expect(place.tree()).toEqual(edited)
      }
      const said = await place.generate(place.out, { force: true })
      expect(said).toMatchObject({ exitCode: 0, stderr: '' })
      expect(said.stdout).toContain(`    changed  ${file}, which was edited by hand\n`)
      expect(place.tree()).toEqual(whole)
      expect((await place.generate()).exitCode).toBe(0)
    },
  )

  test('stays where the spec has changed as well, and so does everything else', async () => {
    const place = await generated()
    for (const file of MINE) append(place, file)
    const edited = place.tree()
    place.describe({ nodes: nodesAt('10.0.0.1', '10.0.0.2', '10.0.0.9') })
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('3 generated files were edited by hand in out/lab')
    expect(said.stderr).toContain(`${MINE[0]}, ${MINE[1]} and ${MINE[2]}`)
    expect(place.tree()).toEqual(edited)
    expect((await place.generate(place.out, { force: true })).exitCode).toBe(0)
    expect(place.read('README.md')).toContain('10.0.0.9')
    expect((await place.renew([], { all: true, force: true })).exitCode).toBe(0)
  })

  test('of many, ten are named', async () => {
    const place = await generated()
    for (const file of place.files().filter((each) => each.startsWith('ansible/'))) append(place, file)
    const { stderr } = await place.generate()
    expect(stderr).toMatch(/: ansible\/\S+(, ansible\/\S+){9} and \d+ others\. Nothing is written\./)
  })

  test('is no fault where it is what the spec wants now', async () => {
    const place = await generated()
    place.describe({ nodes: nodesAt('10.0.0.1', '10.0.0.2', '10.0.0.9') })
    await place.generate()
    const wanted = place.read('ansible/inventory.yml')
    place.describe({})
    await place.generate()
    writeFileSync(join(place.lab, 'ansible/inventory.yml'), wanted)
    place.describe({ nodes: nodesAt('10.0.0.1', '10.0.0.2', '10.0.0.9') })
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('is none where it is gone: it is written again', async () => {
    const place = await generated()
    const whole = place.tree()
    rmSync(join(place.lab, 'ansible/site.yml'))
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(place.tree()).toEqual(whole)
  })

  test('is none where the certificates or keys are meant, which a run reads', async () => {
    const place = await generated()
    rmSync(join(place.lab, 'secrets/clients/root.key'))
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    expect((await place.generate()).exitCode).toBe(0)
    append(place, 'pki/clients/root.crt', '\n')
    expect((await place.generate()).exitCode).toBe(0)
  })
})

describe('what lies where a file is to be', () => {
  test('a link is named, and --force replaces it without following it', async () => {
    const place = await generated()
    const own = place.file('own.md', 'mine\n')
    rmSync(join(place.lab, 'README.md'))
    symlinkSync(own, join(place.lab, 'README.md'))
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('README.md')
    expect(readlinkSync(join(place.lab, 'README.md'))).toBe(own)
    expect((await place.generate(place.out, { force: true })).exitCode).toBe(0)
    expect(readFileSync(own, 'utf8')).toBe('mine\n')
    expect(place.read('README.md')).toContain('# ')
  })

  test('a file of one’s own, where the spec wants one only now, is named', async () => {
    const place = await generated({ nodes: nodesAt('10.0.0.1') })
    const file = 'nodes/b/settings.sh'
    mkdirSync(dirname(join(place.lab, file)), { recursive: true })
    writeFileSync(join(place.lab, file), 'mine\n')
    expect((await place.generate()).exitCode).toBe(0)
    place.describe({ nodes: nodesAt('10.0.0.1', '10.0.0.2') })
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain(`overwrite it: ${file}. Nothing is written.`)
    expect(place.read(file)).toBe('mine\n')
  })
})

describe('while certificates wait for another CA', () => {
  const external = { tls: { authority: 'external', layout: 'single-ca' } }

  test.each(['.gitignore', 'secrets/.gitignore'])('an edited %s is kept and named', async (file) => {
    const place = new Workplace(external)
    await place.generate()
    append(place, file)
    const edited = place.tree()
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain(`edited by hand in out/lab, and quorate would overwrite it: ${file}.`)
    expect(place.tree()).toEqual(edited)
    expect((await place.generate(place.out, { force: true })).stderr).toContain('waits for')
    expect(place.read(file)).not.toContain('mine')
  })

  test('one that quorate wrote for another kind of encryption is not an edited one', async () => {
    const place = new Workplace(external)
    await place.generate()
    place.describe({ ...external, secrets: { encryption: 'ansible-vault' } })
    place.keys = { vaultPasswordFile: place.file('password', 'correct horse\n') }
    const said = await place.generate()
    expect(said.stderr).toContain('waits for')
    expect(said.stderr).not.toContain('edited')
  })
})
