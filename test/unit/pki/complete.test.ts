import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { credentialOf } from '../../../src/pki/credential.ts'
import type { StoredCredential } from '../../../src/pki/files.ts'
import { type PkiPlan, planPki } from '../../../src/pki/plan.ts'
import {
  change,
  complete,
  daysLater,
  member,
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
} from './support.ts'

describe('a new PKI', () => {
  it('holds everything that is planned, in the order of the plan', async () => {
    const pki = await mint()
    expect([...pki.authorities.keys()]).toEqual(['client-ca', 'peer-ca'])
    expect([...pki.certificates.keys()]).toEqual(plan.certificates.map(({ id }) => id))
    expect(pki.issued).toEqual(
      [...plan.authorities, ...plan.certificates].map(({ id }) => ({ id, reason: 'new' })),
    )
  })

  it('tells of each certificate what others print', async () => {
    const pki = await mint()
    const credential = credentialOf(pki, 'clients/kube-apiserver')
    expect(credential).toMatchObject({
      id: 'clients/kube-apiserver',
      authority: 'client-ca',
      subject: 'O=ops, O=system:masters, CN=kube-apiserver',
      notBefore: '2026-08-15T11:55:00Z',
      notAfter: '2027-08-15T12:00:00Z',
      dnsNames: [],
      ipAddresses: [],
    })
    const x509 = new X509Certificate(credential.certificatePem)
    expect(credential.serial).toBe(x509.serialNumber.toLowerCase())
    expect(credential.fingerprint).toBe(x509.fingerprint256.replaceAll(':', '').toLowerCase())
    expect(credentialOf(pki, 'client-ca')).toMatchObject({
      authority: 'client-ca',
      subject: 'CN=k8s client CA',
      notAfter: '2036-08-12T12:00:00Z',
    })
    expect(credentialOf(pki, 'nodes/b/server').ipAddresses).toEqual(['fd00::2', '127.0.0.1', '::1'])
    expect(() => credentialOf(pki, 'nodes/z/server')).toThrow('nodes/z/server')
  })

  it('has keys and serial numbers of 128 bits, each its own', async () => {
    const all = [...store(await mint()).values()].map(
      (credential) => new X509Certificate(credential.certificatePem ?? ''),
    )
    for (const { serialNumber } of all) expect(serialNumber).toMatch(/^[89A-F][0-9A-F]{31}$/)
    expect(new Set(all.map(({ serialNumber }) => serialNumber)).size).toBe(all.length)
    expect(new Set(all.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }))).size).toBe(
      all.length,
    )
  })

  it('has no leaf that outlives its authority, and says so once per authority', async () => {
    const given = planPki({ ...subjects, authorityLifetimeDays: 10, clients: [] })
    const { value, diagnostics } = await complete(given, new Map(), { fresh: true })
    expect(new Set([...(value?.certificates.values() ?? [])].map(({ notAfter }) => notAfter))).toEqual(
      new Set(['2026-08-25T12:00:00Z']),
    )
    expect(diagnostics).toMatchObject([
      { severity: 'warning', file: 'pki/client-ca.crt' },
      {
        severity: 'warning',
        file: 'pki/peer-ca.crt',
        message:
          'pki/peer-ca.crt expires on 2026-08-25T12:00:00Z, and so do the certificates that it has signed now: nodes/a/peer, nodes/b/peer.',
      },
    ])
  })

  it('has no leaf that begins before its authority', async () => {
    const stored = change(store(await mint()), 'clients/root', { certificatePem: undefined })
    const { value } = await complete(plan, stored, { at: new Date(now.getTime() - 120_000) })
    expect(value?.certificates.get('clients/root')?.notBefore).toBe('2026-08-15T11:55:00Z')
  })

  it('is quiet about an end that comes early once nothing is issued', async () => {
    const given = planPki({ ...subjects, authorityLifetimeDays: 100 })
    expect((await complete(given, store(await mint(given)), { keys: noKeys })).diagnostics).toEqual([])
  })

  it('is quiet where leaves and authorities live equally long', async () => {
    const { diagnostics } = await complete(planPki({ ...subjects, authorityLifetimeDays: 365 }), new Map(), {
      fresh: true,
    })
    expect(diagnostics).toEqual([])
  })
})

