import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StoredCredential, StoredPki } from '../../../src/pki/files.ts'
import { importCa } from '../../../src/pki/import/ca.ts'
import { importCertificates } from '../../../src/pki/import/certificates.ts'
import { type PkiSubjects, planPki } from '../../../src/pki/plan.ts'
import { authorityExtensions, type Outside, outsideAuthority, type Signing, sign } from './openssl.ts'
import { client, member, request, sharedFolder, storePending, subjects, textOf } from './support.ts'

// What etcd, that is Go's crypto/x509, does not take, or takes for something else than quorate would.

const cwd = sharedFolder()
// A while after openssl has signed.
const today = new Date(Date.now() + 120_000)

const given: PkiSubjects = {
  ...subjects,
  origin: 'external',
  layout: 'single-ca',
  members: [member('a', '10.0.0.1')],
  clients: [client('app', ['ops', 'dev'])],
}
const plan = planPki(given)
const root = 'clients/root'
const app = 'clients/app'
const server = 'nodes/a/server'

let corp: Outside
let rsa: Outside
let waiting: Map<string, StoredCredential>
beforeAll(async () => {
  corp = await outsideAuthority(cwd, 'corp')
  rsa = await outsideAuthority(cwd, 'rsa', { algorithm: 'rsa:2048' })
  waiting = storePending(await request(plan, new Map(), { at: today, fresh: true }))
})

const brought = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ path: `file-${index}.pem`, text }))
const take = (stored: StoredPki, ...texts: readonly string[]) =>
  importCertificates(plan, stored, brought(...texts), today)
const takeAuthority = (...texts: readonly string[]) =>
  importCa(planPki({ ...given, origin: 'provided' }), new Map(), brought(...texts), 'ca', today)
const signedBy = (authority: Outside, id: string, signing?: Signing) =>
  sign(cwd, authority, textOf(waiting, id, 'requestPem'), signing)
const messages = (diagnostics: readonly { message: string }[]) => diagnostics.map(({ message }) => message)

const clientAuth = 'extendedKeyUsage=clientAuth'
const pss = (digest: string): Signing => ({ digest, more: ['-sigopt', 'rsa_padding_mode:pss'] })

describe('an authority is refused', () => {
  const strange = 'has a critical extension that etcd does not know: 1.2.3.4.'
  it.each<[string, Parameters<typeof outsideAuthority>[2], string]>([
    [
      'that is for servers alone',
      { extensions: [...authorityExtensions, 'extendedKeyUsage=serverAuth'] },
      'is a CA for serverAuth alone (extendedKeyUsage), so nothing that it signs is good for clientAuth.',
    ],
    [
      'that is for clients alone',
      { extensions: [...authorityExtensions, 'extendedKeyUsage=clientAuth'] },
      'is a CA for clientAuth alone (extendedKeyUsage), so nothing that it signs is good for serverAuth.',
    ],
    [
      'that is for neither',
      { extensions: [...authorityExtensions, 'extendedKeyUsage=emailProtection'] },
      'so nothing that it signs is good for serverAuth and clientAuth.',
    ],
    [
      'with a critical extension of its own',
      { extensions: [...authorityExtensions, '1.2.3.4=critical,ASN1:NULL'] },
      strange,
    ],
  ])('%s, alone and with what it has signed', async (_, signing, message) => {
    const odd = await outsideAuthority(cwd, 'odd', signing)
    const alone = takeAuthority(odd.certificatePem, odd.keyPem)
    expect(alone.value).toBeUndefined()
    expect(messages(alone.diagnostics)).toEqual([expect.stringContaining('file-0.pem: "O=Corp, CN=odd" ')])
    expect(messages(alone.diagnostics)[0]).toContain(message)
    const { value, diagnostics } = take(waiting, await signedBy(odd, root), odd.certificatePem)
    expect(value).toBeUndefined()
    expect(messages(diagnostics)).toEqual([expect.stringContaining(message)])
    expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'file-1.pem' })
  })

  it.each([
    ['for both', 'extendedKeyUsage=serverAuth,clientAuth'],
    ['for anything', 'extendedKeyUsage=anyExtendedKeyUsage'],
    ['with an extension of its own that is not critical', '1.2.3.4=ASN1:NULL'],
  ])('but not one %s', async (_, extension) => {
    const odd = await outsideAuthority(cwd, 'odd', { extensions: [...authorityExtensions, extension] })
    expect(takeAuthority(odd.certificatePem, odd.keyPem)).toMatchObject({
      value: expect.any(Map),
      diagnostics: [],
    })
  })

  it('but not one with constraints on names, of which a warning tells', async () => {
    const odd = await outsideAuthority(cwd, 'odd', {
      extensions: [...authorityExtensions, 'nameConstraints=critical,permitted;DNS:example.net'],
    })
    const { value, diagnostics } = takeAuthority(odd.certificatePem, odd.keyPem)
    expect(value).toBeDefined()
    expect(diagnostics).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('(nameConstraints)') },
    ])
    const leaf = take(waiting, await signedBy(odd, root), odd.certificatePem)
    expect(leaf.value?.get('ca')?.certificatePem).toBe(odd.certificatePem)
    expect(leaf.diagnostics).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('(nameConstraints)') },
    ])
  })
})

