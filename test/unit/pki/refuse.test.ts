import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredCredential } from '../../../src/pki/files.ts'
import type { Layout } from '../../../src/pki/layout.ts'
import { type CaOrigin, planPki } from '../../../src/pki/plan.ts'
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
  store,
  subjects,
} from './support.ts'

// What is refused, each with the file and what to do. Nothing is ever issued beside an error, and no key is quoted.

type Stored = Map<string, StoredCredential>
type Row = [name: string, given: (stored: Stored) => Stored, file: string, message: string, hint: string]

let pristine: Stored
beforeAll(async () => {
  pristine = store(await mint())
})

const without = (stored: Stored, ...ids: string[]) =>
  new Map([...stored].filter(([id]) => !ids.some((gone) => id.startsWith(gone))))
const certificate = (stored: Stored, id: string) => stored.get(id)?.certificatePem ?? ''
const key = (stored: Stored, id: string) => stored.get(id)?.keyPem ?? ''
const damaged = (text: string) => text.replace(/\n[A-Za-z0-9+/]{20}/, '\n********************')
const withCertificate = (id: string, edit: (text: string) => string) => (stored: Stored) =>
  change(stored, id, { certificatePem: edit(certificate(stored, id)) })
const withKey = (id: string, edit: (text: string) => string) => (stored: Stored) =>
  change(stored, id, { keyPem: edit(key(stored, id)) })
const encrypted = (type: 'pkcs8' | 'sec1') => (text: string) =>
  createPrivateKey(text).export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
