import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { credentialOf, type Pki } from '../../../src/pki/credential.ts'
import { planPki } from '../../../src/pki/plan.ts'
import { certifiedNames, plainName } from '../../../src/pki/subject-alt-name.ts'
import { complete, member, mint, newKey, pem, plan, renewing, store, subjects } from './support.ts'

const id = 'nodes/a/peer'
const always = ['a', 'a.example.net', 'localhost', '127.0.0.1', '::1']

/** The plan in which a has another address. */
const planAt = (...addresses: string[]) =>
  planPki({ ...subjects, members: [member('a', ...addresses), member('b', 'fd00::2')] })

const namesOf = (text: string | undefined) =>
  text === undefined
    ? undefined
    : certifiedNames(new X509Certificate(text).subjectAltName).map(plainName).sort()

const sorted = (...names: string[]) => [...always, ...names].sort()

async function next(
  before: Pki,
  given = planAt('10.0.0.9'),
  circumstances: Parameters<typeof complete>[2] = {},
): Promise<Pki> {
  const { value, diagnostics } = await complete(given, store(before), circumstances)
  expect(diagnostics).toEqual([])
  return value ?? expect.unreachable()
}

describe('a member that gets another address', () => {
  it('has a certificate with the new names alone, and one with the old ones too, of the same key', async () => {
    const before = await mint(plan)
    expect(credentialOf(before, id).movingPem).toBeUndefined()
    const moved = credentialOf(await next(before), id)
    expect(namesOf(moved.certificatePem)).toEqual(sorted('10.0.0.9'))
    expect(namesOf(moved.movingPem)).toEqual(sorted('10.0.0.1', '10.0.0.9'))
    const key = new X509Certificate(moved.movingPem ?? '').publicKey
    expect(key.equals(new X509Certificate(credentialOf(before, id).certificatePem).publicKey)).toBe(true)
  })

  it('keeps both, byte for byte, until the certificate is issued again', async () => {
    const moved = await next(await mint(plan))
    const again = await next(moved)
    expect(again.issued).toEqual([])
    expect(credentialOf(again, id)).toEqual(credentialOf(moved, id))
    const renewed = await next(again, planAt('10.0.0.9'), renewing([id]))
    expect(credentialOf(renewed, id).movingPem).toBeUndefined()
  })

  it('that moves on before it was there has the names of all three places', async () => {
    const twice = await next(await next(await mint(plan)), planAt('10.0.0.8'))
    expect(namesOf(credentialOf(twice, id).movingPem)).toEqual(sorted('10.0.0.1', '10.0.0.8', '10.0.0.9'))
  })

  it('refuses a certificate of another key, and a file that is no certificate', async () => {
    const moved = await next(await mint(plan))
    const { movingPem: another } = credentialOf(await next(await mint(plan)), id)
    for (const movingPem of [another, 'damaged', pem(newKey())]) {
      const stored = store(moved)
      stored.set(id, { ...(stored.get(id) ?? expect.unreachable()), movingPem })
      const { value } = await complete(planAt('10.0.0.9'), stored)
      expect(value && credentialOf(value, id).movingPem).toBeUndefined()
    }
  })
})

it('members that stay and clients have one certificate', async () => {
  const moved = await next(await mint(plan))
  const others = [...moved.certificates.values()].filter((each) => !each.id.startsWith('nodes/a/'))
  expect(others.map(({ movingPem }) => movingPem)).toEqual(others.map(() => undefined))
})
