import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredCredential } from '../../../src/pki/files.ts'
import { importCertificates } from '../../../src/pki/import/certificates.ts'
import type { Layout } from '../../../src/pki/layout.ts'
import { type KeyAlgorithm, type PkiSubjects, planPki } from '../../../src/pki/plan.ts'
import { type Outside, openssl, outsideAuthority, type Signing, sign } from './openssl.ts'
import {
  change,
  client,
  complete,
  daysLater,
  errorsOf,
  member,
  newKey,
  noKeys,
  pem,
  request,
  sharedFolder,
  store,
  storePending,
  subjects,
  temporaryFolder,
  textOf,
  write,
} from './support.ts'

// Authorities that sign elsewhere: openssl is the elsewhere, so that the time is today's.

const cwd = sharedFolder()
// A while after openssl has signed.
const today = new Date(Date.now() + 120_000)

const given: PkiSubjects = {
  ...subjects,
  origin: 'external',
  layout: 'single-ca',
  members: [member('a', '10.0.0.1', 'fd00::2')],
  clients: [client('app', ['ops'], { commonName: 'app user' })],
}
const plan = planPki(given)
const ids = plan.certificates.map(({ id }) => id)
const [server, , root, app] = ids as [string, string, string, string]

type Stored = Map<string, StoredCredential>
const brought = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ path: `file-${index}.pem`, text }))
const take = (stored: Stored, ...texts: readonly string[]) =>
  importCertificates(plan, stored, brought(...texts), today)
const messages = (diagnostics: readonly { message: string }[]) => diagnostics.map(({ message }) => message)

let corp: Outside
let issuing: Outside
/** A PKI that waits for all of its certificates. */
let waiting: Stored
/** Each certificate as the corporation's root signs it. */
let signed: ReadonlyMap<string, string>
beforeAll(async () => {
  corp = await outsideAuthority(cwd, 'corp')
  issuing = await outsideAuthority(cwd, 'issuing', { under: corp })
  waiting = storePending(await request(plan, new Map(), { at: today, fresh: true }))
  signed = new Map(await Promise.all(ids.map(async (id) => [id, await signedBy(corp, id)] as const)))
})

const signedBy = (authority: Outside, id: string, signing?: Signing) =>
  sign(cwd, authority, textOf(waiting, id, 'requestPem'), signing)
const of = (id: string) => signed.get(id) ?? ''

