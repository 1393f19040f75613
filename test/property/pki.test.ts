import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../src/ip-address.ts'
import type { StoredCredential } from '../../src/pki/files.ts'
import { importCa } from '../../src/pki/import/ca.ts'
import { importCertificates } from '../../src/pki/import/certificates.ts'
import type { KeySource } from '../../src/pki/key.ts'
import type { Layout } from '../../src/pki/layout.ts'
import { planPki } from '../../src/pki/plan.ts'
import { pkiStatus } from '../../src/pki/status.ts'
import {
  change,
  complete,
  mint,
  newKey,
  noKeys,
  now,
  recycledKeys,
  request,
  subjects as someSubjects,
  store,
  storePending,
} from '../unit/pki/support.ts'

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$/)
const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'))
const member = fc.record({
  name: label.map((name) => `n${name}`),
  dnsNames: fc.array(dnsName, { maxLength: 3 }),
  ipAddresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
})
// What the schema lets through: no control characters, which OpenSSL shows otherwise than they were written.
const organization = fc.stringMatching(/^[A-Za-z0-9 .:_-]{1,20}$/)
const days = fc.integer({ min: 1, max: 99_999 })
const client = fc.record({
  name: dnsName,
  commonName: fc.oneof(organization, dnsName, fc.constant('')),
  organizations: fc.array(organization, { maxLength: 3 }),
  lifetimeDays: days,
})
const subjects = fc.record({
  clusterName: label,
  layout: fc.constantFrom<Layout>('separate-ca', 'single-ca', 'shared-certificate'),
  origin: fc.constant('generated' as const),
  algorithm: fc.constantFrom('ecdsa-p256' as const, 'ecdsa-p384' as const, 'ed25519' as const),
  authorityFingerprints: fc.constant([]),
  authorityLifetimeDays: days,
  certificateLifetimeDays: days,
  members: fc.uniqueArray(member, { maxLength: 3, selector: ({ name }) => name }),
  clients: fc.uniqueArray(client, { maxLength: 3, selector: ({ name }) => name }),
})

// More than any of these plans needs, so that no key comes twice. Each has the kind that is asked for.
const make = {
  'ecdsa-p256': newKey,
  'ecdsa-p384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  ed25519: () => generateKeyPairSync('ed25519').privateKey,
}
const keysOf = Object.fromEntries(
  Object.entries(make).map(([algorithm, one]) => [algorithm, recycledKeys(Array.from({ length: 16 }, one))]),
)
const keys: KeySource = {
  generateKey: (algorithm) =>
    keysOf[algorithm]?.generateKey(algorithm) ?? Promise.reject(new Error(algorithm)),
  randomBytes,
}