describe('a signature', () => {
  const forged = (file: string, name: string) =>
    `${file}: "${name}" has a signature that etcd does not accept, or that can be forged.`

  it.each<[string, () => Outside, Signing]>([
    ['ECDSA with SHA-224', () => corp, { digest: 'sha224' }],
    ['RSA with SHA-224', () => rsa, { digest: 'sha224' }],
    ['RSA-PSS with SHA-1', () => rsa, pss('sha1')],
    ['RSA-PSS with SHA-224', () => rsa, pss('sha224')],
  ])('of %s is refused, of a leaf and of an intermediate', async (_, by, signing) => {
    const leaf = take(waiting, await signedBy(by(), root, signing), by().certificatePem)
    expect(leaf.value).toBeUndefined()
    expect(messages(leaf.diagnostics)).toEqual([forged('file-0.pem', 'CN=root')])
    const middle = await outsideAuthority(cwd, 'middle', { under: by(), ...signing })
    const authority = takeAuthority(middle.certificatePem, by().certificatePem, middle.keyPem)
    expect(authority.value).toBeUndefined()
    expect(messages(authority.diagnostics)).toEqual([forged('file-0.pem', 'O=Corp, CN=middle')])
  })

  it.each<[string, () => Outside, Signing]>([
    ['ECDSA with SHA-384', () => corp, { digest: 'sha384' }],
    ['RSA with SHA-512', () => rsa, { digest: 'sha512' }],
    ['RSA-PSS with SHA-256', () => rsa, pss('sha256')],
    ['RSA-PSS with SHA-512', () => rsa, pss('sha512')],
  ])('of %s is taken', async (_, by, signing) => {
    const text = await signedBy(by(), root, signing)
    const { value, diagnostics } = take(waiting, text, by().certificatePem)
    expect(diagnostics).toEqual([])
    expect(value?.get(root)?.certificatePem).toBe(text)
  })
})

