import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outside, openssl, outsideAuthority, sign } from '../pki/openssl.ts'
import { newKey, pem, sharedFolder } from '../pki/support.ts'
import { linesOfKeys, Workplace } from './support.ts'

const cwd = sharedFolder()
let corp: Outside
let issuing: Outside
let other: Outside
beforeAll(async () => {
  corp = await outsideAuthority(cwd, 'corp')
  issuing = await outsideAuthority(cwd, 'issuing', { under: corp })
  other = await outsideAuthority(cwd, 'other')
})

const external = { tls: { authority: 'external', layout: 'single-ca' } }
const provided = { tls: { authority: 'provided', layout: 'single-ca' } }
/** Nothing but what there is to say about the layout. */
const quiet = expect.not.stringMatching(/error:|expired|ends on|waits for/)
const ids = (place: Workplace) => place.plan.certificates.map(({ id }) => id)

/** Has every request signed, into a file each. */
async function signAll(place: Workplace, authority: Outside): Promise<readonly string[]> {
  return Promise.all(
    ids(place).map(async (id) =>
      place.file(
        `${id.replaceAll('/', '-')}.crt`,
        await sign(cwd, authority, place.read(`pki/requests/${id}.csr`)),
      ),
    ),
  )
}

describe('certificates from elsewhere', () => {
  test('are waited for: keys and requests are there, and nothing else is', async () => {
    const place = new Workplace(external)
    const said = await place.generate()
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('out/lab: lab waits for 7 certificates that another CA has to sign:')
    expect(said.stderr).toContain('    pki/requests/nodes/a/server.csr: new\n')
    expect(said.stderr).toContain(
      'next: have these requests signed, then: quorate pki import spec.yaml --out out FILE…',
    )
    expect(place.files()).toEqual(
      [
        '.gitignore',
        'secrets/.gitignore',
        ...ids(place).flatMap((id) => [`pki/requests/${id}.csr`, `secrets/${id}.key`]),
      ].sort(),
    )
    // As often as it is run.
    const before = place.tree()
    expect((await place.generate()).exitCode).toBe(1)
    expect(place.tree()).toEqual(before)
  })

  test('are taken in any number of files at once, and the tree is whole', async () => {
    const place = new Workplace(external)
    await place.generate()
    const keys = place.tree()
    const files = await signAll(place, issuing)
    const chain = place.file('chain.pem', corp.certificatePem + issuing.certificatePem)
    const said = await place.import([chain, ...files])
    expect(said).toMatchObject({ exitCode: 0, stderr: quiet })
    expect(existsSync(join(place.lab, 'quorate.lock.json'))).toBe(true)
    expect(place.read('pki/ca.crt')).toBe(issuing.certificatePem + corp.certificatePem)
    for (const id of ids(place)) expect(place.read(`secrets/${id}.key`)).toBe(keys[`secrets/${id}.key`])
    expect(place.read('nodes/a/rootfs/etc/etcd/pki/ca.crt')).toBe(issuing.certificatePem)
    expect(place.read('nodes/a/rootfs/etc/etcd/pki/server.crt')).toBe(place.read('pki/nodes/a/server.crt'))
    expect(place.files().filter((file) => file.startsWith('secrets/') && file.includes('ca'))).toEqual([])
    const before = place.tree()
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: quiet })
    expect(place.tree()).toEqual(before)
    // The same once more.
    expect(await place.import(files)).toMatchObject({ exitCode: 0 })
    expect(place.tree()).toEqual(before)
    expect((await place.status()).exitCode).toBe(0)
    const root = place.file('root.pem', corp.certificatePem)
    const server = join(place.lab, 'pki/nodes/a/server.crt')
    expect(await openssl(cwd, 'verify', '-CAfile', root, '-untrusted', server, server)).toBe(`${server}: OK`)
  })

  test('are taken one after the other, and each run says what is still awaited', async () => {
    const place = new Workplace(external)
    await place.generate()
    const files = await signAll(place, corp)
    const authority = place.file('corp.pem', corp.certificatePem)
    for (const [index, file] of files.entries()) {
      const said = await place.import(index === 0 ? [authority, file] : [file])
      const left = files.length - index - 1
      expect(said.exitCode).toBe(left === 0 ? 0 : 1)
      if (left > 0) expect(said.stderr).toMatch(left === 1 ? /waits for a certificate/ : `waits for ${left} `)
      expect(place.read(`pki/${ids(place)[index]}.crt`)).not.toBe('')
    }
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: quiet })
  })

  test('are asked for again for a node that comes later, while the others stay', async () => {
    const place = new Workplace(external)
    await place.generate()
    const files = await signAll(place, corp)
    await place.import([...files, place.file('corp.pem', corp.certificatePem)])
    const before = place.tree()
    place.describe({ ...external, tls: { ...external.tls, clients: [{ name: 'app' }] } })
    const said = await place.generate()
    expect(said.exitCode).toBe(1)
    expect(said.stderr).toContain(
      'waits for a certificate that another CA has to sign:\n    pki/requests/clients/app.csr: new',
    )
    const after = place.tree()
    for (const [file, text] of Object.entries(before)) expect(after[file], file).toBe(text)
    const app = await sign(cwd, corp, place.read('pki/requests/clients/app.csr'))
    expect(await place.import([place.file('app.crt', app)])).toMatchObject({ exitCode: 0, stderr: quiet })
  })

  test.each<[string, (place: Workplace) => string | Promise<string>, RegExp]>([
    ['a key among them', (place) => place.read('secrets/clients/root.key'), /extra\.pem holds a private key/],
    ['garbage', () => 'x', /extra\.pem holds nothing in PEM/],
    [
      'DER',
      (place) =>
        Buffer.from(place.read('pki/requests/clients/root.csr').replace(/-.*-|\n/g, ''), 'base64').toString(
          'latin1',
        ),
      /holds nothing in PEM/,
    ],
    ['a request', (place) => place.read('pki/requests/clients/root.csr'), /holds a CERTIFICATE REQUEST/],
  ])('with %s are refused, and nothing is written', async (_, extra, message) => {
    const place = new Workplace(external)
    await place.generate()
    const files = await signAll(place, corp)
    const before = place.tree()
    const said = await place.import([
      ...files,
      place.file('corp.pem', corp.certificatePem),
      place.file('extra.pem', await extra(place)),
    ])
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toMatch(message)
    expect(place.tree()).toEqual(before)
    for (const line of linesOfKeys(Object.values(before).filter((text) => text.includes('PRIVATE'))))
      expect(place.printed).not.toContain(line)
  })

  test('of another authority are refused later, and nothing is written', async () => {
    const place = new Workplace(external)
    await place.generate()
    const files = await signAll(place, corp)
    await place.import([...files, place.file('corp.pem', corp.certificatePem)])
    const before = place.tree()
    const foreign = await signAll(place, other)
    const said = await place.import([...foreign, place.file('other.pem', other.certificatePem)])
    expect(said.exitCode).toBe(1)
    expect(said.stderr).toContain('is not the CA in pki/ca.crt, which all members and clients trust.')
    expect(place.tree()).toEqual(before)
  })

  test.each<[string, (place: Workplace) => string, RegExp]>([
    ['that is not there', () => '/nonexistent/x.pem', /There is no file \/nonexistent\/x\.pem\./],
    ['that is a directory', (place) => place.directory, /cannot be read \(EISDIR\)\./],
    [
      'that is far too large',
      (place) => place.file('large.pem', 'x'.repeat(1024 * 1024 + 1)),
      /is too large for certificates/,
    ],
  ])('in a file %s: it could not run', async (_, file, message) => {
    const place = new Workplace(external)
    const said = await place.import([file(place)])
    expect(said).toMatchObject({ exitCode: 2, stdout: '' })
    expect(said.stderr).toMatch(message)
    expect(existsSync(place.out)).toBe(false)
  })

  test('that nobody asked for leave no folder behind', async () => {
    const place = new Workplace(external)
    const said = await place.import([place.file('corp.pem', corp.certificatePem)])
    expect(said.exitCode).toBe(1)
    expect(existsSync(place.lab)).toBe(false)
  })
})

