import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Pki } from '../../../src/pki/credential.ts'
import type { StoredCredential } from '../../../src/pki/files.ts'
import { planPki } from '../../../src/pki/plan.ts'
import { formatTime } from '../../../src/pki/time.ts'
import { openssl } from './openssl.ts'
import {
  change,
  complete,
  daysLater,
  errorsOf,
  mint,
  newKey,
  noKeys,
  now,
  pem,
  plan,
  recycledKeys,
  renewing,
  store,
  subjects,
  temporaryFolder,
  write,
} from './support.ts'

let pki: Pki
let stored: Map<string, StoredCredential>
beforeAll(async () => {
  pki = await mint()
  stored = store(pki)
})

const x509 = (text: string | undefined) => new X509Certificate(text ?? '')
/** Random numbers, and no key. */
const noNewKeys = { ...noKeys, randomBytes: recycledKeys([]).randomBytes }

describe('a renewed leaf', () => {
  const id = 'nodes/a/server'

  it('keeps its key, its subject, its names and its authority, and gets a new time and number', async () => {
    const at = daysLater(200)
    const { value, diagnostics } = await complete(plan, stored, { at, keys: noNewKeys, ...renewing([id]) })
    expect(diagnostics).toEqual([])
    expect(value?.issued).toEqual([{ id, reason: 'renewed; the key is kept' }])
    const [before, after] = [pki.certificates.get(id), value?.certificates.get(id)]
    expect(after).toEqual({
      ...before,
      certificatePem: after?.certificatePem,
      anchorPem: after?.anchorPem,
      serial: after?.serial,
      fingerprint: after?.fingerprint,
      notBefore: '2027-03-03T11:55:00Z',
      notAfter: '2028-03-02T12:00:00Z',
    })
    expect(after?.serial).not.toBe(before?.serial)
    for (const [other, credential] of pki.certificates)
      if (other !== id) expect(value?.certificates.get(other)).toEqual(credential)
    expect(value?.authorities).toEqual(pki.authorities)
    // And then it is kept again.
    if (value) expect((await complete(plan, store(value), { at, keys: noKeys })).value?.issued).toEqual([])
  })

  it('gets a new key where that is asked for', async () => {
    const { value } = await complete(plan, stored, renewing([id], true))
    expect(value?.issued).toEqual([{ id, reason: 'renewed, with a new key' }])
    expect(value?.certificates.get(id)?.keyPem).not.toBe(pki.certificates.get(id)?.keyPem)
    expect(x509(value?.certificates.get(id)?.certificatePem).checkHost('a.example.net')).toBeDefined()
  })

  it('works once it has expired', async () => {
    const at = daysLater(1000)
    const ids = plan.certificates.map((each) => each.id)
    const { value, diagnostics } = await complete(plan, stored, { at, keys: noNewKeys, ...renewing(ids) })
    expect(diagnostics).toEqual([])
    expect(value?.issued.map((each) => each.id)).toEqual(ids)
    for (const each of ids) expect(value?.certificates.get(each)?.notAfter).toBe('2030-05-11T12:00:00Z')
  })

  it('says that what does not fit any more has changed too: its names are the plan’s', async () => {
    const given = planPki({
      ...subjects,
      members: subjects.members.map((each) => ({ ...each, dnsNames: ['new.example.net'] })),
    })
    const { value } = await complete(given, stored, renewing([id]))
    expect(x509(value?.certificates.get(id)?.certificatePem).subjectAltName).toContain('DNS:new.example.net')
    expect(value?.issued.map((each) => each.id)).toContain(id)
  })

  it('ends with its authority, and says so', async () => {
    const at = daysLater(3500)
    const { value, diagnostics } = await complete(plan, stored, { at, ...renewing(['clients/root']) })
    expect(value?.certificates.get('clients/root')?.notAfter).toBe('2036-08-12T12:00:00Z')
    expect(diagnostics).toContainEqual({
      code: 'ca-expires-first',
      severity: 'warning',
      pointer: '',
      file: 'pki/client-ca.crt',
      message:
        'pki/client-ca.crt expires on 2036-08-12T12:00:00Z, and so do the certificates that it has signed now: clients/root.',
      hint: 'Renew it before that day (quorate pki renew SPEC client-ca), or give certificates a shorter lifetime.',
    })
  })

  it('is refused without the key of its authority', async () => {
    const { value, diagnostics } = await complete(plan, change(stored, 'client-ca', { keyPem: undefined }), {
      keys: noKeys,
      ...renewing(['clients/root']),
    })
    expect(value).toBeUndefined()
    expect(errorsOf(diagnostics)).toMatchObject([
      {
        file: 'secrets/client-ca.key',
        message:
          'secrets/client-ca.key is missing, and it has to sign clients/root (renewed; the key is kept).',
      },
    ])
  })
})

