import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalAddress } from '../../src/pki/address.ts'
import { planPki } from '../../src/pki/plan.ts'
import { complete, newKey, noKeys, now, recycledKeys, store } from '../unit/pki/support.ts'

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?$/)
const dnsName = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'))
const member = fc.record({
  name: label.map((name) => `n${name}`),
  dnsNames: fc.array(dnsName, { maxLength: 3 }),
  ipAddresses: fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 3 }),
})
// What the schema lets through: no control characters, which OpenSSL shows otherwise than they were written.
const organization = fc.stringMatching(/^[A-Za-z0-9 .:_-]{1,20}$/)
const client = fc.record({ name: dnsName, organizations: fc.array(organization, { maxLength: 3 }) })
const subjects = fc.record({
  clusterName: label,
  algorithm: fc.constantFrom('ecdsa-p256' as const, 'ecdsa-p384' as const),
  authorityLifetimeDays: fc.integer({ min: 1, max: 99_999 }),
  certificateLifetimeDays: fc.integer({ min: 1, max: 99_999 }),
  members: fc.uniqueArray(member, { maxLength: 3, selector: ({ name }) => name }),
  clients: fc.uniqueArray(client, { maxLength: 3, selector: ({ name }) => name }),
})

// More than any of these plans needs, so that no key comes twice.
const keys = recycledKeys(Array.from({ length: 16 }, newKey))

describe('any subjects', () => {
  it('come back from their certificates, and then fit', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, async (given) => {
        const plan = planPki(given)
        const { value: pki } = await complete(plan, new Map(), { fresh: true, keys })
        if (pki === undefined) throw new Error('nothing was issued')
        for (const wanted of plan.certificates) {
          const x509 = new X509Certificate(pki.certificates.get(wanted.id)?.certificatePem ?? '')
          const subject = x509.toLegacyObject().subject as unknown as { CN: string; O?: string | string[] }
          expect(subject.CN).toBe(wanted.commonName)
          expect([subject.O ?? []].flat()).toEqual(wanted.organizations)
          for (const name of wanted.dnsNames) expect(x509.checkHost(name, { subject: 'never' })).toBe(name)
          for (const address of wanted.ipAddresses) expect(x509.checkIP(address)).toBe(address)
          const authority = new X509Certificate(pki.authorities.get(wanted.authority)?.certificatePem ?? '')
          expect(x509.verify(authority.publicKey)).toBe(true)
          expect(x509.validToDate <= authority.validToDate).toBe(true)
          expect(x509.validFromDate <= now && now < x509.validToDate).toBe(true)
        }
        const again = await complete(plan, store(pki), { keys: noKeys })
        expect(again.value).toEqual({ ...pki, issued: [] })
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})

describe('any address', () => {
  it('has one spelling, whatever it is written like', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const canonical = canonicalAddress(address)
        expect(canonicalAddress(canonical)).toBe(canonical)
        expect(canonicalAddress(address.toUpperCase())).toBe(canonical)
      }),
    )
  })
})
