import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execaSync } from 'execa'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Outside, openssl, outsideAuthority, sign } from '../pki/openssl.ts'
import { sharedFolder } from '../pki/support.ts'
import { Workplace } from './support.ts'

// A cluster that runs trusts its own CAs only: a second PKI is announced, or refused.

const cwd = sharedFolder()
let corp: Outside
let other: Outside
let below: Outside
beforeAll(async () => {
  corp = await outsideAuthority(cwd, 'corp')
  other = await outsideAuthority(cwd, 'other')
  below = await outsideAuthority(cwd, 'below', { under: corp })
})

/** What openssl prints as the fingerprint of the first certificate in a file. */
async function fingerprint(file: string): Promise<string> {
  const printed = await openssl(cwd, 'x509', '-in', file, '-noout', '-fingerprint', '-sha256')
  const [, value = ''] = printed.match(/^sha256 Fingerprint=([0-9A-F:]{95})$/) ?? []
  expect(printed).toContain(value || 'a fingerprint')
  return value
}

const ofOutside = (place: Workplace, ca: Outside) => fingerprint(place.file('any.pem', ca.certificatePem))

const fingerprintsOf = (place: Workplace, ...ids: readonly string[]) =>
  Promise.all(ids.map((id) => fingerprint(join(place.lab, `pki/${id}.crt`))))

const NO_CERTIFICATE = Array(32).fill('ab').join(':')

async function generated() {
  const place = new Workplace()
  expect((await place.generate()).exitCode).toBe(0)
  return place
}

/** That a verb is refused, names the CA, and changes nothing. */
async function expectRefused(place: Workplace, verb: () => Promise<unknown>, words: string) {
  const before = place.tree()
  expect(await verb()).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining(words),
  })
  expect(place.tree()).toEqual(before)
}

describe('generate', () => {
  test('makes no new PKI of keys that are there: their CAs are trusted as before', async () => {
    const place = await generated()
    for (const name of readdirSync(place.lab))
      if (name !== 'secrets') rmSync(join(place.lab, name), { recursive: true })
    const { exitCode, stdout, stderr } = await place.generate()
    expect(stderr + exitCode).toBe('0')
    expect(stdout).toContain('issued: 2 CAs and 7 certificates')
    expect(stdout).not.toContain('NEW PKI')
  })

  test('says in a line of its own that it made a new PKI, where, and with which CAs', async () => {
    const place = new Workplace()
    const { stdout } = await place.generate()
    const [client, peer] = await fingerprintsOf(place, 'client-ca', 'peer-ca')
    expect(stdout).toContain(
      `\n  NEW PKI in ${place.lab}. A cluster that already runs does not trust it. SHA-256 fingerprints of its CAs:\n` +
        `    client-ca  ${client}\n    peer-ca    ${peer}\n`,
    )
    for (const verb of [
      () => place.generate(),
      () => place.renew([], { all: true, newKeys: true }),
      () => place.renew(['client-ca']),
    ])
      expect((await verb()).stdout).not.toContain('NEW PKI')
  })

  test('says it again for the second PKI in another directory, by its whole path', async () => {
    const place = await generated()
    mkdirSync(join(place.directory, 'ci'))
    const command = join(import.meta.dirname, '../../../dist/cli.cjs')
    const run = (...words: string[]) =>
      execaSync(process.execPath, [command, 'generate', '../spec.yaml', ...words], {
        cwd: join(place.directory, 'ci'),
        reject: false,
      })
    const refused = run('--no-new-ca')
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toContain(
      'out/lab: pki/client-ca.crt is missing, and quorate makes no new CA: --no-new-ca is given.',
    )
    expect(refused.stderr.match(/error:/g)).toHaveLength(1)
    expect(existsSync(join(place.directory, 'ci/out/lab'))).toBe(false)
    expect(run('--no-new-ca', '--out', '../out')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run().stdout).toContain(`\n  NEW PKI in ${join(place.directory, 'ci/out/lab')}. `)
  })

  test.each([{}, { tls: { layout: 'single-ca' } }])(
    '--no-new-ca is fine where the CAs are there: %j',
    async (more) => {
      const place = new Workplace(more)
      await expectRefused(place, () => place.generate(place.out, { noNewCa: true }), 'makes no new CA')
      expect(existsSync(place.lab)).toBe(false)
      await place.generate()
      expect((await place.generate(place.out, { noNewCa: true })).exitCode).toBe(0)
    },
  )
})