describe('an authority that is brought', () => {
  test('is asked for, then signs', async () => {
    const place = new Workplace(provided)
    const asked = await place.generate()
    expect(asked).toMatchObject({ exitCode: 1, stdout: '' })
    expect(asked.stderr).toContain('quorate pki import spec.yaml --out out FILE… --authority ca')
    expect(existsSync(place.lab)).toBe(false)
    const file = place.file('ca.pem', corp.certificatePem + corp.keyPem)
    expect(await place.import([file], 'ca')).toMatchObject({ exitCode: 0, stderr: quiet })
    expect(place.read('pki/ca.crt')).toBe(corp.certificatePem)
    expect(place.read('secrets/ca.key')).toBe(corp.keyPem)
    expect(place.files().filter((each) => each.startsWith('nodes/') && /\.key$/.test(each))).toEqual([])
    const before = place.tree()
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: quiet })
    expect(await place.import([file], 'ca')).toMatchObject({ exitCode: 0, stderr: quiet })
    expect(place.tree()).toEqual(before)
  })

  test('of two comes one at a time: the first waits for the second', async () => {
    const place = new Workplace({ tls: { authority: 'provided' } })
    const one = await place.import([place.file('a', corp.certificatePem + corp.keyPem)], 'client-ca')
    expect(one.exitCode).toBe(1)
    expect(one.stderr).toContain('pki/peer-ca.crt: not imported yet')
    const two = await place.import([place.file('b', other.certificatePem + other.keyPem)], 'peer-ca')
    expect(two).toMatchObject({ exitCode: 0, stderr: quiet })
  })

  test('with a wrong key writes nothing', async () => {
    const place = new Workplace(provided)
    const key = pem(newKey())
    const said = await place.import([place.file('ca.pem', corp.certificatePem + key)], 'ca')
    expect(said).toMatchObject({ exitCode: 1, stdout: '' })
    expect(said.stderr).toContain('is not the key of "O=Corp, CN=corp".')
    expect(existsSync(place.lab)).toBe(false)
    for (const line of linesOfKeys([key])) expect(place.printed).not.toContain(line)
  })

  test('where quorate makes them is refused', async () => {
    const place = new Workplace({ tls: { layout: 'single-ca' } })
    await place.generate()
    const before = place.tree()
    const file = place.file('ca.pem', corp.certificatePem + corp.keyPem)
    expect((await place.import([file], 'ca')).exitCode).toBe(1)
    expect(place.tree()).toEqual(before)
  })
})