describe('a stored PKI', () => {
  it('is kept byte for byte, on any day, without a key or a random number', async () => {
    const pki = await mint()
    for (const at of [now, daysLater(3000)]) {
      const { value } = await complete(plan, store(pki), { at, keys: noKeys })
      expect(value).toEqual({ ...pki, issued: [], newCas: [] })
    }
  })

  it('is kept with fresh too: a lost lock file mints nothing', async () => {
    const pki = await mint()
    const { value, diagnostics } = await complete(plan, store(pki), { fresh: true, keys: noKeys })
    expect({ value, diagnostics }).toEqual({ value: { ...pki, issued: [], newCas: [] }, diagnostics: [] })
  })

  it('gets other leaf keys when the plan asks for another algorithm, and keeps its authorities', async () => {
    const pki = await mint()
    const given: PkiPlan = { ...plan, algorithm: 'ecdsa-p384' }
    const { value, diagnostics } = await complete(given, store(pki))
    expect(diagnostics).toEqual([])
    expect(value?.authorities).toEqual(pki.authorities)
    expect(value?.issued).toEqual(
      plan.certificates.map(({ id }) => ({
        id,
        reason: 'its key was ecdsa-p256, and the spec says ecdsa-p384',
      })),
    )
    for (const [id, { keyPem, certificatePem }] of value?.certificates ?? []) {
      expect(keyPem).not.toBe(pki.certificates.get(id)?.keyPem)
      const { publicKey } = new X509Certificate(certificatePem)
      expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe('secp384r1')
    }
    if (value) expect((await complete(given, store(value), { keys: noKeys })).value?.issued).toEqual([])
  })

  it.each<[string, KeyObject, string]>([
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, 'ecdsa-p384'],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey, 'ecdsa-p521'],
    ['Ed25519', generateKeyPairSync('ed25519').privateKey, 'ed25519'],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey, 'rsa-2048'],
  ])('issues for a key of the plan’s algorithm alone: %s beside no certificate', async (_, key, name) => {
    const texts = { keyPem: pem(key), certificatePem: undefined }
    const stored = change(store(await mint()), 'clients/root', texts)
    const { value } = await complete(plan, stored)
    expect(value?.issued).toEqual([
      { id: 'clients/root', reason: `its key was ${name}, and the spec says ecdsa-p256` },
    ])
    // Otherwise the next run would issue it once more.
    if (value) expect((await complete(plan, store(value), { keys: noKeys })).value?.issued).toEqual([])
  })

  it('warns once about certificates of another lifetime than the plan has now, and keeps them', async () => {
    const stored = store(await mint())
    const problemsWith = async (lifetimeDays: number, ids: readonly string[]) => {
      const certificates = plan.certificates.map((each) =>
        ids.includes(each.id) ? { ...each, lifetimeDays } : each,
      )
      const { value, diagnostics } = await complete({ ...plan, certificates }, stored, { keys: noKeys })
      expect(value?.issued).toEqual([])
      return diagnostics
    }
    expect(await problemsWith(30, ['clients/root'])).toMatchObject([
      {
        severity: 'warning',
        file: 'pki/clients/root.crt',
        message: 'clients/root was issued with another lifetime than the one in the spec.',
        hint: 'Renew it to change that: quorate pki renew SPEC clients/root',
      },
    ])
    expect(await problemsWith(400, ['nodes/a/server', 'clients/root'])).toMatchObject([
      {
        message: 'nodes/a/server, clients/root were issued with another lifetime than the one in the spec.',
        hint: 'Renew them to change that: quorate pki renew SPEC nodes/a/server clients/root',
      },
    ])
    expect(
      await problemsWith(
        366,
        plan.certificates.map(({ id }) => id),
      ),
    ).toMatchObject([
      {
        message:
          'nodes/a/server, nodes/a/peer, nodes/b/server and 3 more were issued with another lifetime than the one in the spec.',
        hint: 'Renew them to change that: quorate pki renew SPEC --all',
      },
    ])
    expect(await problemsWith(365, ['clients/root'])).toEqual([])
  })

  it('warns about certificates that end within 30 days, and keeps them', async () => {
    const stored = store(await mint())
    const messagesAt = async (days: number) =>
      (await complete(plan, stored, { at: daysLater(days), keys: noKeys })).diagnostics.map(
        ({ message }) => message,
      )
    expect(await messagesAt(333)).toEqual([])
    expect(await messagesAt(335)).toContain(
      'pki/nodes/a/server.crt expires on 2027-08-15T12:00:00Z, in 29 days.',
    )
  })

  it('warns about expired certificates, and keeps them', async () => {
    const stored = store(await mint())
    const { value, diagnostics } = await complete(plan, stored, { at: daysLater(366), keys: noKeys })
    expect(value?.issued).toEqual([])
    expect(diagnostics).toHaveLength(6)
    expect(diagnostics[0]).toMatchObject({
      severity: 'warning',
      file: 'pki/nodes/a/server.crt',
      message: 'pki/nodes/a/server.crt expired on 2027-08-15T12:00:00Z.',
      hint: 'Renew it: quorate pki renew SPEC nodes/a/server',
    })
    // The hint holds what it promises.
    const renewed = await complete(plan, stored, { at: daysLater(366), ...renewing(['nodes/a/server']) })
    expect(renewed.value?.issued.map(({ id }) => id)).toEqual(['nodes/a/server'])
    expect(renewed.value?.certificates.get('nodes/a/server')?.notAfter).toBe('2028-08-15T12:00:00Z')
  })

  it('takes keys in PKCS#1 and SEC1, and text around a certificate', async () => {
    const rsa = planPki({ ...subjects, algorithm: 'rsa-2048', members: [], clients: [] })
    const stored = store(await mint(rsa))
    const old = createPrivateKey(stored.get('clients/root')?.keyPem ?? '')
    const pkcs1 = old.export({ type: 'pkcs1', format: 'pem' }).toString()
    const certificatePem = `Certificate:\n    Data:\n${stored.get('clients/root')?.certificatePem}`
    const kept = await complete(rsa, change(stored, 'clients/root', { keyPem: pkcs1, certificatePem }), {
      keys: noKeys,
    })
    expect(kept.value?.certificates.get('clients/root')).toMatchObject({ keyPem: pkcs1, certificatePem })

    const sec1 = `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${newKey().export({ type: 'sec1', format: 'pem' })}`
    const texts = { keyPem: sec1, certificatePem: undefined }
    const issued = await complete(plan, change(store(await mint()), 'clients/root', texts))
    expect(issued.value?.issued).toEqual([
      { id: 'clients/root', reason: 'its certificate was missing; the key is kept' },
    ])
    expect(issued.value?.certificates.get('clients/root')?.keyPem).toBe(sec1)
  })

  it('takes an authority that the operator has put there, and issues everything under it', async () => {
    const pki = await mint()
    const own = new Map([...store(pki)].filter(([id]) => id.endsWith('-ca')))
    const { value, diagnostics } = await complete(plan, own)
    expect(diagnostics).toEqual([])
    expect(value?.authorities).toEqual(pki.authorities)
    expect(value?.issued.map(({ id }) => id)).toEqual(plan.certificates.map(({ id }) => id))
  })
})