describe('a renewed authority', () => {
  const late = daysLater(4000)
  const both = ['client-ca', 'peer-ca']

  it('keeps its key, its name and its key identifier; its leaves stay as they are', async () => {
    const at = daysLater(100)
    const { value, diagnostics } = await complete(plan, stored, { at, keys: noNewKeys, ...renewing(both) })
    expect(diagnostics).toEqual([])
    expect(value?.issued).toEqual(both.map((id) => ({ id, reason: 'renewed, for the key that it has' })))
    expect(value?.certificates).toEqual(pki.certificates)
    for (const [id, before] of pki.authorities) {
      const after = value?.authorities.get(id)
      expect(after).toMatchObject({ keyPem: before.keyPem, subject: before.subject })
      expect(after).toMatchObject({ notBefore: '2026-11-23T11:55:00Z', notAfter: '2036-11-20T12:00:00Z' })
      expect(after?.serial).not.toBe(before.serial)
      const [old, renewed] = [x509(before.certificatePem), x509(after?.certificatePem)]
      expect(renewed.publicKey.equals(old.publicKey)).toBe(true)
      expect(renewed.verify(old.publicKey)).toBe(true)
    }
    if (value) {
      const again = await complete(plan, store(value), { at, keys: noKeys })
      expect(again).toEqual({ value: { ...value, issued: [], newCas: [] }, diagnostics: [] })
    }
  })

  it('makes leaves that verify under the old and the new, by openssl', async () => {
    const cwd = temporaryFolder()
    const at = daysLater(100)
    const { value } = await complete(plan, stored, { at, ...renewing([...both, 'clients/root']) })
    write(cwd, 'old-ca', pki.authorities.get('client-ca')?.certificatePem ?? '')
    write(cwd, 'new-ca', value?.authorities.get('client-ca')?.certificatePem ?? '')
    write(cwd, 'old-leaf', pki.certificates.get('clients/root')?.certificatePem ?? '')
    write(cwd, 'new-leaf', value?.certificates.get('clients/root')?.certificatePem ?? '')
    const attime = String(Math.floor(daysLater(101).getTime() / 1000))
    for (const authority of ['old-ca', 'new-ca'])
      expect(
        await openssl(
          cwd,
          ...['verify', '-x509_strict', '-purpose', 'sslclient', '-attime', attime],
          ...['-CAfile', authority, 'old-leaf', 'new-leaf'],
        ),
      ).toBe('old-leaf: OK\nnew-leaf: OK')
    const identifiers = async (file: string) =>
      (await openssl(cwd, 'x509', '-noout', '-ext', 'subjectKeyIdentifier', '-in', file)).match(
        /[0-9A-F:]{59}/,
      )?.[0]
    expect(await identifiers('new-ca')).toBe(await identifiers('old-ca'))
    expect(await openssl(cwd, 'x509', '-noout', '-subject', '-nameopt', 'show_type', '-in', 'new-ca')).toBe(
      await openssl(cwd, 'x509', '-noout', '-subject', '-nameopt', 'show_type', '-in', 'old-ca'),
    )
  })

  it('works once it has expired, and its leaves with it', async () => {
    const ids = [...both, ...plan.certificates.map(({ id }) => id)]
    const { value, diagnostics } = await complete(plan, stored, {
      at: late,
      keys: noNewKeys,
      ...renewing(ids),
    })
    expect(diagnostics).toEqual([])
    expect(value?.issued.map(({ id }) => id)).toEqual(ids)
    expect(value?.authorities.get('peer-ca')?.notAfter).toBe(formatTime(daysLater(3650, late)))
    expect(value?.certificates.get('nodes/b/peer')?.notAfter).toBe(formatTime(daysLater(365, late)))
  })

  it('works once it has expired, without its leaves, which then are warned about', async () => {
    const { value, diagnostics } = await complete(plan, stored, {
      at: late,
      keys: noNewKeys,
      ...renewing(both),
    })
    expect(value?.issued.map(({ id }) => id)).toEqual(both)
    expect(diagnostics).toHaveLength(plan.certificates.length)
    expect(diagnostics[0]).toMatchObject({
      severity: 'warning',
      message: 'pki/nodes/a/server.crt expired on 2027-08-15T12:00:00Z.',
    })
  })

  it('says to renew both, where both have expired and one alone was asked for', async () => {
    const { value, diagnostics } = await complete(plan, stored, {
      at: late,
      keys: noKeys,
      ...renewing(['client-ca']),
    })
    expect(value).toBeUndefined()
    expect(errorsOf(diagnostics)).toMatchObject([
      {
        file: 'pki/peer-ca.crt',
        hint: 'Renew it with the key that it has: quorate pki renew SPEC client-ca peer-ca',
      },
    ])
  })

  it.each<[string, Partial<StoredCredential>, string]>([
    [
      'without its key',
      { keyPem: undefined },
      'secrets/client-ca.key is missing, and pki/client-ca.crt cannot be renewed without it.',
    ],
    [
      'with the key of another',
      { keyPem: pem(newKey()) },
      'secrets/client-ca.key is not the key of pki/client-ca.crt.',
    ],
  ])('is not made %s', async (_, texts, message) => {
    const given = change(stored, 'client-ca', texts)
    const { value, diagnostics } = await complete(plan, given, { keys: noKeys, ...renewing(['client-ca']) })
    expect(value).toBeUndefined()
    expect(errorsOf(diagnostics).map((each) => each.message)).toEqual([message])
  })

  it('keeps its kind of key whatever the plan’s algorithm is', async () => {
    const given = { ...plan, algorithm: 'ed25519' } as const
    const { value } = await complete(given, stored, renewing(both))
    for (const { certificatePem } of value?.authorities.values() ?? [])
      expect(x509(certificatePem).publicKey.asymmetricKeyType).toBe('ec')
    for (const { certificatePem } of value?.certificates.values() ?? [])
      expect(x509(certificatePem).publicKey.asymmetricKeyType).toBe('ed25519')
  })

  it('is renewed only where it is meant by name: time alone changes nothing', async () => {
    const { value } = await complete(plan, stored, { at: new Date(now.getTime() + 1), keys: noKeys })
    expect(value?.authorities).toEqual(pki.authorities)
  })
})
