import { createPrivateKey } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredPki } from '../../../src/pki/files.ts'
import { importCa } from '../../../src/pki/import/ca.ts'
import type { CaId, Layout } from '../../../src/pki/layout.ts'
import { type CaOrigin, planPki } from '../../../src/pki/plan.ts'
import { type Outside, openssl, outsideAuthority } from './openssl.ts'
import {
  complete,
  daysLater,
  mint,
  newKey,
  noKeys,
  pem,
  sharedFolder,
  store,
  subjects,
  temporaryFolder,
  textOf,
  write,
} from './support.ts'

const cwd = sharedFolder()
// A while after openssl has signed.
const today = new Date(Date.now() + 120_000)
const planOf = (origin: CaOrigin, layout: Layout = 'single-ca') => planPki({ ...subjects, origin, layout })

let root: Outside
let middle: Outside
let signing: Outside
beforeAll(async () => {
  root = await outsideAuthority(cwd, 'root')
  middle = await outsideAuthority(cwd, 'middle', { under: root })
  signing = await outsideAuthority(cwd, 'signing', { under: middle })
})

const take = (
  texts: readonly string[],
  {
    origin = 'provided',
    layout = 'single-ca',
    id = 'ca',
    stored = new Map(),
    at = today,
  }: { origin?: CaOrigin; layout?: Layout; id?: CaId; stored?: StoredPki; at?: Date } = {},
) =>
  importCa(
    planOf(origin, layout),
    stored,
    texts.map((text, index) => ({ path: `file-${index}.pem`, text })),
    id,
    at,
  )

describe('an authority', () => {
  it.each<[string, () => readonly string[]]>([
    ['certificate, key', () => [root.certificatePem, root.keyPem]],
    ['key, certificate', () => [root.keyPem, root.certificatePem]],
    ['both in one file', () => [root.certificatePem + root.keyPem]],
    ['the key first, in CRLF', () => [`${root.keyPem}${root.certificatePem}`.replaceAll('\n', '\r\n')]],
    ['with text around', () => [`Bag Attributes\n${root.certificatePem}\nKey:\n${root.keyPem}x`]],
    ['the certificate twice', () => [root.certificatePem, root.certificatePem, root.keyPem]],
  ])('is taken: %s', async (_, texts) => {
    const { value, diagnostics } = take(texts())
    expect(diagnostics).toEqual([])
    expect(value).toEqual(new Map([['ca', { certificatePem: root.certificatePem, keyPem: root.keyPem }]]))
    const pki = await complete(planOf('provided'), value ?? new Map(), { at: today, fresh: true })
    expect(pki.diagnostics).toEqual([])
    expect(pki.value?.authorities.get('ca')?.keyPem).toBe(root.keyPem)
  })

  it.each<[string, (parts: [string, string, string]) => readonly string[]]>([
    ['in order', ([s, m, r]) => [s, m, r]],
    ['the other way round', ([s, m, r]) => [r, m, s]],
    ['in one file, mixed', ([s, m, r]) => [m + r + s]],
    ['in two', ([s, m, r]) => [r + s, m]],
  ])('is taken with those above it, which are put in order: %s', (_, order) => {
    const [s, m, r] = [signing.certificatePem, middle.certificatePem, root.certificatePem]
    const { value, diagnostics } = take([...order([s, m, r]), signing.keyPem])
    expect(diagnostics).toEqual([])
    expect(value?.get('ca')).toEqual({ certificatePem: s + m + r, keyPem: signing.keyPem })
  })

  it('is taken below others without the root', () => {
    const { value } = take([middle.certificatePem, signing.certificatePem, signing.keyPem])
    expect(value?.get('ca')?.certificatePem).toBe(signing.certificatePem + middle.certificatePem)
  })

  it.each<[string, string]>([
    ['EC parameters before the key', 'ecparam -genkey -name prime256v1'],
    ['a key of RSA in PKCS#1', 'genrsa -traditional 2048'],
  ])('is taken with %s', async (_, words) => {
    const folder = temporaryFolder()
    const keyText = await openssl(folder, ...words.split(' '))
    write(folder, 'key', `${keyText}\n`)
    const certificate = await openssl(folder, ...'req -x509 -new -key key -days 90 -subj /CN=x'.split(' '))
    const { value, diagnostics } = take([`${certificate}\n`, `${keyText}\n`])
    expect(diagnostics).toEqual([])
    const keyPem = value?.get('ca')?.keyPem ?? ''
    expect(createPrivateKey(keyPem).equals(createPrivateKey(keyText))).toBe(true)
    const pki = await complete(planOf('provided'), value ?? new Map(), { at: today, fresh: true })
    expect(pki.value?.issued).toHaveLength(6)
  })

  it('is taken without its key, which then is missing where it has to sign', async () => {
    const { value, diagnostics } = take([root.certificatePem])
    expect(diagnostics).toEqual([])
    expect(value?.get('ca')).toEqual({ certificatePem: root.certificatePem, keyPem: undefined })
    const pki = await complete(planOf('provided'), value ?? new Map(), { at: today, keys: noKeys })
    expect(pki.value).toBeUndefined()
    expect(pki.diagnostics[0]?.message).toMatch(/^secrets\/ca\.key is missing, and it has to sign /)
  })

  it('is taken without its key where it signs elsewhere', () => {
    const { value, diagnostics } = take([signing.certificatePem, middle.certificatePem], {
      origin: 'external',
    })
    expect(diagnostics).toEqual([])
    expect(value?.get('ca')?.certificatePem).toBe(signing.certificatePem + middle.certificatePem)
  })

  it('is taken for each of two', async () => {
    const layout = 'separate-ca'
    const one = take([root.certificatePem, root.keyPem], { layout, id: 'client-ca' })
    const two = take([signing.certificatePem, signing.keyPem], {
      layout,
      id: 'peer-ca',
      stored: one.value ?? new Map(),
    })
    const pki = await complete(planOf('provided', layout), two.value ?? new Map(), { at: today, fresh: true })
    expect(pki.diagnostics).toEqual([])
    const same = take([root.certificatePem, root.keyPem], {
      layout,
      id: 'peer-ca',
      stored: one.value ?? new Map(),
    })
    const refused = await complete(planOf('provided', layout), same.value ?? new Map(), {
      at: today,
      keys: noKeys,
    })
    expect(refused.diagnostics.map(({ message }) => message)).toEqual([
      'pki/client-ca.crt and pki/peer-ca.crt have the same key, so any client certificate could join as a peer.',
    ])
  })

  it('takes the place of an older certificate for its key, and keeps that key and all leaves', async () => {
    const folder = temporaryFolder()
    write(folder, 'key', root.keyPem)
    const renewed = `${await openssl(folder, ...'req -x509 -new -key key -days 5000 -subj /O=Corp/CN=root'.split(' '))}\n`
    const { value: before } = await complete(
      planOf('provided'),
      take([root.certificatePem, root.keyPem]).value ?? new Map(),
      { at: today, fresh: true },
    )
    if (before === undefined) throw new Error('nothing was issued')
    const { value, diagnostics } = take([renewed], { stored: store(before) })
    expect(diagnostics).toEqual([])
    expect(value?.get('ca')).toEqual({ certificatePem: renewed, keyPem: root.keyPem })
    const after = await complete(planOf('provided'), value ?? new Map(), { at: today, keys: noKeys })
    expect(after.value?.issued).toEqual([])
    expect(after.value?.certificates).toEqual(before.certificates)
  })
})