describe('what does not fit is issued, and nothing else', () => {
  const edited = (id: string, edit: Partial<PkiPlan['certificates'][number]>): PkiPlan => ({
    ...plan,
    certificates: plan.certificates.map((certificate) =>
      certificate.id === id ? { ...certificate, ...edit } : certificate,
    ),
  })
  const client = 'clients/kube-apiserver'
  const node = 'nodes/a/server'

  it.each<[string, PkiPlan, { id: string; reason: string }]>([
    [
      'an added address',
      edited(node, { ipAddresses: ['10.0.0.1', '10.0.0.9', '127.0.0.1', '::1'] }),
      { id: node, reason: 'its SANs changed: added 10.0.0.9' },
    ],
    [
      'an address that begins with the old one',
      edited(node, { ipAddresses: ['10.0.0.11', '127.0.0.1', '::1'] }),
      { id: node, reason: 'its SANs changed: added 10.0.0.11; removed 10.0.0.1' },
    ],
    [
      'other names',
      edited(node, { dnsNames: ['a', 'localhost', 'z.example.net'] }),
      { id: node, reason: 'its SANs changed: added z.example.net; removed a.example.net' },
    ],
    [
      'a name that was an address',
      edited(node, { dnsNames: ['10.0.0.1'], ipAddresses: [] }),
      {
        id: node,
        reason:
          'its SANs changed: added 10.0.0.1; removed a, a.example.net, localhost, 10.0.0.1, 127.0.0.1, ::1',
      },
    ],
    [
      'an organization less',
      edited(client, { organizations: ['ops'] }),
      { id: client, reason: 'its subject changed: removed O=system:masters' },
    ],
    [
      'another common name',
      edited(client, { commonName: 'kube' }),
      { id: client, reason: 'its subject changed: added CN=kube; removed CN=kube-apiserver' },
    ],
    [
      'no common name any more',
      edited(client, { commonName: '' }),
      { id: client, reason: 'its subject changed: removed CN=kube-apiserver' },
    ],
    [
      'another usage',
      edited(client, { usages: ['serverAuth', 'clientAuth'] }),
      { id: client, reason: 'its usages changed: added serverAuth' },
    ],
    [
      'another authority',
      edited(client, { authority: 'peer-ca' }),
      { id: client, reason: 'it was signed by another CA' },
    ],
    [
      'two things at once',
      edited(client, { organizations: ['ops'], usages: ['serverAuth'] }),
      {
        id: client,
        reason:
          'its subject changed: removed O=system:masters; its usages changed: added serverAuth; removed clientAuth',
      },
    ],
  ])('%s: same key', async (_, given, want) => {
    const pki = await mint()
    const { value, diagnostics } = await complete(given, store(pki), {
      keys: { ...noKeys, randomBytes: (size) => new Uint8Array(size) },
    })
    expect(diagnostics).toEqual([])
    expect(value?.issued).toEqual([want])
    const [before, after] = [pki.certificates.get(want.id), value?.certificates.get(want.id)]
    expect(after?.keyPem).toBe(before?.keyPem)
    expect(after?.certificatePem).not.toBe(before?.certificatePem)
    // And then it fits.
    if (value) expect((await complete(given, store(value), { keys: noKeys })).value?.issued).toEqual([])
  })

  it.each([
    ['names in another order', edited(node, { dnsNames: ['localhost', 'a.example.net', 'a'] })],
    ['organizations in another order', edited(client, { organizations: ['system:masters', 'ops'] })],
    ['another lifetime', edited(node, { lifetimeDays: 7 })],
  ])('%s: nothing is issued', async (_, given) => {
    expect((await complete(given, store(await mint()), { keys: noKeys })).value?.issued).toEqual([])
  })

  it.each([
    ['the certificate', { certificatePem: undefined }, 'its certificate was missing; the key is kept', true],
    ['the key', { keyPem: undefined }, 'its key was missing; both are new', false],
    ['both', { certificatePem: undefined, keyPem: undefined }, 'new', false],
  ])('%s is missing', async (_, texts, reason, sameKey) => {
    const pki = await mint()
    const { value, diagnostics } = await complete(plan, change(store(pki), node, texts))
    expect(diagnostics).toEqual([])
    expect(value?.issued).toEqual([{ id: node, reason }])
    expect(value?.certificates.get(node)?.keyPem === pki.certificates.get(node)?.keyPem).toBe(sameKey)
    expect(value?.certificates.get('nodes/a/peer')).toEqual(pki.certificates.get('nodes/a/peer'))
  })

  it('a node that is added gets certificates, and the others keep theirs', async () => {
    const pki = await mint()
    const given = planPki({ ...subjects, members: [member('0', '10.0.0.7'), ...subjects.members] })
    const { value } = await complete(given, store(pki))
    expect(value?.issued).toEqual([
      { id: 'nodes/0/server', reason: 'new' },
      { id: 'nodes/0/peer', reason: 'new' },
    ])
    for (const [id, credential] of pki.certificates) expect(value?.certificates.get(id)).toEqual(credential)
  })

  it('an authority put in the place of an authority for a leaf', async () => {
    const pki = await mint()
    const other = store(await mint()).get('client-ca') ?? { certificatePem: undefined, keyPem: undefined }
    const { value, diagnostics } = await complete(plan, change(store(pki), 'clients/root', other))
    expect(diagnostics).toEqual([])
    expect(value?.issued).toEqual([
      {
        id: 'clients/root',
        reason:
          'its subject changed: added CN=root; removed CN=k8s client CA; its usages changed: added clientAuth; it was itself a CA; it was signed by another CA',
      },
    ])
  })

  it('certificates whose authority has changed its name', async () => {
    const pki = await mint()
    const old = createPrivateKey(pki.authorities.get('client-ca')?.keyPem ?? '')
    const { value: renamed } = await complete(
      { ...planPki({ ...subjects, clusterName: 'other' }), certificates: [] },
      new Map(),
      { fresh: true, keys: recycledKeys([old, newKey()]) },
    )
    const stored = change(store(pki), 'client-ca', renamed?.authorities.get('client-ca') ?? {})
    const { value } = await complete(plan, stored)
    expect(value?.issued.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 4 }, () => 'it was signed by another CA'),
    )
  })

  it('a certificate of another PKI whose authority has the same name', async () => {
    const [pki, other] = [await mint(), await mint()]
    const foreign = store(other).get(node)
    const { value } = await complete(plan, change(store(pki), node, foreign ?? {}))
    expect(value?.issued).toEqual([{ id: node, reason: 'it was signed by another CA' }])
    expect(value?.certificates.get(node)?.keyPem).toBe(foreign?.keyPem)
  })
})