test('what a certificate is called reaches the terminal without control characters', async () => {
  const place = new Workplace({ tls: { ...provided.tls, clients: [{ name: 'app' }] } })
  const selfSigned = ['req', '-x509', '-newkey', 'ed25519', '-noenc', '-keyout', 'k', '-utf8', '-out', 'c']
  const key = place.file('k2', corp.keyPem)
  const ca = place.file('ca.pem', corp.certificatePem + corp.keyPem)
  expect((await place.import([ca], 'ca')).exitCode).toBe(0)
  for (const name of ['red\u001B[31m', 'c1 \u009B31m', 'bidi \u202E']) {
    await openssl(place.directory, ...selfSigned, '-subj', `/CN=${name}`)
    const certificate = join(place.directory, 'c')
    expect((await place.import([certificate, key], 'ca')).stderr).toContain('is not the key of')
    // And in what was issued and why.
    copyFileSync(certificate, join(place.lab, 'pki/clients/app.crt'))
    copyFileSync(join(place.directory, 'k'), join(place.lab, 'secrets/clients/app.key'))
    place.describe({ tls: { ...provided.tls, algorithm: 'ed25519', clients: [{ name: 'app' }] } })
    expect((await place.status()).stdout).toContain('its subject changed')
    expect((await place.generate()).stdout).toContain('clients/app: its subject changed')
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  expect(place.printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
})
