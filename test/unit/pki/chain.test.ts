import { X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { LAYOUTS, type Layout } from '../../../src/pki/layout.ts'
import { planPki } from '../../../src/pki/plan.ts'
import { type Outside, openssl, outsideAuthority } from './openssl.ts'
import {
  change,
  complete,
  daysLater,
  errorsOf,
  noKeys,
  renewing,
  sharedFolder,
  store,
  subjects,
  temporaryFolder,
  textOf,
  write,
} from './support.ts'

// Authorities that are provided, below others: corp root > middle > signing. Made by openssl, so their time is today's.

const cwd = sharedFolder()
// A while after openssl has made them.
const today = new Date(Date.now() + 120_000)
let root: Outside
let middle: Outside
let signing: Outside
let brief: Outside
beforeAll(async () => {
  root = await outsideAuthority(cwd, 'root', { algorithm: 'rsa:2048' })
  middle = await outsideAuthority(cwd, 'middle', { under: root, algorithm: 'ec:P-384' })
  signing = await outsideAuthority(cwd, 'signing', { under: middle })
  const ending = await outsideAuthority(cwd, 'ending', { days: 100 })
  brief = await outsideAuthority(cwd, 'brief', { under: ending, days: 2000 })
})

const planOf = (layout: Layout = 'single-ca') => planPki({ ...subjects, layout, origin: 'provided' })
const plan = planOf()

/** An authority's files: its certificate, and how many of those above it. */
const brought = ({ certificatePem, keyPem, above }: Outside, levels = above.length) =>
  new Map([['ca', { certificatePem: [certificatePem, ...above.slice(0, levels)].join(''), keyPem }]])

const subjectsIn = (text: string) =>
  text
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .map((each) => new X509Certificate(each).subject.split('CN=').at(-1))

describe('an authority below others', () => {
  it.each<[string, () => Outside, number, string[], string[]]>([
    ['with all above it', () => signing, 2, ['signing', 'middle', 'root'], ['signing', 'middle']],
    ['with the one above it', () => signing, 1, ['signing', 'middle'], ['signing', 'middle']],
    ['alone', () => signing, 0, ['signing'], ['signing']],
    ['under a root', () => middle, 1, ['middle', 'root'], ['middle']],
    ['that is itself the root', () => root, 0, ['root'], []],
  ])('%s: leaves stand before those that servers send', async (_, outside, levels, authority, above) => {
    const stored = brought(outside(), levels)
    const { value, diagnostics } = await complete(plan, stored, { at: today, fresh: true })
    expect(diagnostics).toEqual([])
    if (value === undefined) throw new Error('no value')
    expect(value.issued).toEqual(plan.certificates.map(({ id }) => ({ id, reason: 'new' })))
    const ca = value.authorities.get('ca')
    expect(ca?.certificatePem).toBe(stored.get('ca')?.certificatePem)
    expect(ca?.keyPem).toBe(stored.get('ca')?.keyPem)
    expect(subjectsIn(ca?.certificatePem ?? '')).toEqual(authority)
    expect(ca?.anchorPem).toBe(outside().certificatePem)
    for (const { commonName, id } of plan.certificates) {
      expect(subjectsIn(textOf(store(value), id))).toEqual([commonName, ...above])
      expect(value.certificates.get(id)?.fingerprint).toBe(
        new X509Certificate(textOf(store(value), id)).fingerprint256.replaceAll(':', '').toLowerCase(),
      )
    }
    const again = await complete(plan, store(value), { at: daysLater(100, today), keys: noKeys })
    expect(again).toEqual({ value: { ...value, issued: [], newCas: [] }, diagnostics: [] })
  })

  it('verifies by openssl with the root alone, and what stands below the leaf as untrusted', async () => {
    const folder = temporaryFolder()
    const { value } = await complete(plan, brought(signing), { at: today, fresh: true })
    write(folder, 'root', root.certificatePem)
    for (const { id, kind } of plan.certificates) {
      const file = id.replaceAll('/', '-')
      write(folder, file, value?.certificates.get(id)?.certificatePem ?? '')
      const verify = (...options: string[]) => openssl(folder, 'verify', '-x509_strict', ...options, file)
      const purpose = kind === 'client' ? 'sslclient' : 'sslserver'
      expect(await verify('-purpose', purpose, '-CAfile', 'root', '-untrusted', file)).toBe(`${file}: OK`)
      expect(await verify('-purpose', purpose, '-CAfile', 'root')).toContain('unable to get local issuer')
    }
    // What members trust is the one that signs, not all that its own authority has signed.
    write(folder, 'anchor', value?.authorities.get('ca')?.anchorPem ?? '')
    expect(
      await openssl(folder, 'verify', '-x509_strict', '-partial_chain', '-CAfile', 'anchor', 'clients-root'),
    ).toBe('clients-root: OK')
  })

  it.each<[string, (parts: { s: string; m: string; r: string }) => string, string]>([
    [
      'the root first',
      ({ s, m, r }) => r + m + s,
      'its certificate 1 was not signed by the one that follows',
    ],
    [
      'the middle last',
      ({ s, m, r }) => s + r + m,
      'its certificate 1 was not signed by the one that follows',
    ],
    ['a link missing', ({ s, r }) => s + r, 'its certificate 1 was not signed by the one that follows'],
    [
      'one too many',
      ({ s, m, r }) => s + m + r + m,
      'its certificate 3 was not signed by the one that follows',
    ],
  ])('in a wrong order is an error: %s', async (_, order, message) => {
    const parts = { s: signing.certificatePem, m: middle.certificatePem, r: root.certificatePem }
    const stored = change(brought(signing), 'ca', { certificatePem: order(parts) })
    // The key goes with the first.
    const first = order(parts).startsWith(parts.r) ? root.keyPem : signing.keyPem
    const { value, diagnostics } = await complete(plan, change(stored, 'ca', { keyPem: first }), {
      at: today,
      fresh: true,
      keys: noKeys,
    })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        file: 'pki/ca.crt',
        message: `pki/ca.crt holds a chain, and ${message}.`,
        hint: 'Put the CA that signs first, then the CA that signed it, and so on.',
      },
    ])
  })

  it('with a leaf in its chain is an error', async () => {
    const { value } = await complete(plan, brought(root), { at: today, fresh: true })
    const leaf = textOf(store(value ?? never()), 'clients/root')
    const stored = change(brought(root), 'ca', { certificatePem: root.certificatePem + leaf })
    const { diagnostics } = await complete(plan, stored, { at: today, keys: noKeys })
    expect(errorsOf(diagnostics).map(({ message }) => message)).toEqual([
      'pki/ca.crt is not a CA certificate (basicConstraints).',
    ])
  })

  it('ends with the first of its chain, and so does what it signs: told when issued, and quiet then', async () => {
    const { value, diagnostics } = await complete(plan, brought(brief), { at: today, fresh: true })
    const end = new Date(new X509Certificate(brief.above[0] ?? '').validTo)
    for (const { notAfter } of value?.certificates.values() ?? []) expect(new Date(notAfter)).toEqual(end)
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringContaining('and so do the certificates that it has signed now'),
        hint: 'Have the CA above it renew it before that day, or give certificates a shorter lifetime.',
      },
    ])
    const again = await complete(plan, store(value ?? never()), { at: today, keys: noKeys })
    expect(again.value?.issued).toEqual([])
    // Renewing would not give them more.
    expect(again.diagnostics).toEqual([])
  })

  it('has expired once anything above it has', async () => {
    const { value, diagnostics } = await complete(plan, brought(brief), {
      at: daysLater(101, today),
      keys: noKeys,
    })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        file: 'pki/ca.crt',
        message: expect.stringMatching(
          /^pki\/ca\.crt expired on .*, so no certificate that it has signed is valid any more\.$/,
        ),
        hint: 'Have the CA above it renew it, then: quorate pki import SPEC FILE… --authority ca',
      },
    ])
  })

  it('is not renewed here', async () => {
    const { value, diagnostics } = await complete(plan, brought(signing), {
      at: today,
      keys: noKeys,
      ...renewing(['ca']),
    })
    expect(value).toBeUndefined()
    expect(errorsOf(diagnostics)).toMatchObject([
      {
        file: 'pki/ca.crt',
        message: 'pki/ca.crt was signed by another CA, and only that one can renew it.',
      },
    ])
  })

  it('is renewed here where it is the root', async () => {
    const { value: before } = await complete(plan, brought(root), { at: today, fresh: true })
    const given = store(before ?? never())
    const { value } = await complete(plan, given, { at: daysLater(1, today), ...renewing(['ca']) })
    expect(value?.issued).toEqual([{ id: 'ca', reason: 'renewed, for the key that it has' }])
    const folder = temporaryFolder()
    write(folder, 'old', root.certificatePem)
    write(folder, 'new', value?.authorities.get('ca')?.certificatePem ?? '')
    write(folder, 'leaf', value?.certificates.get('clients/root')?.certificatePem ?? '')
    const attime = String(Math.floor(daysLater(2, today).getTime() / 1000))
    for (const authority of ['old', 'new'])
      expect(await openssl(folder, 'verify', '-attime', attime, '-CAfile', authority, 'leaf')).toBe(
        'leaf: OK',
      )
  })

  it('lies under CRLF and between other text too', async () => {
    const whole = brought(signing).get('ca')?.certificatePem ?? ''
    const dressed = `Issued by Corp\r\n${whole.replaceAll('\n', '\r\n')}\r\n# end\r\n`
    const stored = change(brought(signing), 'ca', { certificatePem: dressed })
    const { value, diagnostics } = await complete(plan, stored, { at: today, fresh: true })
    expect(diagnostics).toEqual([])
    expect(value?.authorities.get('ca')?.certificatePem).toBe(whole)
  })
})

it.each(['separate-ca', 'shared-certificate'] as const)('chains under the layout %s', async (layout) => {
  const given = planOf(layout)
  const other = await outsideAuthority(cwd, 'other', { under: root })
  const { clientAuthority, peerAuthority } = LAYOUTS[layout]
  const files = ({ certificatePem, keyPem, above }: Outside) => ({
    certificatePem: certificatePem + above.join(''),
    keyPem,
  })
  const stored = new Map([
    [peerAuthority, files(other)],
    [clientAuthority, files(signing)],
  ])
  const { value, diagnostics } = await complete(given, stored, { at: today, fresh: true })
  expect(diagnostics).toEqual([])
  for (const { id, authority, commonName } of given.certificates)
    expect(subjectsIn(value?.certificates.get(id)?.certificatePem ?? '')).toEqual(
      authority === clientAuthority ? [commonName, 'signing', 'middle'] : [commonName, 'other'],
    )
})

function never(): never {
  throw new Error('nothing was issued')
}