describe('a request', () => {
  it.each<[KeyAlgorithm, string]>([
    ['ecdsa-p256', 'Digital Signature'],
    ['ecdsa-p384', 'Digital Signature'],
    ['rsa-2048', 'Digital Signature, Key Encipherment'],
    ['ed25519', 'Digital Signature'],
  ])('of %s asks for what is needed, by openssl', async (algorithm, usage) => {
    const folder = temporaryFolder()
    const { requests, keys } = await request(planPki({ ...given, algorithm }))
    for (const [id, text] of requests) write(folder, `${id}.csr`, text)
    const text = (id: string) => openssl(folder, 'req', '-noout', '-verify', '-text', '-in', `${id}.csr`)

    const ofServer = await text(server)
    expect(ofServer).toContain('Certificate request self-signature verify OK')
    expect(ofServer).toMatch(/Version: 1 \(0x0\)\n/)
    expect(ofServer).toMatch(/Subject: CN ?= ?a\n/)
    expect(ofServer).toMatch(new RegExp(`Key Usage: critical\\s+${usage}\n`))
    expect(ofServer).toMatch(
      /Extended Key Usage: ?\s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
    )
    expect(ofServer).toMatch(
      /Alternative Name: ?\s+DNS:a, DNS:a.example.net, DNS:localhost, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:2, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1\n/,
    )
    expect(ofServer).not.toContain('Basic Constraints')

    const ofClient = await text(app)
    expect(ofClient).toContain('verify OK')
    expect(ofClient).toMatch(/Subject: O ?= ?ops, CN ?= ?app user\n/)
    expect(ofClient).toMatch(/Extended Key Usage: ?\s+TLS Web Client Authentication\n/)
    expect(ofClient).not.toContain('Alternative Name')

    write(folder, 'key', keys.get(app) ?? '')
    expect(await openssl(folder, 'pkey', '-in', 'key', '-pubout')).toBe(
      await openssl(folder, 'req', '-in', `${app}.csr`, '-noout', '-pubkey'),
    )
  })

  it('of every certificate and of no authority, with a key of its own', async () => {
    const pending = await request(plan)
    expect([...pending.requests.keys()]).toEqual(ids)
    expect(pending.pending).toEqual(ids.map((id) => ({ id, reason: 'new' })))
    expect([...pending.keys.keys()]).toEqual(ids)
    expect(new Set(pending.keys.values()).size).toBe(ids.length)
    expect(pending.certificates).toEqual(new Map())
  })

  it('stays, byte for byte, as long as it asks for the same', async () => {
    const again = await request(plan, waiting, { keys: noKeys })
    expect(storePending(again)).toEqual(waiting)
    expect(again.pending).toEqual(ids.map((id) => ({ id, reason: 'not signed yet' })))
    // Also where somebody has laid it out in another way.
    const dressed = `Request:\r\n${textOf(waiting, root, 'requestPem').replaceAll('\n', '\r\n')}`
    const kept = await request(plan, change(waiting, root, { requestPem: dressed }), { keys: noKeys })
    expect(kept.requests.get(root)).toBe(dressed)
  })

  it.each<[string, Partial<PkiSubjects>, readonly string[]]>([
    ['another address', { members: [member('a', '10.0.0.9')] }, ids.slice(0, 2)],
    [
      'another name',
      { members: [{ ...member('a', '10.0.0.1', 'fd00::2'), dnsNames: ['z'] }] },
      ids.slice(0, 2),
    ],
    ['another common name', { clients: [client('app', ['ops'])] }, [app]],
    ['another organization', { clients: [client('app', [], { commonName: 'app user' })] }, [app]],
  ])('is made anew for %s, with the key that it had', async (_, edit, changed) => {
    const { requests, keys } = await request(planPki({ ...given, ...edit }), waiting, { keys: noKeys })
    for (const id of ids) {
      expect(requests.get(id) !== waiting.get(id)?.requestPem, id).toBe(changed.includes(id))
      expect(keys.get(id)).toBe(waiting.get(id)?.keyPem)
    }
  })

  it.each([
    ['garbage', 'hello'],
    ['empty', ''],
    ['a damaged one', '-----BEGIN CERTIFICATE REQUEST-----\nMIIBAA==\n-----END CERTIFICATE REQUEST-----\n'],
    ['one of no DER', '-----BEGIN CERTIFICATE REQUEST-----\n****\n-----END CERTIFICATE REQUEST-----\n'],
  ])('is made anew in the place of %s', async (_, requestPem) => {
    const { requests } = await request(plan, change(waiting, root, { requestPem }), { keys: noKeys })
    expect(requests.get(root)).toMatch(
      /^-----BEGIN CERTIFICATE REQUEST-----\n(?:[A-Za-z0-9+/=]{1,64}\n){4,}-----END/,
    )
  })

  it('is made anew in the place of that for another key, and of two', async () => {
    const other = textOf(waiting, app, 'requestPem')
    const own = textOf(waiting, root, 'requestPem')
    for (const requestPem of [other, own + other]) {
      const { requests } = await request(plan, change(waiting, root, { requestPem }), { keys: noKeys })
      expect(requests.get(root)).not.toBe(requestPem)
    }
  })

  it('is made for a key that lies there, whatever the plan’s algorithm is', async () => {
    const keyPem = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
    const { keys } = await request(plan, new Map([[root, { certificatePem: undefined, keyPem }]]))
    expect(keys.get(root)).toBe(keyPem)
  })
})