describe('an authority is refused', () => {
  const encrypted = (text: string) =>
    createPrivateKey(text)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString()
  const legacy = (text: string) =>
    createPrivateKey(text)
      .export({ type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString()
  const leafOf = async () => textOf(store(await mint()), 'clients/root')

  const rows: [
    name: string,
    texts: () => readonly string[] | Promise<readonly string[]>,
    options: Parameters<typeof take>[1],
    want: readonly unknown[],
  ][] = [
    [
      'with the key of another',
      () => [root.certificatePem, middle.keyPem],
      {},
      ['file-1.pem is not the key of "O=Corp, CN=root".'],
    ],
    [
      'with the key of the one above it',
      () => [signing.certificatePem, middle.certificatePem, middle.keyPem],
      {},
      ['file-2.pem is not the key of "O=Corp, CN=signing".'],
    ],
    [
      'with two keys',
      () => [root.certificatePem, root.keyPem, middle.keyPem],
      {},
      ['The files hold more than one private key.'],
    ],
    [
      'with a leaf',
      async () => [await leafOf(), root.keyPem],
      {},
      ['file-0.pem: "CN=root" is not a CA.', 'None of the files holds a CA certificate.'],
    ],
    [
      'with a leaf beside it',
      async () => [root.certificatePem, await leafOf(), root.keyPem],
      {},
      ['file-1.pem: "CN=root" is not a CA.'],
    ],
    ['without a certificate', () => [root.keyPem], {}, ['None of the files holds a CA certificate.']],
    [
      'beside one that has nothing to do with it',
      async () => [
        signing.certificatePem,
        signing.keyPem,
        (await outsideAuthority(cwd, 'alien')).certificatePem,
      ],
      {},
      [
        expect.stringMatching(
          /^file-\d\.pem: "O=Corp, CN=(alien|signing)" is not part of the chain of "O=Corp, CN=(signing|alien)"\.$/,
        ),
      ],
    ],
    [
      'with a link missing',
      () => [signing.certificatePem, root.certificatePem, signing.keyPem],
      {},
      [expect.stringMatching(/is not part of the chain of/)],
    ],
    [
      'where quorate makes them',
      () => [root.certificatePem, root.keyPem],
      { origin: 'generated' },
      ['quorate makes the CAs of this cluster itself, as the spec says (tls.authority: generated).'],
    ],
    [
      'that the layout does not have',
      () => [root.certificatePem, root.keyPem],
      { id: 'client-ca' },
      ['The layout of this PKI has no CA client-ca.'],
    ],
    [
      'that the layout does not have: the other way round',
      () => [root.certificatePem, root.keyPem],
      { layout: 'separate-ca' },
      ['The layout of this PKI has no CA ca.'],
    ],
    [
      'with its key where it signs elsewhere',
      () => [root.certificatePem, root.keyPem],
      { origin: 'external' },
      [
        'file-1.pem holds a private key, and the spec says that the CA signs elsewhere (tls.authority: external).',
      ],
    ],
    [
      'with an encrypted key',
      () => [root.certificatePem, encrypted(root.keyPem)],
      {},
      ['file-1.pem holds a private key that is encrypted with a passphrase.'],
    ],
    [
      'with an encrypted key of the old kind',
      () => [root.certificatePem, legacy(root.keyPem)],
      {},
      ['file-1.pem holds a private key that is encrypted with a passphrase.'],
    ],
    [
      'with a damaged key',
      () => [root.certificatePem, root.keyPem.replace(/\n[A-Za-z0-9+/]{20}/, '\n********************')],
      {},
      ['file-1.pem holds a private key that is damaged.'],
    ],
    [
      'with a key of another purpose',
      () => [
        root.certificatePem,
        '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      ],
      {},
      ['file-1.pem holds a OPENSSH PRIVATE KEY, which is neither a certificate nor a private key.'],
    ],
    ['with an empty file', () => [root.certificatePem, ''], {}, ['file-1.pem holds nothing in PEM.']],
    [
      'that has expired',
      () => [root.certificatePem, root.keyPem],
      { at: daysLater(3651, today) },
      [expect.stringMatching(/^file-0\.pem: "O=Corp, CN=root" expired on /)],
    ],
    [
      'that is not yet valid',
      () => [root.certificatePem, root.keyPem],
      { at: daysLater(-1, today) },
      [expect.stringMatching(/^file-0\.pem: "O=Corp, CN=root" is valid only from /)],
    ],
    [
      'with a key of 1024 bits',
      async () => {
        const { certificatePem, keyPem } = await outsideAuthority(cwd, 'weak', { algorithm: 'rsa:1024' })
        return [certificatePem, keyPem]
      },
      {},
      ['file-0.pem: "O=Corp, CN=weak" has a key that can be broken: RSA with 1024 bits.'],
    ],
    [
      'with a key that Go does not know',
      async () => {
        const { certificatePem, keyPem } = await outsideAuthority(cwd, 'odd', { algorithm: 'ec:secp256k1' })
        return [certificatePem, keyPem]
      },
      {},
      ['file-0.pem: "O=Corp, CN=odd" has a key that etcd cannot use: ec.'],
    ],
    [
      'that was signed with SHA-1',
      async () => {
        const weak = await outsideAuthority(cwd, 'weak', { under: root, digest: 'sha1' })
        return [weak.certificatePem, root.certificatePem, weak.keyPem]
      },
      {},
      ['file-0.pem: "O=Corp, CN=weak" has a signature that etcd does not accept, or that can be forged.'],
    ],
  ]

  it.each(rows)('%s', async (_, texts, options, want) => {
    const given = await texts()
    const { value, diagnostics } = take(given, options)
    expect(value).toBeUndefined()
    expect(diagnostics.map(({ message }) => message)).toEqual(want)
    for (const { severity, hint } of diagnostics) {
      expect(severity).toBe('error')
      expect(hint).not.toBe('')
    }
    const said = JSON.stringify(diagnostics)
    for (const text of given.filter((each) => each.includes('PRIVATE KEY')))
      for (const line of text.split('\n').filter((each) => each.length > 30 && !each.startsWith('-')))
        expect(said).not.toContain(line)
  })

  it('in the place of another, whatever it is called', async () => {
    const stored = take([root.certificatePem, root.keyPem]).value ?? new Map()
    const twin = await outsideAuthority(cwd, 'root')
    const { value, diagnostics } = take([twin.certificatePem, twin.keyPem], { stored })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        message:
          'file-0.pem: "O=Corp, CN=root" is not the CA in pki/ca.crt, which all members and clients trust.',
        hint: expect.stringContaining('An import does not replace a CA.'),
      },
    ])
  })

  it('for a key that nothing goes with', () => {
    const { diagnostics } = take([root.certificatePem, pem(newKey())])
    expect(diagnostics).toMatchObject([{ message: 'file-1.pem is not the key of "O=Corp, CN=root".' }])
  })
})