/** A self-signed certificate with one bit of its signature turned. */
const tampered = (text: string) => {
  const der = Buffer.from(new X509Certificate(text).raw)
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  return new X509Certificate(der).toString()
}
/** A certificate for the key of P-256 with one bit of that key turned. */
const offTheCurve = (text: string) => {
  const x509 = new X509Certificate(text)
  const spki = x509.publicKey.export({ type: 'spki', format: 'der' })
  const der = Buffer.from(x509.raw)
  const end = der.indexOf(spki) + spki.length - 1
  der[end] = (der[end] ?? 0) ^ 1
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`
}

const [root, node] = ['clients/root', 'nodes/a/peer']

const authorities: Row[] = [
  [
    'a key without its certificate',
    (stored) => change(stored, 'client-ca', { certificatePem: undefined }),
    'pki/client-ca.crt',
    'pki/client-ca.crt is missing, though its key is there.',
    'Restore it from a backup.',
  ],
  [
    'an authority that is missing though leaves are there',
    (stored) => without(stored, 'peer-ca'),
    'pki/peer-ca.crt',
    'pki/peer-ca.crt and secrets/peer-ca.key are missing, though other parts of this PKI are there.',
    'Restore both from a backup.',
  ],
  [
    'an authority that is missing beside the other one alone',
    (stored) => without(stored, 'peer-ca', 'nodes', 'clients'),
    'pki/peer-ca.crt',
    'pki/peer-ca.crt and secrets/peer-ca.key are missing, though other parts of this PKI are there.',
    'move the whole folder of the cluster aside',
  ],
  [
    'a certificate without its key and without any leaf',
    (stored) => change(without(stored, 'nodes', 'clients/kube'), 'peer-ca', { keyPem: undefined }),
    'secrets/peer-ca.key',
    'secrets/peer-ca.key is missing, and it has to sign nodes/a/peer (new), nodes/b/peer (new).',
    'Put it back, or restore it from a backup.',
  ],
  [
    'a key that is not the certificate’s',
    withKey('client-ca', () => pem(newKey())),
    'secrets/client-ca.key',
    'secrets/client-ca.key is not the key of pki/client-ca.crt.',
    'Restore both files from the same backup.',
  ],
  [
    'a leaf in the place of an authority',
    (stored) => change(stored, 'client-ca', stored.get('clients/root') ?? {}),
    'pki/client-ca.crt',
    'pki/client-ca.crt is not a CA certificate (basicConstraints).',
    'Restore it from a backup.',
  ],
  [
    'a signature that does not fit',
    withCertificate('peer-ca', tampered),
    'pki/peer-ca.crt',
    'pki/peer-ca.crt is damaged: its own signature does not match.',
    'Restore it from a backup.',
  ],
  [
    'one authority in two places',
    (stored) =>
      new Map([...without(stored, 'nodes', 'clients'), ['peer-ca', stored.get('client-ca') ?? never()]]),
    'pki/peer-ca.crt',
    'pki/client-ca.crt and pki/peer-ca.crt have the same key, so any client certificate could join as a peer.',
    'Give each CA its own key, or choose the layout single-ca.',
  ],
  [
    'a damaged key though nothing has to be signed',
    withKey('peer-ca', damaged),
    'secrets/peer-ca.key',
    'secrets/peer-ca.key is damaged.',
    'Restore it from a backup',
  ],
]

const files: Row[] = [
  [
    'no PEM',
    withCertificate(root, () => 'hello'),
    'pki/clients/root.crt',
    'pki/clients/root.crt is not a certificate in PEM.',
    'Restore it from a backup. If git-crypt or SOPS encrypted it, decrypt it first.',
  ],
  [
    'an empty certificate',
    withCertificate(root, () => ''),
    'pki/clients/root.crt',
    'pki/clients/root.crt is not a certificate in PEM.',
    'Restore it from a backup',
  ],
  [
    'a damaged certificate',
    withCertificate(root, damaged),
    'pki/clients/root.crt',
    'pki/clients/root.crt is damaged.',
    'Restore it from a backup',
  ],
  [
    'a bundle with a damaged certificate in it',
    withCertificate(root, (text) => text + damaged(text)),
    'pki/clients/root.crt',
    'pki/clients/root.crt is damaged.',
    'Restore it from a backup',
  ],
  [
    'a certificate whose key is no point of its curve',
    withCertificate(root, offTheCurve),
    'pki/clients/root.crt',
    'pki/clients/root.crt is damaged.',
    'Restore it from a backup',
  ],
  [
    'a certificate whose end is missing, before a whole one',
    withCertificate(root, (text) => text.slice(0, 300) + text),
    'pki/clients/root.crt',
    'pki/clients/root.crt is damaged.',
    'Restore it from a backup',
  ],
  [
    'a request in the place of a certificate',
    withCertificate(root, (text) => text.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST')),
    'pki/clients/root.crt',
    'pki/clients/root.crt is not a certificate in PEM.',
    'Restore it from a backup',
  ],
  [
    'a private key in a public place',
    (stored) => withCertificate(root, (text) => text + key(stored, root))(stored),
    'pki/clients/root.crt',
    'pki/clients/root.crt holds a private key, and everything under pki/ is public.',
    'Move the key to secrets/.',
  ],
  [
    'an empty key',
    withKey(root, () => ''),
    'secrets/clients/root.key',
    'secrets/clients/root.key is not a private key in PEM.',
    'Restore it from a backup',
  ],
  [
    'a key that git-crypt has encrypted',
    withKey(root, () => '\0GITCRYPT\0\x8f\x01'),
    'secrets/clients/root.key',
    'secrets/clients/root.key is not a private key in PEM.',
    'If git-crypt or SOPS encrypted it, decrypt it first',
  ],
  [
    'a public key',
    (stored) =>
      withKey(root, () => {
        const { publicKey } = new X509Certificate(certificate(stored, root))
        return publicKey.export({ type: 'spki', format: 'pem' }).toString()
      })(stored),
    'secrets/clients/root.key',
    'secrets/clients/root.key is not a private key in PEM.',
    'Restore it from a backup',
  ],
  [
    'a certificate in the place of a key',
    (stored) => withKey(root, () => certificate(stored, root))(stored),
    'secrets/clients/root.key',
    'secrets/clients/root.key is not a private key in PEM.',
    'Restore it from a backup',
  ],
  [
    'a damaged key',
    withKey(node, damaged),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is damaged.',
    'Restore it from a backup',
  ],
  [
    'a key that breaks off',
    withKey(node, (text) => text.slice(0, 80)),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is damaged.',
    'Restore it from a backup',
  ],
  [
    'an encrypted key',
    withKey(node, encrypted('pkcs8')),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is encrypted with a passphrase, and etcd reads plain keys only.',
    'Decrypt it',
  ],
  [
    'an encrypted key of the old kind',
    withKey(node, encrypted('sec1')),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is encrypted with a passphrase, and etcd reads plain keys only.',
    'Decrypt it',
  ],
  [
    'two keys',
    withKey(node, (text) => text + pem(newKey())),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key holds more than a private key.',
    'Leave only the key in it.',
  ],
  [
    'a key for another purpose than TLS',
    (stored) =>
      change(stored, node, {
        keyPem: pem(generateKeyPairSync('x25519').privateKey),
        certificatePem: undefined,
      }),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is a kind of key that etcd cannot use.',
    'Replace it with an RSA, ECDSA (P-256, P-384, P-521) or Ed25519 key.',
  ],
  [
    'a key on a curve that Go does not serve',
    (stored) =>
      change(stored, node, {
        keyPem: pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
        certificatePem: undefined,
      }),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is a kind of key that etcd cannot use.',
    'Replace it',
  ],
  [
    'a leaf’s key that is not the certificate’s: never thrown away',
    withKey(node, () => pem(newKey())),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is not the key of pki/nodes/a/peer.crt.',
    'Restore both files from the same backup.',
  ],
  [
    'a leaf’s key that is an authority’s, which would get to a node',
    (stored) => change(stored, node, { keyPem: key(stored, 'client-ca'), certificatePem: undefined }),
    'secrets/nodes/a/peer.key',
    'secrets/nodes/a/peer.key is the key of pki/client-ca.crt, and the key of a CA never leaves this folder.',
    'Restore the right key from a backup',
  ],
]

function never(): never {
  throw new Error('the pristine PKI lacks an id')
}

describe.each([
  ['of authorities', authorities],
  ['of files', files],
])('faults %s', (_, rows) => {
  it.each(rows)('%s', async (_name, given, file, message, hint) => {
    const stored = given(pristine)
    for (const fresh of [true, false]) {
      const { value, diagnostics } = await complete(plan, stored, { fresh, keys: noKeys })
      expect(value).toBeUndefined()
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
        { severity: 'error', file, message, hint: expect.stringContaining(hint) },
      ])
      // Not a line of any key, whole or damaged.
      const lines = [...stored.values()]
        .flatMap(({ keyPem }) => keyPem?.split('\n') ?? [])
        .filter((line) => line.length > 15)
      for (const line of lines) expect(JSON.stringify(diagnostics)).not.toContain(line)
    }
  })
})

describe('faults', () => {
  it('nothing stored for a cluster that has been generated before', async () => {
    for (const stored of [
      new Map(),
      new Map([['client-ca', { certificatePem: undefined, keyPem: undefined }]]),
    ]) {
      const { value, diagnostics } = await complete(plan, stored, { fresh: false, keys: noKeys })
      expect(value).toBeUndefined()
      expect(diagnostics).toMatchObject([
        {
          file: 'pki/client-ca.crt',
          message:
            'pki/client-ca.crt and secrets/client-ca.key are missing, though this cluster has been generated before.',
        },
        {
          file: 'pki/peer-ca.crt',
          message:
            'pki/peer-ca.crt and secrets/peer-ca.key are missing, though this cluster has been generated before.',
        },
      ])
    }
  })

  it('an authority that has expired, or is not yet valid', async () => {
    const expired = await complete(plan, pristine, { at: daysLater(3651), keys: noKeys })
    expect(expired.value).toBeUndefined()
    expect(expired.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        file: 'pki/client-ca.crt',
        message:
          'pki/client-ca.crt expired on 2036-08-12T12:00:00Z, so no certificate that it has signed is valid any more.',
      },
      { file: 'pki/peer-ca.crt' },
    ])
    const early = await complete(plan, pristine, { at: daysLater(-1), keys: noKeys })
    expect(early.value).toBeUndefined()
    expect(early.diagnostics).toMatchObject([
      { file: 'pki/client-ca.crt', message: 'pki/client-ca.crt is valid only from 2026-08-15T11:55:00Z on.' },
      { file: 'pki/peer-ca.crt' },
    ])
    expect((await complete(plan, pristine, { at: new Date(now.getTime() - 240_000) })).diagnostics).toEqual(
      [],
    )
  })

  it('all at once', async () => {
    const stored = change(
      change(change(pristine, 'client-ca', { keyPem: 'x' }), 'nodes/a/peer', { keyPem: pem(newKey()) }),
      'clients/root',
      { certificatePem: 'y', keyPem: 'z' },
    )
    stored.delete('peer-ca')
    const { diagnostics } = await complete(plan, stored, { keys: noKeys })
    expect(diagnostics.map(({ file }) => file)).toEqual([
      'secrets/client-ca.key',
      'secrets/nodes/a/peer.key',
      'pki/clients/root.crt',
      'secrets/clients/root.key',
      'pki/peer-ca.crt',
    ])
  })
})

describe('an authority', () => {
  const pkiOf = (layout: Layout, origin: CaOrigin = 'generated') => planPki({ ...subjects, layout, origin })

  it.each<[Layout, Layout, string[]]>([
    [
      'separate-ca',
      'single-ca',
      [
        'pki/ca.crt is missing: the layout single-ca needs it, and this PKI has pki/client-ca.crt and pki/peer-ca.crt.',
      ],
    ],
    [
      'separate-ca',
      'shared-certificate',
      [
        'pki/ca.crt is missing: the layout shared-certificate needs it, and this PKI has pki/client-ca.crt and pki/peer-ca.crt.',
      ],
    ],
    [
      'single-ca',
      'separate-ca',
      [
        'pki/client-ca.crt is missing: the layout separate-ca needs it, and this PKI has pki/ca.crt.',
        'pki/peer-ca.crt is missing: the layout separate-ca needs it, and this PKI has pki/ca.crt.',
      ],
    ],
  ])('of another layout is never made anew beside the old one: %s, then %s', async (before, after, want) => {
    const stored = store(await mint(pkiOf(before)))
    for (const origin of ['generated', 'provided'] as const)
      for (const fresh of [true, false]) {
        const { value, diagnostics } = await complete(pkiOf(after, origin), stored, { fresh, keys: noKeys })
        expect(value).toBeUndefined()
        expect(diagnostics.map(({ message }) => message)).toEqual(want)
        for (const { hint } of diagnostics)
          expect(hint).toMatch(/^Put back the tls\.layout .* move the whole folder of the cluster aside/)
      }
  })

  it('is kept between the two layouts that have one authority', async () => {
    const before = await mint(pkiOf('single-ca'))
    const there = await complete(pkiOf('shared-certificate'), store(before))
    expect(there.diagnostics).toEqual([])
    expect(there.value?.authorities).toEqual(before.authorities)
    expect(there.value?.issued).toEqual([{ id: 'members', reason: 'new' }])
    expect(there.value?.certificates.get('clients/root')).toEqual(before.certificates.get('clients/root'))
  })

  it.each(['separate-ca', 'single-ca', 'shared-certificate'] as const)(
    'that is to be provided is not made: %s',
    async (layout) => {
      const given = pkiOf(layout, 'provided')
      for (const fresh of [true, false]) {
        const { value, diagnostics } = await complete(given, new Map(), { fresh, keys: noKeys })
        expect(value).toBeUndefined()
        expect(diagnostics).toMatchObject(
          given.authorities.map(({ id }) => ({
            severity: 'error',
            file: `pki/${id}.crt`,
            message: `pki/${id}.crt is missing, and the spec says that you provide the CAs (tls.authority).`,
            hint: `Import it and its key: quorate pki import SPEC FILE… --authority ${id}`,
          })),
        )
      }
    },
  )

  it('that is to be provided is not made for a key that lies there either', async () => {
    const stored = new Map([['ca', { certificatePem: undefined, keyPem: pem(newKey()) }]])
    const { value, diagnostics } = await complete(pkiOf('single-ca', 'provided'), stored, {
      fresh: true,
      keys: noKeys,
    })
    expect(value).toBeUndefined()
    expect(diagnostics).toMatchObject([{ file: 'pki/ca.crt' }])
  })

  it('that has expired names what renews it: both at once, where both have', async () => {
    const { diagnostics } = await complete(plan, pristine, { at: daysLater(3651), keys: noKeys })
    expect(errorsOf(diagnostics).map(({ hint }) => hint)).toEqual([
      'Renew it with the key that it has: quorate pki renew SPEC client-ca peer-ca',
      'Renew it with the key that it has: quorate pki renew SPEC client-ca peer-ca',
    ])
  })
})

it('of a leaf’s file only the leaf counts, and is kept', async () => {
  const other = certificate(pristine, 'clients/kube-apiserver')
  const stored = withCertificate(root, (text) => text + other)(pristine)
  const { value, diagnostics } = await complete(plan, stored, { keys: noKeys })
  expect(diagnostics).toEqual([])
  expect(value?.issued).toEqual([])
  expect(value?.certificates.get(root)?.certificatePem).toBe(certificate(pristine, root))
})