describe('certificates that come back', () => {
  /** What completing a PKI with all certificates gives. */
  async function whole(stored: Stored) {
    const { value, diagnostics } = await complete(plan, stored, { at: today, keys: noKeys })
    if (value === undefined) throw new Error(JSON.stringify(diagnostics))
    expect(diagnostics).toEqual([])
    expect(value.issued).toEqual([])
    return value
  }

  it.each<[string, (all: readonly string[]) => readonly string[]]>([
    ['each in a file, the authority first', (all) => [corp.certificatePem, ...all]],
    ['each in a file, the authority last', (all) => [...all.toReversed(), corp.certificatePem]],
    ['all in one file', (all) => [[...all, corp.certificatePem].join('')]],
    ['each with its authority, as many do', (all) => all.map((each) => each + corp.certificatePem)],
    [
      'with text between and CRLF',
      (all) => [`x\n${[...all, corp.certificatePem].join('y\n')}`.replaceAll('\n', '\r\n')],
    ],
    ['each twice', (all) => [...all, ...all, corp.certificatePem, corp.certificatePem]],
    [
      'beside another authority, which has nothing to do with them',
      (all) => [issuing.certificatePem, corp.certificatePem, ...all],
    ],
  ])('are taken: %s', async (_, files) => {
    const { value, diagnostics } = take(waiting, ...files(ids.map(of)))
    expect(diagnostics).toEqual([])
    const pki = await whole(new Map(value))
    expect(pki.authorities.get('ca')).toMatchObject({
      certificatePem: corp.certificatePem,
      anchorPem: corp.certificatePem,
      keyPem: undefined,
    })
    for (const id of ids) expect(pki.certificates.get(id)?.certificatePem).toBe(of(id))
    expect([...pki.requests.keys()]).toEqual(ids)
    // And then nothing changes any more.
    expect(await whole(store(pki))).toEqual(pki)
  })

  it('are taken one at a time, and what is still awaited is said', async () => {
    let stored = waiting
    for (const [done, id] of ids.entries()) {
      const texts = done === 0 ? [of(id), corp.certificatePem] : [of(id)]
      const { value, diagnostics } = take(stored, ...texts)
      expect(diagnostics).toEqual([])
      stored = new Map(value)
      if (done === ids.length - 1) break
      const pending = await request(plan, stored, { at: today, keys: noKeys })
      expect(pending.pending.map((each) => each.id)).toEqual(ids.slice(done + 1))
      expect([...pending.certificates.keys()]).toEqual(['ca', ...ids.slice(0, done + 1)])
      stored = storePending(pending)
    }
    await whole(stored)
  })

  it('from below an intermediate stand before it, and openssl verifies them under the root', async () => {
    const certificates = await Promise.all(ids.map((id) => signedBy(issuing, id)))
    const { value, diagnostics } = take(waiting, ...certificates, corp.certificatePem, issuing.certificatePem)
    expect(diagnostics).toEqual([])
    const pki = await whole(new Map(value))
    expect(pki.authorities.get('ca')).toMatchObject({
      certificatePem: issuing.certificatePem + corp.certificatePem,
      anchorPem: issuing.certificatePem,
    })
    write(cwd, 'corp-root', corp.certificatePem)
    for (const [index, id] of ids.entries()) {
      const text = pki.certificates.get(id)?.certificatePem
      expect(text).toBe(`${certificates[index]}${issuing.certificatePem}`)
      write(cwd, 'returned', text ?? '')
      expect(
        await openssl(
          cwd,
          'verify',
          '-x509_strict',
          '-purpose',
          'sslclient',
          '-CAfile',
          'corp-root',
          '-untrusted',
          'returned',
          'returned',
        ),
      ).toBe('returned: OK')
    }
    expect(await whole(store(pki))).toEqual(pki)
  })

  it.each<Layout>(['separate-ca', 'shared-certificate'])('are taken under the layout %s', async (layout) => {
    const other = planPki({ ...given, layout })
    const stored = storePending(await request(other))
    const authorities = new Map(
      other.authorities.map(({ id }, index) => [id, index === 0 ? corp : issuing] as const),
    )
    const texts = await Promise.all(
      other.certificates.map(({ id, authority }) =>
        sign(cwd, authorities.get(authority) ?? corp, textOf(stored, id, 'requestPem')),
      ),
    )
    const { value, diagnostics } = importCertificates(
      other,
      stored,
      brought(...texts, issuing.certificatePem, corp.certificatePem),
      today,
    )
    expect(diagnostics).toEqual([])
    const pki = await complete(other, value ?? new Map(), { at: today, keys: noKeys })
    expect(pki.diagnostics).toEqual([])
    expect([...(pki.value?.authorities.keys() ?? [])]).toEqual(other.authorities.map(({ id }) => id))
  })

  it('are imported again, together with the CA, once that has expired', async () => {
    const { value } = take(waiting, ...ids.map(of), corp.certificatePem)
    const { diagnostics } = await complete(plan, value ?? new Map(), {
      at: daysLater(3700, today),
      keys: noKeys,
    })
    expect(errorsOf(diagnostics).map(({ hint }) => hint)).toEqual([
      'Have it renewed with its key, have the requests in pki/requests/ signed again, and import all files at once: quorate pki import SPEC FILE…',
    ])
  })

  it('of one authority for clients and peers are refused under separate-ca', async () => {
    const other = planPki({ ...given, layout: 'separate-ca' })
    const stored = storePending(await request(other))
    const texts = await Promise.all(
      other.certificates.map(({ id }) => sign(cwd, corp, textOf(stored, id, 'requestPem'))),
    )
    const { value } = importCertificates(other, stored, brought(...texts, corp.certificatePem), today)
    const { diagnostics } = await complete(other, value ?? new Map(), { at: today, keys: noKeys })
    expect(messages(errorsOf(diagnostics))).toEqual([
      'pki/client-ca.crt and pki/peer-ca.crt have the same key, so any client certificate could join as a peer.',
    ])
  })

  it('may have more names, usages, organizations and another name of a member', async () => {
    const usages = 'extendedKeyUsage=clientAuth,serverAuth,emailProtection'
    const more = await signedBy(corp, server, {
      subject: '/C=DE/O=Corp/CN=etcd server',
      extensions: [
        usages,
        'subjectAltName=DNS:a,DNS:A.example.net,DNS:localhost,IP:10.0.0.1,IP:fd00::2,IP:127.0.0.1,IP:::1,DNS:more.example.net,URI:spiffe://a,email:a@b.c',
      ],
    })
    const user = await signedBy(corp, app, {
      subject: '/C=DE/O=Corp/O=ops/CN=app user',
      extensions: [usages],
    })
    const peer = ids[1] ?? ''
    const { value, diagnostics } = take(waiting, more, of(peer), of(root), user, corp.certificatePem)
    expect(diagnostics).toEqual([])
    const pki = await whole(new Map(value))
    expect(pki.certificates.get(app)?.subject).toBe('C=DE, O=Corp, O=ops, CN=app user')
  })

  it('are renewed: a newer certificate for the same request takes the place of the one that is there', async () => {
    const first = take(waiting, ...ids.map(of), corp.certificatePem)
    const newer = await signedBy(corp, server, { days: 500 })
    const { value, diagnostics } = take(new Map(first.value), newer)
    expect(diagnostics).toEqual([])
    const pki = await whole(new Map(value))
    expect(pki.certificates.get(server)?.certificatePem).toBe(newer)
    expect(pki.certificates.get(root)?.certificatePem).toBe(of(root))
  })

  it('are awaited again once the names change, and again fit once that is signed', async () => {
    const first = take(waiting, ...ids.map(of), corp.certificatePem)
    const moved = planPki({ ...given, members: [member('a', '10.0.0.7')] })
    const pending = await request(moved, first.value ?? new Map(), { at: today, keys: noKeys })
    expect(pending.pending).toEqual(
      ids.slice(0, 2).map((id) => ({ id, reason: 'it lacks the SANs 10.0.0.7' })),
    )
    const stored = new Map([...(first.value ?? []), ...storePending(pending)])
    const texts = await Promise.all(
      ids.slice(0, 2).map((id) => sign(cwd, corp, textOf(stored, id, 'requestPem'))),
    )
    const { value, diagnostics } = importCertificates(moved, stored, brought(...texts), today)
    expect(diagnostics).toEqual([])
    expect((await complete(moved, value ?? new Map(), { at: today, keys: noKeys })).diagnostics).toEqual([])
  })

  it('that end soon say what to do', async () => {
    const { value } = take(waiting, ...ids.map(of), corp.certificatePem)
    const { diagnostics } = await complete(plan, value ?? new Map(), {
      at: daysLater(340, today),
      keys: noKeys,
    })
    expect(diagnostics[0]).toMatchObject({
      severity: 'warning',
      hint: 'Have pki/requests/nodes/a/server.csr signed again, then: quorate pki import SPEC FILE…',
    })
  })

  it('outlive their authority: with a warning', async () => {
    const dying = await outsideAuthority(cwd, 'dying', { days: 30 })
    const { value, diagnostics } = take(waiting, await signedBy(dying, root), dying.certificatePem)
    expect(value).toBeDefined()
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(
          /^file-0\.pem: the certificate for pki\/requests\/clients\/root\.csr expires on .*, after the CA/,
        ),
      },
    ])
  })

  it('bring a newer certificate of their authority, and never an older one', async () => {
    const name = '/O=Corp/CN=corp'
    const folder = temporaryFolder()
    write(folder, 'key', corp.keyPem)
    const newer = async (days: string) =>
      openssl(
        folder,
        ...['req', '-x509', '-new', '-key', 'key', '-subj', name, '-days', days],
        ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      )
    const [long, short] = [await newer('5000'), await newer('1000')]
    const pem = (text: string) => text.slice(text.indexOf('-----BEGIN')).concat('\n')
    const first = take(waiting, of(server), pem(long))
    expect(first.value?.get('ca')?.certificatePem).toBe(pem(long))
    const second = take(new Map(first.value), of(root), pem(short), corp.certificatePem)
    expect(second.diagnostics).toEqual([])
    expect(second.value?.get('ca')?.certificatePem).toBe(pem(long))
    // And the other way round.
    const third = take(new Map(take(waiting, of(server), pem(short)).value), of(root), pem(long))
    expect(third.value?.get('ca')?.certificatePem).toBe(pem(long))
  })

  it('need not bring what stands above their authority once that is there', async () => {
    const first = take(waiting, await signedBy(issuing, root), issuing.certificatePem, corp.certificatePem)
    const whole = issuing.certificatePem + corp.certificatePem
    expect(first.value?.get('ca')?.certificatePem).toBe(whole)
    for (const with_ of [[], [issuing.certificatePem]]) {
      const next = take(new Map(first.value), await signedBy(issuing, server), ...with_)
      expect(next.diagnostics).toEqual([])
      expect(next.value?.get('ca')?.certificatePem).toBe(whole)
    }
  })

  it('are refused where one is wrong, all of them, with every reason', async () => {
    const bad = await signedBy(corp, root, { extensions: ['keyUsage=digitalSignature'] })
    const before = structuredClone(waiting)
    const { value, diagnostics } = take(waiting, of(server), bad, 'x', corp.certificatePem)
    expect(value).toBeUndefined()
    expect(diagnostics.length).toBeGreaterThan(0)
    expect(waiting).toEqual(before)
  })
})