describe('a spec that pins the fingerprints of its CAs', () => {
  test('takes these CAs, in any order and case, and no other', async () => {
    const place = await generated()
    const [client = '', peer = ''] = await fingerprintsOf(place, 'client-ca', 'peer-ca')
    for (const authorityFingerprints of [
      [client, peer],
      [peer.toLowerCase(), NO_CERTIFICATE, client],
    ]) {
      place.describe({ tls: { authorityFingerprints } })
      expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
      expect((await place.status()).exitCode).toBe(0)
    }
    place.describe({ tls: { authorityFingerprints: [client] } })
    const words = `out/lab: pki/peer-ca.crt has the SHA-256 fingerprint ${peer}, which is not in tls.authorityFingerprints.`
    await expectRefused(place, place.generate, words)
    await expectRefused(place, () => place.renew([], { all: true }), words)
    await expectRefused(place, () => place.renew(['peer-ca']), words)
    const status = await place.status()
    expect(status.exitCode).toBe(1)
    expect(status.stdout).toMatch(
      /peer-ca [^\n]*\n {4}does not fit: it is not in tls\.authorityFingerprints\n/,
    )
  })

  test('makes no CA where there is none', async () => {
    const place = new Workplace({ tls: { authorityFingerprints: [NO_CERTIFICATE] } })
    await expectRefused(
      place,
      place.generate,
      'quorate makes no new CA: it could not have a fingerprint of tls.authorityFingerprints',
    )
    expect(existsSync(place.lab)).toBe(false)
  })

  test('is told of the new fingerprint when a CA is renewed, and refuses it until it has that', async () => {
    const place = await generated()
    const [client = '', peer = ''] = await fingerprintsOf(place, 'client-ca', 'peer-ca')
    place.describe({ tls: { authorityFingerprints: [client, peer] } })
    const said = await place.renew(['client-ca'])
    const [renewed = ''] = await fingerprintsOf(place, 'client-ca')
    expect(renewed).not.toBe(client)
    expect(said.exitCode).toBe(0)
    expect(said.stderr).toContain(
      `warning: out/lab: pki/client-ca.crt is renewed, and has the SHA-256 fingerprint ${renewed} now.`,
    )
    await expectRefused(place, place.generate, renewed)
    place.describe({ tls: { authorityFingerprints: [renewed, peer] } })
    expect(await place.generate()).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('takes a provided CA only if it is the one, by the certificate that signs', async () => {
    const place = new Workplace()
    const tls = { authority: 'provided', layout: 'single-ca' }
    const take = (ca: Outside) => () =>
      place.import([place.file('ca.pem', [ca.certificatePem, ...ca.above, ca.keyPem].join(''))], 'ca')
    place.describe({ tls: { ...tls, authorityFingerprints: [await ofOutside(place, below)] } })
    await expectRefused(place, take(other), await ofOutside(place, other))
    await expectRefused(place, take(corp), await ofOutside(place, corp))
    expect(existsSync(place.lab)).toBe(false)
    expect((await take(below)()).exitCode).toBe(0)
    expect((await place.generate()).exitCode).toBe(0)
    // The CA above it is not the one that signs.
    place.describe({ tls: { ...tls, authorityFingerprints: [await ofOutside(place, corp)] } })
    await expectRefused(place, place.generate, await ofOutside(place, below))
  })

  test('takes certificates of an external CA only if it is the one', async () => {
    const place = new Workplace()
    const tls = { authority: 'external', layout: 'single-ca' }
    place.describe({ tls: { ...tls, authorityFingerprints: [await ofOutside(place, corp)] } })
    expect((await place.generate()).stderr).toContain('waits for')
    const signedBy = async (ca: Outside) => {
      const files = await Promise.all(
        place.plan.certificates.map(async ({ id }) =>
          place.file(
            `${id.replaceAll('/', '-')}.crt`,
            await sign(cwd, ca, place.read(`pki/requests/${id}.csr`)),
          ),
        ),
      )
      return [...files, place.file('ca.pem', ca.certificatePem)]
    }
    const wrong = await signedBy(other)
    await expectRefused(place, () => place.import(wrong), await ofOutside(place, other))
    expect((await place.import(await signedBy(corp))).exitCode).toBe(0)
    expect((await place.generate()).exitCode).toBe(0)
  })
})
