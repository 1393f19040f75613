import { createPrivateKey } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outside, openssl, outsideAuthority, sign } from '../pki/openssl.ts'
import { newKey, pem, sharedFolder } from '../pki/support.ts'
import { nodesAt, type Said, Workplace } from './support.ts'

// What a newcomer, or somebody else who may write there, does to a folder that is whole.

const cwd = sharedFolder()
let corp: Outside
let other: Outside
beforeAll(async () => {
  corp = await outsideAuthority(cwd, 'corp')
  other = await outsideAuthority(cwd, 'other')
})

async function generated(more: object = {}) {
  const place = new Workplace(more)
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

/** A cluster whose two authorities were brought. */
async function provided(client: Outside, peer: Outside) {
  const place = new Workplace({ tls: { authority: 'provided' } })
  const bring = (authority: Outside, id: 'client-ca' | 'peer-ca') =>
    place.import([place.file(`${id}.pem`, authority.certificatePem + authority.keyPem)], id)
  await bring(client, 'client-ca')
  expect((await bring(peer, 'peer-ca')).exitCode).toBe(0)
  return place
}

const external = { tls: { authority: 'external', layout: 'single-ca' } }

/** A cluster all of whose certificates were signed elsewhere. */
async function signedElsewhere() {
  const place = new Workplace(external)
  await place.generate()
  const files = await Promise.all(
    place.plan.certificates.map(async ({ id }) =>
      place.file(
        `${id.replaceAll('/', '-')}.crt`,
        await sign(cwd, corp, place.read(`pki/requests/${id}.csr`)),
      ),
    ),
  )
  const said = await place.import([...files, place.file('corp.pem', corp.certificatePem)])
  expect(said.exitCode).toBe(0)
  return place
}

/** That a verb is refused with words, and that nothing has changed. */
async function expectRefused(place: Workplace, verb: () => Promise<Said>, ...words: readonly string[]) {
  const before = place.tree()
  const said = await verb()
  expect(said).toMatchObject({ exitCode: 1, stdout: '' })
  for (const each of words) expect(said.stderr).toContain(each)
  expect(place.tree()).toEqual(before)
}

/** The DER of a PEM file with one byte changed, in PEM. */
function withByte(text: string, find: (der: Buffer) => number): string {
  const [, label = '', base64 = ''] = text.match(/-----BEGIN ([^-]*)-----([^-]*)/) ?? []
  const der = Buffer.from(base64, 'base64')
  const offset = find(der)
  expect(offset).toBeGreaterThan(0)
  der[offset] = (der[offset] ?? 0) ^ 0x01
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

describe.each<[string, () => Promise<[Workplace, Workplace]>, RegExp]>([
  ['generated', async () => [await generated(), await generated()], /Restore it from Git or a backup\.\n$/],
  [
    'provided',
    async () => [await provided(corp, other), await provided(other, corp)],
    /Import a renewed one: quorate pki import spec\.yaml --out out FILE… --authority client-ca/,
  ],
])('of authorities that are %s', (_, make, hint) => {
  const clientFile = 'pki/client-ca.crt'
  const isOther = (file: string) =>
    `out/lab: ${file} is not the one that this folder was generated with (quorate.lock.json).`
  const lay = (from: Workplace, file: string, to: Workplace, as = file) =>
    copyFileSync(join(from.lab, file), join(to.lab, as))

  test.each<[string, (place: Workplace, foreign: Workplace) => void, readonly string[]]>([
    [
      'one of another cluster, with its key',
      (place, foreign) => {
        lay(foreign, clientFile, place)
        lay(foreign, 'secrets/client-ca.key', place)
      },
      [clientFile],
    ],
    [
      'one of another cluster, without its key',
      (place, foreign) => {
        lay(foreign, clientFile, place)
        rmSync(join(place.lab, 'secrets/client-ca.key'))
      },
      [clientFile],
    ],
    [
      'one of another cluster, beside its own key',
      (place, foreign) => lay(foreign, clientFile, place),
      [clientFile],
    ],
    [
      'both exchanged, with their keys',
      (place) => {
        for (const [folder, end] of [
          ['pki', 'crt'],
          ['secrets', 'key'],
        ]) {
          const [client, peer, aside] = ['client-ca', 'peer-ca', 'aside'].map((id) =>
            join(place.lab, `${folder}/${id}.${end}`),
          ) as [string, string, string]
          renameSync(client, aside)
          renameSync(peer, client)
          renameSync(aside, peer)
        }
      },
      [clientFile, 'pki/peer-ca.crt'],
    ],
    [
      'one with another byte in the name of its issuer',
      (place) => {
        const text = withByte(place.read(clientFile), (der) => {
          // The value of the first common name, 2.5.4.3: that of the issuer, which stands before the subject.
          const type = der.indexOf(Buffer.from([0x06, 0x03, 0x55, 0x04, 0x03]))
          return type === -1 ? -1 : type + 7
        })
        writeFileSync(join(place.lab, clientFile), text)
      },
      [clientFile],
    ],
  ])('%s: an error that names it, and nothing is written', async (_name, tamper, files) => {
    const [place, foreign] = await make()
    tamper(place, foreign)
    const messages = files.map(isOther)
    await expectRefused(place, place.generate, ...messages)
    await expectRefused(place, () => place.renew(['root']), ...messages)
    await expectRefused(place, () => place.renew([], { all: true, newKeys: true }), ...messages)
    if (files.length === 1) expect((await place.generate()).stderr).toMatch(hint)
  })
})

describe('of an authority itself', () => {
  test('renewing leaves a folder that can be generated, and the members as they were', async () => {
    const place = await generated()
    const before = place.tree()
    expect(await place.renew(['client-ca', 'peer-ca'])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(place.read('pki/client-ca.crt')).not.toBe(before['pki/client-ca.crt'])
    const after = place.tree()
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(place.tree()).toEqual(after)
    for (const { id } of place.plan.certificates)
      expect(after[`pki/${id}.crt`]?.split('-----END')[0]).toBe(before[`pki/${id}.crt`]?.split('-----END')[0])
    // And the one from before is another one by then.
    writeFileSync(join(place.lab, 'pki/client-ca.crt'), before['pki/client-ca.crt'] ?? '')
    await expectRefused(place, place.generate, 'pki/client-ca.crt is not the one that this folder')
  })

  test('importing a renewed one is taken, and putting it there by hand is not', async () => {
    const place = await provided(corp, other)
    const key = place.file('key.pem', corp.keyPem)
    const words = ['req', '-x509', '-new', '-key', key, '-days', '5000', '-subj', '/O=Corp/CN=corp']
    const renewed = `${await openssl(cwd, ...words)}\n`
    const file = join(place.lab, 'pki/client-ca.crt')
    const own = readFileSync(file, 'utf8')
    writeFileSync(file, renewed)
    await expectRefused(place, place.generate, 'pki/client-ca.crt is not the one that this folder')
    writeFileSync(file, own)
    expect(await place.import([place.file('new.pem', renewed)], 'client-ca')).toMatchObject({ exitCode: 0 })
    expect(readFileSync(file, 'utf8')).toBe(renewed)
    const after = place.tree()
    expect((await place.generate()).exitCode).toBe(0)
    expect(place.tree()).toEqual(after)
  })
})

describe('a key with one byte of its scalar changed is damaged', () => {
  test.each(['secrets/clients/root.key', 'secrets/nodes/a/server.key', 'secrets/client-ca.key'])(
    '%s',
    async (file) => {
      const place = await generated()
      const path = join(place.lab, file)
      const text = readFileSync(path, 'utf8')
      for (const offset of [36, 37, 50, 66, 67]) {
        writeFileSync(
          path,
          withByte(text, () => offset),
        )
        await expectRefused(place, place.generate, `out/lab: ${file} is damaged.`)
        await expectRefused(place, () => place.renew(['root', 'a']), `out/lab: ${file} is damaged.`)
      }
      writeFileSync(path, text)
      expect((await place.generate()).exitCode).toBe(0)
    },
  )

  test('of a leaf whose certificate is missing as well', async () => {
    const place = await generated()
    const path = join(place.lab, 'secrets/clients/root.key')
    writeFileSync(
      path,
      withByte(readFileSync(path, 'utf8'), () => 50),
    )
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    await expectRefused(place, place.generate, 'out/lab: secrets/clients/root.key is damaged.')
  })

  test('of an authority that is brought', async () => {
    const place = new Workplace({ tls: { authority: 'provided', layout: 'single-ca' } })
    const key = withByte(corp.keyPem, () => 50)
    const said = await place.import([place.file('ca.pem', corp.certificatePem + key)], 'ca')
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('ca.pem holds a private key that is damaged.')
    expect(existsSync(place.lab)).toBe(false)
  })
})

describe('keys for which certificates were signed elsewhere', () => {
  const missing = (id: string) => `secrets/${id}.key is missing, and pki/${id}.crt has been signed for it.`

  test('one of them missing is an error', async () => {
    const place = await signedElsewhere()
    rmSync(join(place.lab, 'secrets/nodes/a/server.key'))
    await expectRefused(place, place.generate, `out/lab: ${missing('nodes/a/server')}`)
    expect((await place.generate()).stderr.match(/error:/g)).toHaveLength(1)
  })

  test('some of them missing are an error for each', async () => {
    const place = await signedElsewhere()
    rmSync(join(place.lab, 'secrets/nodes'), { recursive: true })
    const ofNodes = place.plan.certificates.filter(({ kind }) => kind !== 'client')
    await expectRefused(place, place.generate, ...ofNodes.map(({ id }) => missing(id)))
  })

  test('another algorithm in the spec: a warning for each, and nothing changes', async () => {
    const place = await signedElsewhere()
    const before = place.tree()
    place.describe({ tls: { ...external.tls, algorithm: 'rsa-2048' } })
    const said = await place.generate()
    expect(said.exitCode).toBe(0)
    for (const { id } of place.plan.certificates)
      expect(said.stderr).toContain(
        `warning: out/lab: secrets/${id}.key is ecdsa-p256, and the spec says rsa-2048: quorate does not replace a key that another CA has signed.`,
      )
    expect(said.stderr.match(/quorate does not replace/g)).toHaveLength(place.plan.certificates.length)
    // The lock alone says that the spec is another one.
    const lock = 'quorate.lock.json'
    const after = place.tree()
    const rest = (text = '') => ({ ...(JSON.parse(text) as object), cluster: undefined })
    expect(rest(after[lock])).toEqual(rest(before[lock]))
    expect({ ...after, [lock]: '' }).toEqual({ ...before, [lock]: '' })
  })

  test('one of them removed with its certificate: a new request for a new key', async () => {
    const place = await signedElsewhere()
    const before = place.tree()
    for (const file of ['secrets/clients/root.key', 'pki/clients/root.crt']) rmSync(join(place.lab, file))
    const said = await place.generate()
    expect(said.exitCode).toBe(1)
    expect(said.stderr).toContain(
      'waits for a certificate that another CA has to sign:\n    pki/requests/clients/root.csr: new',
    )
    const after = place.tree()
    const made = ['pki/requests/clients/root.csr', 'secrets/clients/root.key']
    for (const file of made) {
      expect(after[file]).toBeDefined()
      expect(after[file]).not.toBe(before[file])
    }
    for (const file of Object.keys(after).filter((each) => !made.includes(each)))
      expect(after[file], file).toBe(before[file])
    const text = await sign(cwd, corp, place.read('pki/requests/clients/root.csr'))
    expect((await place.import([place.file('root.crt', text)])).exitCode).toBe(0)
    expect((await place.status()).exitCode).toBe(0)
  })
})

describe('a key that is another’s', () => {
  test('is an error where its certificate is missing, and both stay', async () => {
    const place = await generated()
    copyFileSync(join(place.lab, 'secrets/nodes/a/server.key'), join(place.lab, 'secrets/clients/root.key'))
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    const message = 'out/lab: secrets/clients/root.key is the key of nodes/a/server as well.'
    await expectRefused(place, place.generate, message)
    rmSync(join(place.lab, 'secrets/clients/root.key'))
    expect((await place.generate()).exitCode).toBe(0)
    expect(place.read('secrets/clients/root.key')).not.toBe(place.read('secrets/nodes/a/server.key'))
  })

  test('is none where it is nobody else’s', async () => {
    const place = await generated()
    const key = pem(newKey())
    writeFileSync(join(place.lab, 'secrets/clients/root.key'), key)
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    expect((await place.generate()).exitCode).toBe(0)
    const kept = createPrivateKey(place.read('secrets/clients/root.key'))
    expect(kept.equals(createPrivateKey(key))).toBe(true)
  })
})

describe('new keys', () => {
  test('are made by renew --all --new-keys also where a certificate is missing', async () => {
    const place = await generated()
    const before = place.tree()
    rmSync(join(place.lab, 'pki/clients/root.crt'))
    const said = await place.renew([], { all: true, newKeys: true })
    expect(said).toMatchObject({ exitCode: 0, stderr: '' })
    expect(said.stdout).toContain('clients/root: its certificate was missing; renewed, with a new key\n')
    const after = place.tree()
    for (const { id } of place.plan.certificates)
      expect(after[`secrets/${id}.key`], id).not.toBe(before[`secrets/${id}.key`])
    for (const id of ['client-ca', 'peer-ca'])
      expect(after[`secrets/${id}.key`]).toBe(before[`secrets/${id}.key`])
  })

  test.each([[['client-ca']], [['pki/client-ca.crt']], [['root', 'client-ca']]])(
    'are refused for an authority: %s',
    async (names) => {
      const place = await generated()
      await expectRefused(
        place,
        () => place.renew(names, { newKeys: true }),
        'client-ca is a CA, and a CA keeps its key when it is renewed (--new-keys).',
      )
    },
  )
})

describe('a client that is named like an authority', () => {
  test('is not meant by that name', async () => {
    const place = await generated({ tls: { clients: [{ name: 'client-ca' }] } })
    const before = place.tree()
    const said = await place.renew(['client-ca'])
    expect(said).toMatchObject({ exitCode: 0, stderr: '' })
    expect(said.stdout.match(/^ {4}\S+: renewed/gm)).toEqual(['    client-ca: renewed'])
    const changed = (folder: string, from: Record<string, string>) =>
      Object.entries(place.tree())
        .filter(([file, text]) => file.startsWith(folder) && text !== from[file])
        .map(([file]) => file)
    expect(changed('pki/', before)).toEqual(['pki/client-ca.crt'])
    expect(changed('secrets/', before)).toEqual([])
    const between = place.tree()
    expect((await place.renew(['clients/client-ca'], { newKeys: true })).exitCode).toBe(0)
    expect(changed('pki/', between)).toEqual(['pki/clients/client-ca.crt'])
    expect(changed('secrets/', between)).toEqual(['secrets/clients/client-ca.key'])
  })
})

describe('a place that is not one for a cluster', () => {
  test.each(['', 'nodes', 'pki/clients', 'new/and/deep'])(
    'the folder of another cluster is refused: lab/%s',
    async (under) => {
      const place = await generated()
      const before = place.tree()
      const said = await place.generate(join(place.lab, under))
      expect(said).toMatchObject({ exitCode: 2, stdout: '' })
      expect(said.stderr).toContain('is inside ')
      expect(said.stderr).toContain('out/lab, which is the folder of a cluster itself.')
      expect(place.tree()).toEqual(before)
      expect(existsSync(join(place.lab, under, 'lab'))).toBe(false)
      // Beside it is fine.
      expect((await place.generate(join(place.directory, 'beside'))).exitCode).toBe(0)
    },
  )

  test.each(['pki', 'secrets'])('a symbolic link is refused: %s', async (name) => {
    const place = await generated()
    const before = place.tree()
    const [link, aside] = [join(place.lab, name), join(place.directory, 'aside')]
    renameSync(link, aside)
    symlinkSync(aside, link)
    for (const verb of [place.generate, () => place.renew([], { all: true }), place.status]) {
      const said = await verb()
      expect(said).toMatchObject({ exitCode: 1, stdout: '' })
      expect(said.stderr).toContain(`out/lab: ${name} is a symbolic link.`)
    }
    rmSync(link)
    renameSync(aside, link)
    expect(place.tree()).toEqual(before)
    // Also one that leads nowhere.
    rmSync(link, { recursive: true })
    symlinkSync(aside, link)
    expect((await place.generate()).stderr).toContain(`out/lab: ${name} is a symbolic link.`)
    expect(existsSync(aside)).toBe(false)
  })
})

describe('what there is to say against a spec', () => {
  const verbs = (place: Workplace): Record<string, () => Promise<Said>> => ({
    status: place.status,
    renew: () => place.renew(['root']),
    import: () => place.import([place.file('corp.pem', corp.certificatePem)], 'client-ca'),
  })

  test.each(['status', 'renew', 'import'])(
    'is for those who generate: %s says nothing of it',
    async (verb) => {
      const place = new Workplace({ nodes: nodesAt('10.0.0.1', '10.0.0.2') })
      const made = await place.generate()
      expect(made.exitCode).toBe(0)
      const [warning = ''] = made.stderr.match(/warning: .*/) ?? []
      expect(warning).not.toBe('')
      const said = await verbs(place)[verb]?.()
      expect(said?.stderr).not.toContain(warning)
      expect(said?.stderr).not.toContain('warning:')
      if (verb !== 'import') expect(said).toMatchObject({ exitCode: 0, stderr: '' })
    },
  )

  test.each(['status', 'renew', 'import'])('is said by %s where it is an error', async (verb) => {
    const place = await generated()
    const before = place.tree()
    place.describe({ nodes: [] })
    const said = await verbs(place)[verb]?.()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said?.stderr).toMatch(/spec\.yaml:1:\d+: error: /)
    expect(said?.stderr).toContain('1 error in ')
    expect(place.tree()).toEqual(before)
  })
})