describe('a leaf is refused', () => {
  const intro = 'file-0.pem: "CN=root"'
  const ofRoot = 'file-0.pem: the certificate for pki/requests/clients/root.csr cannot be used:'
  const ofApp = 'file-0.pem: the certificate for pki/requests/clients/app.csr cannot be used:'
  const ofServer = 'file-0.pem: the certificate for pki/requests/nodes/a/server.csr cannot be used:'
  const memberRoot = "its common name is root, etcd's superuser, which no member may be."
  const memberExtensions = [
    'extendedKeyUsage=serverAuth,clientAuth',
    'subjectAltName=DNS:a,DNS:a.example.net,DNS:localhost,IP:10.0.0.1,IP:127.0.0.1,IP:::1',
  ]

  it.each<[string, string, Signing, readonly string[]]>([
    [
      'with a critical extension that nobody knows',
      root,
      { extensions: [clientAuth, '1.2.3.4=critical,ASN1:NULL'] },
      [`${intro} has a critical extension that etcd does not know: 1.2.3.4.`],
    ],
    [
      'with a key that may not sign',
      root,
      { extensions: [clientAuth, 'keyUsage=keyEncipherment'] },
      [`${intro} is for a key that may not sign (keyUsage), and TLS needs that.`],
    ],
    [
      'that is an authority by its constraints, and may not sign certificates',
      root,
      { extensions: [clientAuth, 'basicConstraints=CA:TRUE', 'keyUsage=digitalSignature'] },
      [`${intro} is marked as a CA in only one of basicConstraints and keyUsage.`],
    ],
    [
      'that may sign certificates, and is no authority by its constraints',
      root,
      { extensions: [clientAuth, 'basicConstraints=CA:FALSE', 'keyUsage=digitalSignature,keyCertSign'] },
      [`${intro} is marked as a CA in only one of basicConstraints and keyUsage.`],
    ],
    [
      'with two common names, the right one first',
      root,
      { subject: '/CN=root/CN=app' },
      [`${ofRoot} its common name is root and app, not root.`],
    ],
    [
      'with two common names, the right one last',
      root,
      { subject: '/CN=app/CN=root' },
      [`${ofRoot} its common name is app and root, not root.`],
    ],
    [
      'with two common names in one part of its name',
      app,
      { subject: '/O=ops/O=dev/CN=root+CN=app' },
      [expect.stringMatching(/its common name is (root and app|app and root), not app\.$/)],
    ],
    [
      'whose organizations were dropped',
      app,
      { subject: '/CN=app' },
      [`${ofApp} it lacks the organization dev.`, `${ofApp} it lacks the organization ops.`],
    ],
    [
      'of which one organization was dropped',
      app,
      { subject: '/O=dev/CN=app' },
      [`${ofApp} it lacks the organization ops.`],
    ],
    [
      'of a member that is root beside an organization, in one part of its name',
      server,
      { subject: '/O=x+CN=root', extensions: memberExtensions },
      [`${ofServer} ${memberRoot}`],
    ],
    [
      'of a member that is root beside another common name, in one part of its name',
      server,
      { subject: '/CN=e1+CN=root', extensions: memberExtensions },
      [`${ofServer} ${memberRoot}`],
    ],
    [
      'of a member that is root by the first of two common names',
      server,
      { subject: '/CN=root/CN=e1', extensions: memberExtensions },
      [`${ofServer} ${memberRoot}`],
    ],
  ])('%s', async (_, id, signing, want) => {
    const { value, diagnostics } = take(waiting, await signedBy(corp, id, signing), corp.certificatePem)
    expect(value).toBeUndefined()
    expect(messages(diagnostics)).toEqual(want)
    for (const { severity } of diagnostics) expect(severity).toBe('error')
  })

  it.each<[string, string, Signing]>([
    ['O=x+CN=root', root, { subject: '/O=x+CN=root' }],
    ['O=ops+O=dev+CN=app', app, { subject: '/O=ops+O=dev+CN=app' }],
    ['no keyUsage', root, { extensions: [clientAuth] }],
    ['CA:FALSE', root, { extensions: [clientAuth, 'basicConstraints=critical,CA:FALSE'] }],
  ])('but not a client with %s', async (_, id, signing) => {
    const text = await signedBy(corp, id, signing)
    const { value, diagnostics } = take(waiting, text, corp.certificatePem)
    expect(diagnostics).toEqual([])
    expect(value?.get(id)?.certificatePem).toBe(text)
  })
})

describe('of two certificates for one key', () => {
  let older: string
  let newer: string
  beforeAll(async () => {
    older = await signedBy(corp, root, { days: 900 })
    // Certificates know seconds.
    await setTimeout(1100)
    newer = await signedBy(corp, root, { days: 100 })
  })

  it.each<[string, () => readonly string[]]>([
    ['the older first', () => [older, newer]],
    ['the newer first', () => [newer, older]],
    ['in one file', () => [newer + older]],
  ])('the one that was issued later is taken: %s', (_, files) => {
    const { value, diagnostics } = take(waiting, ...files(), corp.certificatePem)
    expect(diagnostics).toEqual([])
    expect(value?.get(root)?.certificatePem).toBe(newer)
  })

  it('the older is not taken later, with a warning', async () => {
    const { value: first } = take(waiting, newer, corp.certificatePem)
    const stored = new Map(first)
    const { value, diagnostics } = take(stored, older)
    expect(value).toEqual(stored)
    expect(diagnostics).toMatchObject([
      {
        severity: 'warning',
        file: 'file-0.pem',
        message:
          'file-0.pem: the certificate for pki/requests/clients/root.csr is older than the one that is there, and is not imported.',
        hint: 'Leave it out.',
      },
    ])
    // The very one that is there is no older one.
    expect(take(stored, newer)).toEqual({ value: stored, diagnostics: [] })
  })

  it('the older does not stand in the way of a certificate for a new key', async () => {
    const { value } = take(waiting, newer, corp.certificatePem)
    const again = new Map(value)
    again.delete(root)
    const pending = await request(plan, again, { at: today })
    const stored = storePending(pending)
    expect(textOf(stored, root, 'keyPem')).not.toBe(textOf(waiting, root, 'keyPem'))
    const text = await sign(cwd, corp, textOf(stored, root, 'requestPem'))
    expect(take(stored, text).value?.get(root)?.certificatePem).toBe(text)
    expect(messages(take(stored, newer).diagnostics)).toEqual([
      'file-0.pem: "CN=root" is not for any of this cluster\'s keys.',
    ])
  })
})
