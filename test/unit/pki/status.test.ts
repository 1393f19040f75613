import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredCredential, StoredPki } from '../../../src/pki/files.ts'
import { type PkiPlan, planPki } from '../../../src/pki/plan.ts'
import { pkiStatus } from '../../../src/pki/status.ts'
import { type Outside, outsideAuthority } from './openssl.ts'
import {
  change,
  complete,
  daysLater,
  mint,
  now,
  plan,
  sharedFolder,
  store,
  subjects,
  textOf,
} from './support.ts'

let stored: Map<string, StoredCredential>
beforeAll(async () => {
  stored = store(await mint())
})

const of = (given: PkiPlan, pki: StoredPki, id: string, at = now) =>
  pkiStatus(given, pki, at).find((each) => each.id === id)

describe('the status', () => {
  it('of every certificate, in the order of the plan, without a key', () => {
    const withoutKeys = new Map(
      [...stored].map(([id, each]) => [id, { ...each, keyPem: undefined }] as const),
    )
    const all = pkiStatus(plan, withoutKeys, now)
    expect(all.map(({ id, kind, issuer, state }) => [id, kind, issuer, state])).toEqual([
      ['client-ca', 'authority', 'client-ca', 'valid'],
      ['peer-ca', 'authority', 'peer-ca', 'valid'],
      ['nodes/a/server', 'server', 'client-ca', 'valid'],
      ['nodes/a/peer', 'peer', 'peer-ca', 'valid'],
      ['nodes/b/server', 'server', 'client-ca', 'valid'],
      ['nodes/b/peer', 'peer', 'peer-ca', 'valid'],
      ['clients/root', 'client', 'client-ca', 'valid'],
      ['clients/kube-apiserver', 'client', 'client-ca', 'valid'],
    ])
    const { serialNumber, fingerprint256 } = new X509Certificate(textOf(stored, 'nodes/b/server'))
    expect(all[4]).toEqual({
      id: 'nodes/b/server',
      kind: 'server',
      issuer: 'client-ca',
      serial: serialNumber.toLowerCase(),
      fingerprint: fingerprint256,
      names: ['b', 'b.example.net', 'localhost', 'fd00::2', '127.0.0.1', '::1'],
      notBefore: '2026-08-15T11:55:00Z',
      notAfter: '2027-08-15T12:00:00Z',
      daysLeft: 364,
      state: 'valid',
      reasons: [],
    })
    expect(all[0]?.names).toEqual([])
  })

  it.each<
    [string, (pki: Map<string, StoredCredential>) => StoredPki, string, number, string, readonly string[]]
  >([
    [
      'missing',
      (pki) => change(pki, 'clients/root', { certificatePem: undefined }),
      'clients/root',
      0,
      'missing',
      [],
    ],
    ['nothing there at all', () => new Map(), 'peer-ca', 0, 'missing', []],
    [
      'damaged',
      (pki) => change(pki, 'clients/root', { certificatePem: 'x' }),
      'clients/root',
      0,
      'damaged',
      [],
    ],
    ['empty', (pki) => change(pki, 'clients/root', { certificatePem: '' }), 'clients/root', 0, 'damaged', []],
    [
      'a key in its place',
      (pki) => change(pki, 'clients/root', { certificatePem: textOf(pki, 'clients/root', 'keyPem') }),
      'clients/root',
      0,
      'damaged',
      [],
    ],
    [
      'an authority that is damaged',
      (pki) => change(pki, 'peer-ca', { certificatePem: 'x' }),
      'peer-ca',
      0,
      'damaged',
      [],
    ],
    [
      'its authority missing',
      (pki) => change(pki, 'peer-ca', { certificatePem: undefined }),
      'nodes/a/peer',
      0,
      'valid',
      [],
    ],
    ['expired', (pki) => pki, 'clients/root', 366, 'expired', []],
    ['an authority that has expired', (pki) => pki, 'client-ca', 3651, 'expired', []],
    ['not yet valid', (pki) => pki, 'clients/root', -1, 'not yet valid', []],
    [
      'another one in its place',
      (pki) => change(pki, 'clients/root', pki.get('clients/kube-apiserver') ?? {}),
      'clients/root',
      0,
      'does not fit',
      ['its subject changed: added CN=root; removed O=ops, O=system:masters, CN=kube-apiserver'],
    ],
    [
      'signed by another',
      (pki) => change(pki, 'client-ca', pki.get('peer-ca') ?? {}),
      'clients/root',
      0,
      'does not fit',
      ['it was signed by another CA'],
    ],
    [
      'a leaf in the place of an authority',
      (pki) => change(pki, 'client-ca', pki.get('clients/root') ?? {}),
      'client-ca',
      0,
      'does not fit',
      ['it is not a CA certificate'],
    ],
  ])('%s', (_, given, id, days, state, reasons) => {
    expect(of(plan, given(stored), id, daysLater(days))).toMatchObject({ state, reasons })
  })

  it('of what is missing or damaged has nothing that is not known', () => {
    for (const certificatePem of [undefined, 'x'])
      expect(of(plan, change(stored, 'clients/root', { certificatePem }), 'clients/root')).toMatchObject({
        serial: null,
        names: [],
        notBefore: null,
        notAfter: null,
        daysLeft: null,
        reasons: [],
      })
  })

  it('tells how a spec that has changed differs', () => {
    const given = planPki({
      ...subjects,
      members: subjects.members.map((each) => ({ ...each, dnsNames: [] })),
    })
    expect(of(given, stored, 'nodes/a/peer')).toMatchObject({
      state: 'does not fit',
      reasons: ['its SANs changed: removed a.example.net'],
    })
    expect(of(given, stored, 'clients/root')?.state).toBe('valid')
  })

  it.each([
    [0, 364],
    [1, 363],
    [364.5, 0],
    [365, -1],
    [366, -2],
  ])('after %d days: %d whole days left', (days, left) => {
    // The clock of these tests is a quarter of a second late.
    expect(of(plan, stored, 'clients/root', daysLater(days))?.daysLeft).toBe(left)
  })
})

describe('the status of a chain', () => {
  const cwd = sharedFolder()
  const today = new Date(Date.now() + 120_000)
  let corp: Outside
  let signing: Outside
  beforeAll(async () => {
    corp = await outsideAuthority(cwd, 'corp')
    signing = await outsideAuthority(cwd, 'signing', { under: corp, days: 90 })
  })

  it('names who signed the authority, and counts the leaf in each file', async () => {
    const given = planPki({ ...subjects, layout: 'single-ca', origin: 'provided' })
    const certificatePem = signing.certificatePem + corp.certificatePem
    const own = new Map([['ca', { certificatePem, keyPem: signing.keyPem }]])
    const { value } = await complete(given, own, { at: today, fresh: true })
    if (value === undefined) throw new Error('nothing was issued')
    const all = pkiStatus(given, store(value), today)
    expect(all.map(({ issuer }) => issuer)).toEqual(['corp', ...given.certificates.map(() => 'ca')])
    expect(all.map(({ state }) => state)).toEqual(all.map(() => 'valid'))
    expect(all[0]).toMatchObject({ kind: 'authority', daysLeft: 89 })
  })
})