describe('any subjects', () => {
  it('come back from their certificates, and then fit', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, async (given) => {
        const plan = planPki(given)
        const { value: pki } = await complete(plan, new Map(), { fresh: true, keys })
        if (pki === undefined) throw new Error('nothing was issued')
        for (const wanted of plan.certificates) {
          const x509 = new X509Certificate(pki.certificates.get(wanted.id)?.certificatePem ?? '')
          const subject = x509.toLegacyObject().subject as unknown as { CN?: string; O?: string | string[] }
          expect(subject.CN ?? '').toBe(wanted.commonName)
          expect([subject.O ?? []].flat()).toEqual(wanted.organizations)
          for (const name of wanted.dnsNames) expect(x509.checkHost(name, { subject: 'never' })).toBe(name)
          for (const address of wanted.ipAddresses) expect(x509.checkIP(address)).toBe(address)
          const authority = new X509Certificate(pki.authorities.get(wanted.authority)?.certificatePem ?? '')
          expect(x509.verify(authority.publicKey)).toBe(true)
          expect(x509.validToDate <= authority.validToDate).toBe(true)
          expect(x509.validFromDate <= now && now < x509.validToDate).toBe(true)
        }
        const again = await complete(plan, store(pki), { keys: noKeys })
        expect(again.value).toEqual({ ...pki, issued: [], newCas: [] })
        // In any order they are the same subjects.
        const turned = {
          ...given,
          members: given.members.toReversed(),
          clients: given.clients
            .toReversed()
            .map((each) => ({ ...each, organizations: each.organizations.toReversed() })),
        }
        expect(planPki(turned)).toEqual(plan)
        for (const { state } of pkiStatus(plan, store(pki), now)) expect(state).toBe('valid')
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

/** One thing that may happen to the text of a file. */
const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(2000), by: fc.integer({ min: 1, max: 127 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(2000) }),
  fc.record({
    kind: fc.constant('drop' as const),
    at: fc.nat(2000),
    length: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(2000),
    text: fc.string({ unit: 'binary', maxLength: 9 }),
  }),
  fc.record({
    kind: fc.constantFrom(
      'empty' as const,
      'crlf' as const,
      'cr' as const,
      'bom' as const,
      'twice' as const,
      'indent' as const,
    ),
  }),
)

type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never

function damaged(text: string, given: Damage): string {
  const at = 'at' in given ? given.at % (text.length + 1) : 0
  switch (given.kind) {
    case 'flip':
      return (
        text.slice(0, at) + String.fromCharCode((text.charCodeAt(at) || 0) ^ given.by) + text.slice(at + 1)
      )
    case 'cut':
      return text.slice(0, at)
    case 'drop':
      return text.slice(0, at) + text.slice(at + given.length)
    case 'insert':
      return text.slice(0, at) + given.text + text.slice(at)
    case 'empty':
      return ''
    case 'crlf':
      return text.replaceAll('\n', '\r\n')
    case 'cr':
      return text.replaceAll('\n', '\r')
    case 'bom':
      return `\uFEFF${text}`
    case 'twice':
      return text + text
    case 'indent':
      return text.replaceAll(/^/gm, '  ')
  }
}

/** Where something happens: to a file of one id, which may also be replaced by a file of another. */
const accident = fc.record({
  id: fc.nat(),
  part: fc.constantFrom('certificatePem' as const, 'keyPem' as const),
  from: fc.option(
    fc.record({ id: fc.nat(), part: fc.constantFrom('certificatePem' as const, 'keyPem' as const) }),
  ),
  damages: fc.array(damage, { maxLength: 3 }),
})

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

describe('any damage', () => {
  const origins = fc.constantFrom('generated' as const, 'provided' as const, 'external' as const)

  it('is told without a throw, without a line of any key, and never makes an authority anew', async () => {
    const pristine = store(await mint())
    const ids = [...pristine.keys()]
    const lines = [...pristine.values()].flatMap(({ keyPem }) => secretParts(keyPem ?? ''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(accident, { minLength: 1, maxLength: 3 }),
        origins,
        fc.boolean(),
        async (accidents, origin, fresh) => {
          let stored: Map<string, StoredCredential> = new Map(pristine)
          for (const { id, part, from, damages } of accidents) {
            const victim = ids[id % ids.length] ?? ''
            const source =
              from === null ? { id: victim, part } : { id: ids[from.id % ids.length] ?? '', part: from.part }
            const text = damages.reduce(damaged, pristine.get(source.id)?.[source.part] ?? '')
            stored = change(stored, victim, { [part]: text })
          }
          const given = planPki({ ...someSubjects, origin })
          const outcome = await complete(given, stored, { fresh, keys }).catch((error: Error) => {
            // External ones may have to be signed again.
            if (!/^\[\{"id":/.test(error.message)) throw error
            return undefined
          })
          const said = [
            ...(outcome?.diagnostics ?? []).flatMap(({ message, hint }) => [message, hint]),
            ...(outcome?.value?.issued ?? []).map(({ id, reason }) => `${id}: ${reason}`),
            ...pkiStatus(given, stored, now).flatMap(({ reasons }) => reasons),
          ]
          for (const text of said) {
            expect(text).not.toMatch(unprintable)
            expect(text).not.toMatch(/undefined|\[object|NaN/)
            for (const line of lines) expect(text).not.toContain(line)
          }
          for (const [id, { certificatePem, keyPem }] of outcome?.value?.authorities ?? []) {
            expect(stored.get(id)?.certificatePem).toContain(certificatePem.slice(30, 100))
            expect(stored.get(id)?.keyPem).toBe(keyPem)
          }
          // Whatever lies under pki/ is public.
          for (const { certificatePem } of outcome?.value?.certificates.values() ?? [])
            for (const line of lines) expect(certificatePem).not.toContain(line)
          if (outcome?.value !== undefined) {
            const again = await complete(given, store(outcome.value), { keys: noKeys })
            expect(again.value?.issued).toEqual([])
          }
        },
      ),
      { numRuns: 250 },
    )
  })

  it('of what is brought is told without a throw, and without a line of any key', async () => {
    const given = planPki({ ...someSubjects, layout: 'single-ca', origin: 'external' })
    const waiting = storePending(await request(given))
    const own = store(await mint(planPki({ ...someSubjects, layout: 'single-ca' })))
    const texts = [...own.values(), ...waiting.values()].flatMap(({ certificatePem, keyPem, requestPem }) =>
      [certificatePem, keyPem, requestPem].filter((each) => each !== undefined),
    )
    const lines = texts.filter((text) => text.includes('PRIVATE KEY')).flatMap(secretParts)
    const file = fc
      .array(fc.tuple(fc.constantFrom(...texts), fc.array(damage, { maxLength: 2 })), { maxLength: 3 })
      .map((parts) => parts.map(([text, damages]) => damages.reduce(damaged, text)).join(''))
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 3 }), (files) => {
        const brought = files.map((text, index) => ({ path: `file-${index}`, text }))
        for (const { value, diagnostics } of [
          importCertificates(given, waiting, brought, now),
          importCa({ ...given, origin: 'provided' }, new Map(), brought, 'ca', now),
        ]) {
          expect(value === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'))
          for (const { message, hint } of diagnostics) {
            expect(message).not.toMatch(unprintable)
            for (const line of lines) expect(message + hint).not.toContain(line)
          }
          for (const { certificatePem } of value?.values() ?? [])
            expect(certificatePem ?? '').not.toContain('PRIVATE')
        }
      }),
      { numRuns: 500 },
    )
  })
})

/** Pieces of the private part of a key of P-256, anywhere in its Base64 (RFC 5915, 3). */
function secretParts(pem: string): readonly string[] {
  const base64 = pem.replace(/-----.*-----|\n/g, '')
  return [base64.slice(48, 64), base64.slice(64, 80), base64.slice(72, 88)]
}

describe('any address', () => {
  it('has one spelling, whatever it is written like', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const canonical = String(canonicalAddress(address))
        expect(canonicalAddress(canonical)).toBe(canonical)
        expect(canonicalAddress(address.toUpperCase())).toBe(canonical)
      }),
    )
  })
})