describe('is refused', () => {
  const serverNames = 'DNS:a,DNS:a.example.net,DNS:localhost,IP:10.0.0.1,IP:fd00::2,IP:127.0.0.1,IP:::1'
  const both = 'extendedKeyUsage=serverAuth,clientAuth'
  const ofServer = 'file-0.pem: the certificate for pki/requests/nodes/a/server.csr'
  const ofRoot = 'file-0.pem: the certificate for pki/requests/clients/root.csr'
  const ownKey = () => textOf(waiting, root, 'keyPem')
  const other = (edit: (signing: Outside) => Promise<string>) => async () => [
    await edit(corp),
    corp.certificatePem,
  ]

  const rows: [name: string, files: () => Promise<readonly string[]>, want: readonly (string | RegExp)[]][] =
    [
      [
        'a certificate for another key',
        async () => {
          const elsewhere = await request(plan)
          return [await sign(cwd, corp, elsewhere.requests.get(root) ?? ''), corp.certificatePem]
        },
        ['file-0.pem: "CN=root" is not for any of this cluster\'s keys.'],
      ],
      [
        'a certificate without an alternative name',
        other((by) => signedBy(by, server, { extensions: [both] })),
        [
          `${ofServer} cannot be used: it lacks the SANs a, a.example.net, localhost, 10.0.0.1, fd00::2, 127.0.0.1, ::1.`,
        ],
      ],
      [
        'a certificate without one of the names',
        other((by) =>
          signedBy(by, server, {
            extensions: [both, `subjectAltName=${serverNames.replace('IP:10.0.0.1,', 'DNS:10.0.0.1,')}`],
          }),
        ),
        [`${ofServer} cannot be used: it lacks the SANs 10.0.0.1.`],
      ],
      [
        'a server’s certificate that may not be a client',
        other((by) =>
          signedBy(by, server, {
            extensions: ['extendedKeyUsage=serverAuth', `subjectAltName=${serverNames}`],
          }),
        ),
        [`${ofServer} cannot be used: it lacks the usages clientAuth.`],
      ],
      [
        'a certificate without any extended usage',
        other((by) => signedBy(by, server, { extensions: [`subjectAltName=${serverNames}`] })),
        [`${ofServer} cannot be used: it lacks the usages serverAuth, clientAuth.`],
      ],
      [
        'a certificate that may do anything but by name',
        other((by) => signedBy(by, root, { extensions: ['extendedKeyUsage=anyExtendedKeyUsage'] })),
        [`${ofRoot} cannot be used: it lacks the usages clientAuth.`],
      ],
      [
        'a member that is root',
        other((by) => signedBy(by, server, { subject: '/CN=root' })),
        [`${ofServer} cannot be used: its common name is root, etcd's superuser, which no member may be.`],
      ],
      [
        'a client of another common name',
        other((by) => signedBy(by, root, { subject: '/O=Corp/CN=admin' })),
        [`${ofRoot} cannot be used: its common name is admin, not root.`],
      ],
      [
        'a client without a common name',
        other((by) => signedBy(by, root, { subject: '/O=Corp' })),
        [`${ofRoot} cannot be used: its common name is missing, not root.`],
      ],
      [
        'an authority in the place of a leaf',
        other((by) => signedBy(by, root, { extensions: ['basicConstraints=CA:TRUE'] })),
        ['None of the files holds a certificate that was requested; CA certificates do not count.'],
      ],
      [
        'a certificate whose authority is not there',
        async () => [of(root)],
        [`${ofRoot} was signed by "O=Corp, CN=corp", whose certificate is not in the files.`],
      ],
      [
        'a certificate whose authority is not there, beside another of the same name',
        async () => [of(root), (await outsideAuthority(cwd, 'corp')).certificatePem],
        [`${ofRoot} was signed by "O=Corp, CN=corp", whose certificate is not in the files.`],
      ],
      [
        'a certificate signed with SHA-1',
        other((by) => signedBy(by, root, { digest: 'sha1' })),
        ['file-0.pem: "CN=root" has a signature that etcd does not accept, or that can be forged.'],
      ],
      [
        'a certificate signed with MD5',
        async () => {
          const rsa = await outsideAuthority(cwd, 'rsa', { algorithm: 'rsa:2048' })
          return [await signedBy(rsa, root, { digest: 'md5' }), rsa.certificatePem]
        },
        ['file-0.pem: "CN=root" has a signature that etcd does not accept, or that can be forged.'],
      ],
      [
        'an authority with a key of 1024 bits',
        async () => {
          const weak = await outsideAuthority(cwd, 'weak', { algorithm: 'rsa:1024' })
          return [await signedBy(weak, root), weak.certificatePem]
        },
        ['file-1.pem: "O=Corp, CN=weak" has a key that can be broken: RSA with 1024 bits.'],
      ],
      [
        'an intermediate that was signed with SHA-1',
        async () => {
          const weak = await outsideAuthority(cwd, 'weak', { under: corp, digest: 'sha1' })
          return [await signedBy(weak, root), weak.certificatePem, corp.certificatePem]
        },
        ['file-1.pem: "O=Corp, CN=weak" has a signature that etcd does not accept, or that can be forged.'],
      ],
      [
        'a private key among the files',
        async () => [of(root), ownKey()],
        ['file-1.pem holds a private key, and quorate made the keys of the requests itself.'],
      ],
      [
        'DER',
        async () => {
          const base64 = of(root).replace(/-----.*-----|\n/g, '')
          return [Buffer.from(base64, 'base64').toString('latin1')]
        },
        ['file-0.pem holds nothing in PEM.'],
      ],
      ['garbage', async () => ['what is this'], ['file-0.pem holds nothing in PEM.']],
      ['an empty file', async () => ['', of(root)], ['file-0.pem holds nothing in PEM.']],
      [
        'the request itself',
        async () => [textOf(waiting, root, 'requestPem')],
        ['file-0.pem holds a CERTIFICATE REQUEST, which is neither a certificate nor a private key.'],
      ],
      [
        'a damaged certificate',
        async () => [of(root).replace(/\n[A-Za-z0-9+/]{20}/, '\n********************')],
        ['file-0.pem holds a certificate that is damaged.'],
      ],
      [
        'a certificate that breaks off',
        async () => [of(root).slice(0, 200)],
        ['file-0.pem holds nothing in PEM.'],
      ],
      [
        'an encrypted key',
        async () => [
          createPrivateKey(ownKey())
            .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
            .toString(),
        ],
        ['file-0.pem holds a private key that is encrypted with a passphrase.'],
      ],
      [
        'an authority alone',
        async () => [corp.certificatePem],
        ['None of the files holds a certificate that was requested; CA certificates do not count.'],
      ],
      [
        'everything that is wrong at once',
        async () => [
          await signedBy(corp, server, {
            subject: '/CN=root',
            extensions: ['keyUsage=digitalSignature'],
            digest: 'sha1',
          }),
          corp.certificatePem,
        ],
        [
          `${ofServer} cannot be used: its common name is root, etcd's superuser, which no member may be.`,
          `${ofServer} cannot be used: it lacks the SANs a, a.example.net, localhost, 10.0.0.1, fd00::2, 127.0.0.1, ::1.`,
          `${ofServer} cannot be used: it lacks the usages serverAuth, clientAuth.`,
          'file-0.pem: "CN=root" has a signature that etcd does not accept, or that can be forged.',
        ],
      ],
    ]

  it.each(rows)('%s', async (_, files, want) => {
    const texts = await files()
    const { value, diagnostics } = take(waiting, ...texts)
    expect(value).toBeUndefined()
    expect(messages(diagnostics)).toEqual(want)
    for (const { severity, hint } of diagnostics) {
      expect(severity).toBe('error')
      expect(hint).not.toBe('')
    }
    expectNoKey(JSON.stringify(diagnostics), texts.join('\n'))
  })

  it('a certificate of 1024 bits, which somebody has put the key of there', async () => {
    const keyPem = pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)
    const stored = storePending(await request(plan, change(waiting, root, { keyPem, requestPem: undefined })))
    const text = await sign(cwd, corp, textOf(stored, root, 'requestPem'))
    expect(messages(take(stored, text, corp.certificatePem).diagnostics)).toEqual([
      'file-0.pem: "CN=root" has a key that can be broken: RSA with 1024 bits.',
    ])
  })

  it.each<[string, number, RegExp]>([
    ['one that has expired', 366, /^file-0\.pem: "CN=root" expired on /],
    ['one that is not yet valid', -1, /^file-0\.pem: "CN=root" is valid only from /],
  ])('%s', (_, days, message) => {
    const { value, diagnostics } = importCertificates(
      plan,
      waiting,
      brought(of(root), corp.certificatePem),
      daysLater(days, today),
    )
    expect(value).toBeUndefined()
    expect(diagnostics[0]?.message).toMatch(message)
  })

  it('one whose authority has expired', async () => {
    const dying = await outsideAuthority(cwd, 'dying', { days: 30 })
    const text = await signedBy(dying, root)
    const { diagnostics } = importCertificates(
      plan,
      waiting,
      brought(text, dying.certificatePem),
      daysLater(31, today),
    )
    expect(messages(diagnostics)).toEqual([
      expect.stringMatching(/^file-1\.pem: "O=Corp, CN=dying" expired on /),
    ])
  })

  it('one of another authority than the one that is there', async () => {
    const { value: stored } = take(waiting, of(server), corp.certificatePem)
    const foreign = await outsideAuthority(cwd, 'foreign')
    const text = await signedBy(foreign, root)
    expect(messages(take(new Map(stored), text, foreign.certificatePem).diagnostics)).toEqual([
      'file-1.pem: "O=Corp, CN=foreign" is not the CA in pki/ca.crt, which all members and clients trust.',
    ])
    expect(messages(take(new Map(stored), text).diagnostics)).toEqual([
      `${ofRoot} was signed by "O=Corp, CN=foreign", whose certificate is not in the files.`,
    ])
  })

  it.each(['generated', 'provided'] as const)('anything where authorities are %s', async (origin) => {
    const other = planPki({ ...given, origin })
    const { value, diagnostics } = importCertificates(other, waiting, brought(of(root)), today)
    expect(value).toBeUndefined()
    expect(messages(diagnostics)).toEqual([
      `quorate signs the certificates of this cluster itself, as the spec says (tls.authority: ${origin}).`,
    ])
  })
})

/** That none of the keys in a text is in another, not even a line of one. */
function expectNoKey(said: string, texts: string) {
  for (const [block] of texts.matchAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END/g))
    for (const line of block.split('\n').slice(1, -1)) expect(said).not.toContain(line)
}

it('has keys that nobody else has: no two requests of two clusters are for one key', async () => {
  const [one, other] = [await request(plan), await request(plan)]
  const digests = [...one.keys.values(), ...other.keys.values()].map((text) =>
    createHash('sha256').update(text).digest('hex'),
  )
  expect(new Set(digests).size).toBe(2 * ids.length)
  expect(digests).not.toContain(createHash('sha256').update(pem(newKey())).digest('hex'))
})