describe("an authority's key that is kept elsewhere", () => {
  it('is warned about while nothing has to be signed', async () => {
    const stored = change(store(await mint()), 'peer-ca', { keyPem: undefined })
    const { value, diagnostics } = await complete(plan, stored, { keys: noKeys })
    expect(value?.issued).toEqual([])
    expect(value?.authorities.get('peer-ca')?.keyPem).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        file: 'secrets/peer-ca.key',
        message: 'secrets/peer-ca.key is missing: nothing new can be signed by pki/peer-ca.crt.',
        hint: 'If you keep it elsewhere, put it back before you add nodes or clients, or renew certificates.',
      },
    ])
  })

  it('is not needed to sign under the other authority', async () => {
    const stored = change(store(await mint()), 'peer-ca', { keyPem: undefined })
    const { value, diagnostics } = await complete(
      plan,
      change(stored, 'clients/root', { certificatePem: undefined }),
    )
    expect(value?.issued.map(({ id }) => id)).toEqual(['clients/root'])
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning'])
  })

  it('is an error once it has to sign, with all that it has to', async () => {
    const stored = change(store(await mint()), 'client-ca', { keyPem: undefined })
    const lacking = change(change(stored, 'nodes/a/server', { keyPem: undefined }), 'clients/root', {
      certificatePem: undefined,
    })
    const { value, diagnostics } = await complete(plan, lacking, { keys: noKeys })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        file: 'secrets/client-ca.key',
        message:
          'secrets/client-ca.key is missing, and it has to sign nodes/a/server (its key was missing; both are new), clients/root (its certificate was missing; the key is kept).',
      },
    ])
  })
})

