import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { daysLater } from '../pki/support.ts'
import { Workplace } from './support.ts'

const clients = [{ name: 'app' }, { name: 'kube-apiserver', organizations: ['ops'] }]

async function generated(more: object = { tls: { clients } }) {
  const place = new Workplace(more)
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

/** Of which ids a file has changed between two trees. */
function changed(before: Record<string, string>, after: Record<string, string>, folder: string) {
  expect(Object.keys(after)).toEqual(Object.keys(before))
  return Object.keys(after).filter((file) => file.startsWith(folder) && before[file] !== after[file])
}

describe('renew', () => {
  test.each<[string, readonly string[]]>([
    ['clients/app', ['pki/clients/app.crt']],
    ['app', ['pki/clients/app.crt']],
    ['pki/clients/app.crt', ['pki/clients/app.crt']],
    ['nodes/a/server', ['pki/nodes/a/server.crt']],
    ['pki/nodes/a/server.crt', ['pki/nodes/a/server.crt']],
    ['a', ['pki/nodes/a/peer.crt', 'pki/nodes/a/server.crt']],
    ['nodes/a', ['pki/nodes/a/peer.crt', 'pki/nodes/a/server.crt']],
    ['root', ['pki/clients/root.crt']],
    ['clients', ['pki/clients/app.crt', 'pki/clients/kube-apiserver.crt', 'pki/clients/root.crt']],
    ['client-ca', ['pki/client-ca.crt']],
  ])('%s issues just that anew, with its key', async (name, files) => {
    const place = await generated()
    const before = place.tree()
    const said = await place.renew([name])
    expect(said).toMatchObject({ exitCode: 0, stderr: '' })
    const after = place.tree()
    expect(changed(before, after, 'pki/').filter((file) => file.endsWith('.crt'))).toEqual(files)
    expect(changed(before, after, 'secrets/')).toEqual([])
    for (const file of files)
      expect(said.stdout).toContain(file.replace(/^pki\//, '').replace('.crt', ': renewed'))
    // Once more the same spec gives the same tree.
    await place.generate()
    expect(place.tree()).toEqual(after)
  })

  test('several names, each once', async () => {
    const place = await generated()
    const { stdout } = await place.renew(['app', 'clients/app', 'b'])
    expect(stdout.match(/^ {4}(\S+): renewed/gm)?.length).toBe(3)
  })

  test('--all is all but the authorities, with new keys where those are asked for', async () => {
    const place = await generated()
    const before = place.tree()
    await place.renew([], { all: true, newKeys: true })
    const after = place.tree()
    const leaves = place.plan.certificates.map(({ id }) => id).sort()
    expect(changed(before, after, 'secrets/')).toEqual(leaves.map((id) => `secrets/${id}.key`))
    expect(changed(before, after, 'pki/').filter((file) => file.endsWith('.crt'))).toEqual(
      leaves.map((id) => `pki/${id}.crt`),
    )
  })

  test('the one certificate of all members by its id', async () => {
    const place = await generated({ tls: { layout: 'shared-certificate' } })
    expect((await place.renew(['members'])).stdout).toContain('members: renewed; the key is kept')
  })

  test.each<[string, readonly string[], string, string]>([
    [
      'a node that is none',
      ['node-9'],
      'There is no certificate node-9 in this cluster.',
      'quorate pki status spec.yaml --out out lists them all.',
    ],
    [
      'a slip',
      ['clients/rot'],
      'There is no certificate clients/rot in this cluster.',
      'Did you mean clients/root?',
    ],
    ['an authority of another layout', ['ca'], 'There is no certificate ca in this cluster.', ''],
    ['a part of a name', ['kube'], 'There is no certificate kube in this cluster.', ''],
    ['nothing', [''], 'There is no certificate  in this cluster.', ''],
    ['one of two', ['root', 'nodes/z'], 'There is no certificate nodes/z in this cluster.', ''],
    ['what leads out', ['../../x'], 'There is no certificate ../../x in this cluster.', ''],
  ])('refuses %s, and writes nothing', async (_, names, message, hint) => {
    const place = await generated()
    const before = place.tree()
    const said = await place.renew(names)
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain(message)
    expect(said.stderr).toContain(hint)
    expect(place.tree()).toEqual(before)
  })

  test('--within renews what expires within that time, and says so where nothing does', async () => {
    const place = new Workplace({
      tls: { certificateLifetime: '90d', clients: [{ name: 'app', lifetime: '20d' }] },
    })
    expect((await place.generate()).exitCode).toBe(0)
    const before = place.tree()
    expect(await place.renew([], { withinDays: 19 })).toMatchObject({
      exitCode: 0,
      stdout: 'No certificate expires within 19 days: nothing is renewed.\n',
      stderr: '',
    })
    expect(place.tree()).toEqual(before)
    const said = await place.renew([], { withinDays: 30 })
    expect(said.stdout).toContain('clients/app: renewed; the key is kept')
    expect(said.stdout.match(/: renewed/g)).toHaveLength(1)
    // An authority only by its name, however soon it ends.
    expect((await place.renew([], { withinDays: 99_999 })).stdout).not.toMatch(/-ca: renewed/)
  })

  test('what has expired: leaves, then authorities, each under the hint that the error gave', async () => {
    const place = new Workplace({})
    await place.bring(daysLater(-400, new Date()))
    expect((await place.generate()).stderr).toContain(
      'Renew it: quorate pki renew spec.yaml --out out nodes/a/server',
    )
    expect((await place.renew([], { withinDays: 0 })).stdout.match(/: renewed/g)).toHaveLength(7)
    expect((await place.generate()).stderr).toBe('')

    const old = new Workplace({})
    await old.bring(daysLater(-4000, new Date()))
    const refused = await old.generate()
    expect(refused.exitCode).toBe(1)
    const [, names = ''] = refused.stderr.match(/quorate pki renew spec.yaml --out out (.*)/) ?? []
    const said = await old.renew(names.split(' '))
    expect(said).toMatchObject({ exitCode: 0 })
    expect(said.stderr).toMatch(/^warning: out\/lab: pki\/nodes\/a\/server\.crt expired on/)
    expect(await old.renew([], { all: true })).toMatchObject({ exitCode: 0, stderr: '' })
    expect((await old.status()).exitCode).toBe(0)
  })

  test('a folder that was never generated is refused, and none is left behind', async () => {
    const place = new Workplace({})
    const said = await place.renew([], { all: true })
    expect(said).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'error: out/lab: There is no PKI in this folder yet.\n  Generate the cluster first, or check --out.\n',
    })
    expect(existsSync(place.lab)).toBe(false)
  })

  test('what another CA signs is refused', async () => {
    const place = new Workplace({ tls: { authority: 'external' } })
    await place.generate()
    const before = place.tree()
    const said = await place.renew(['root'])
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain(
      'Another CA signs the certificates of this cluster (tls.authority: external).',
    )
    expect(place.tree()).toEqual(before)
  })

  test('a spec at fault is said, and nothing is touched', async () => {
    const place = await generated()
    const before = place.tree()
    place.describe({ nodes: [] })
    expect((await place.renew(['root'])).exitCode).toBe(1)
    expect(place.tree()).toEqual(before)
    expect(existsSync(join(place.lab, '.quorate.run'))).toBe(false)
  })
})