describe('a first run that was ended half-way', () => {
  it('is completed from wherever it stopped, with every key that it had made', async () => {
    const whole = store(await mint())
    // In the order in which files take their places: keys, the authorities' certificates, the others.
    const steps = [
      ...[...whole.keys()].map((id) => ({ id, part: 'keyPem' as const })),
      ...[...whole.keys()].map((id) => ({ id, part: 'certificatePem' as const })),
    ]
    for (let done = 0; done < steps.length; done++) {
      const stored = new Map<string, StoredCredential>()
      for (const { id, part } of steps.slice(0, done)) {
        const text = whole.get(id)?.[part]
        stored.set(id, { certificatePem: undefined, keyPem: undefined, ...stored.get(id), [part]: text })
      }
      const { value, diagnostics } = await complete(plan, stored, { fresh: true })
      expect(diagnostics, `after ${done} files`).toEqual([])
      if (value === undefined) throw new Error('no value')
      for (const [id, { keyPem, certificatePem }] of stored) {
        if (keyPem !== undefined) expect(credentialOf(value, id).keyPem).toBe(keyPem)
        if (certificatePem !== undefined) expect(credentialOf(value, id).certificatePem).toBe(certificatePem)
      }
      expect((await complete(plan, store(value))).value?.issued).toEqual([])
    }
  })

  it('never makes an authority anew once it has signed something', async () => {
    const stored = change(store(await mint()), 'peer-ca', { certificatePem: undefined })
    expect((await complete(plan, stored, { fresh: true })).value).toBeUndefined()
  })
})
