import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, describe, expect, it } from 'vitest'
import { certificateFile, keyFile } from '../../../src/pki/files.ts'
import { nodeKeySource } from '../../../src/pki/key.ts'
import { type CaId, LAYOUTS, type Layout } from '../../../src/pki/layout.ts'
import { type KeyAlgorithm, type PkiPlan, planPki } from '../../../src/pki/plan.ts'
import { openssl } from './openssl.ts'
import {
  client,
  mint,
  now,
  plan,
  recycledKeys,
  sharedFolder,
  store,
  subjects,
  temporaryFolder,
  write,
  writePki,
} from './support.ts'

// What another implementation makes of our certificates: `openssl`, over every layout and every kind of key.

type Want = {
  readonly key: string
  readonly signature: string
  readonly leafUsage: string
  readonly nulls: number
}

// RSA has parameters, and they are NULL; the others have none (RFC 4055, 5; RFC 5758, 3.2; RFC 8410, 3).
const rsa = (bits: string): Want => ({
  key: `Public Key Algorithm: rsaEncryption\n *Public-Key: \\(${bits} bit\\)`,
  signature: 'sha256WithRSAEncryption',
  leafUsage: 'Digital Signature, Key Encipherment',
  nulls: 3,
})
const ec = (bits: string, signature: string): Want => ({
  key: `Public Key Algorithm: id-ecPublicKey\n *Public-Key: \\(${bits} bit\\)`,
  signature,
  leafUsage: 'Digital Signature',
  nulls: 0,
})
const algorithms: [KeyAlgorithm, Want][] = [
  ['ecdsa-p256', ec('256', 'ecdsa-with-SHA256')],
  ['ecdsa-p384', ec('384', 'ecdsa-with-SHA384')],
  ['rsa-2048', rsa('2048')],
  ['rsa-3072', rsa('3072')],
  ['rsa-4096', rsa('4096')],
  [
    'ed25519',
    {
      key: 'Public Key Algorithm: ED25519\n *ED25519 Public-Key:',
      signature: 'ED25519',
      leafUsage: 'Digital Signature',
      nulls: 0,
    },
  ],
]
const layouts: readonly Layout[] = ['separate-ca', 'single-ca', 'shared-certificate']

const members = [
  { name: 'a', dnsNames: ['a.example.net', '*.pool.example.net'], ipAddresses: ['10.0.0.1', '10.9.0.1'] },
  { name: 'b', dnsNames: [], ipAddresses: ['fd00::2', '192.0.2.7'] },
]
const planOf = (layout: Layout, algorithm: KeyAlgorithm) =>
  planPki({ ...subjects, layout, algorithm, members, clients: [client('app', ['ops'])] })

const attime = String(Math.floor(now.getTime() / 1000) + 3600)

/** Verifies certificates, all under one authority; says what openssl says of each. */
async function verify(cwd: string, authority: string, ids: readonly string[], ...options: string[]) {
  const said = await openssl(
    cwd,
    ...['verify', '-x509_strict', '-attime', attime, ...options],
    ...['-CAfile', certificateFile(authority), ...ids.map(certificateFile)],
  )
  return Object.fromEntries(
    ids.map((id) => {
      const file = certificateFile(id)
      if (said.split('\n').includes(`${file}: OK`)) return [id, 'OK']
      const lines = said.split('\n')
      const end = lines.indexOf(`error ${file}: verification failed`)
      const reason = lines.slice(0, end).findLast((line) => /^error \d+ at/.test(line))
      return [id, reason?.replace(/^error \d+ at \d+ depth lookup: /, '') ?? said]
    }),
  )
}

const all = (ids: readonly string[], what: string) => Object.fromEntries(ids.map((id) => [id, what]))
const idsOf = (given: PkiPlan, authority: CaId, ...kinds: string[]) =>
  given.certificates
    .filter((each) => each.authority === authority && kinds.includes(each.kind))
    .map(({ id }) => id)

/** What openssl says of each certificate, as `openssl x509 -text` does. */
async function texts(cwd: string, given: PkiPlan): Promise<ReadonlyMap<string, string>> {
  const ids = [...given.authorities, ...given.certificates].map(({ id }) => id)
  write(cwd, 'all', ids.map((id) => readFileSync(join(cwd, certificateFile(id)), 'utf8')).join(''))
  const [, ...said] = (await openssl(cwd, 'storeutl', '-noout', '-text', '-certs', 'all')).split(
    /^\d+: Certificate$/m,
  )
  expect(said).toHaveLength(ids.length)
  return new Map(ids.map((id, index) => [id, said[index] ?? '']))
}

const timesOf = (text: string) =>
  ['Not Before', 'Not After '].map((what) => Date.parse(text.match(`${what}: *(.*)`)?.[1] ?? ''))

const serialOf = (text: string) =>
  text.match(/Serial Number:\s+([0-9a-f:]+)\n/)?.[1]?.replaceAll(':', '') ?? ''

describe.each(algorithms)('openssl reads %s', { timeout: 120_000 }, (algorithm, want) => {
  // Each authority has a key of its own; leaves share one, since keys of RSA take most of the time.
  let keys: Awaited<ReturnType<typeof nodeKeySource.generateKey>>[]
  beforeAll(async () => {
    keys = await Promise.all(Array.from({ length: 3 }, () => nodeKeySource.generateKey(algorithm)))
  }, 120_000)

  it.each(layouts)('under the layout %s as RFC 5280 has it', async (layout) => {
    const cwd = temporaryFolder()
    const given = planOf(layout, algorithm)
    const source = recycledKeys([
      ...keys.slice(0, given.authorities.length),
      ...given.certificates.flatMap(() => keys.slice(2)),
    ])
    writePki(cwd, store(await mint(given, now, source)))
    const said = await texts(cwd, given)
    const { clientAuthority, peerAuthority } = LAYOUTS[layout]

    for (const [id, text] of said) {
      expect(text, id).toContain('Version: 3 (0x2)')
      expect(text.match(/Signature Algorithm: (.*)/g), id).toEqual([
        `Signature Algorithm: ${want.signature}`,
        `Signature Algorithm: ${want.signature}`,
      ])
      expect(text, id).toMatch(new RegExp(want.key))
      // 128 bits without a sign: openssl would write "(Negative)".
      expect(serialOf(text), id).toMatch(/^[89a-f][0-9a-f]{31}$/)
    }
    expect(new Set([...said.values()].map(serialOf)).size).toBe(said.size)

    for (const { id, commonName } of given.authorities) {
      const text = said.get(id) ?? ''
      expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/)
      expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/)
      expect(text).not.toContain('Extended Key Usage')
      expect(text).not.toContain('Alternative Name')
      expect(text).toMatch(new RegExp(`Issuer: CN ?= ?${commonName}\n`))
      expect(text).toMatch(new RegExp(`Subject: CN ?= ?${commonName}\n`))
      expect(identifier(text, 'Authority')).toBe(identifier(text, 'Subject'))
    }
    for (const { id, kind, authority, commonName } of given.certificates) {
      const text = said.get(id) ?? ''
      const above = said.get(authority) ?? ''
      expect(text, id).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/)
      expect(text, id).toMatch(new RegExp(`Key Usage: critical\\s+${want.leafUsage}\n`))
      const usages = [...(kind === 'client' ? [] : ['Server']), 'Client']
      expect(text, id).toMatch(
        new RegExp(
          `Extended Key Usage: ?\\s+${usages.map((each) => `TLS Web ${each} Authentication`).join(', ')}\n`,
        ),
      )
      expect(text, id).toMatch(new RegExp(`Subject: (O ?= ?ops, )?CN ?= ?${commonName}\n`))
      expect(identifier(text, 'Authority'), id).toBe(identifier(above, 'Subject'))
      expect(identifier(text, 'Subject'), id).not.toBe(identifier(above, 'Subject'))
      const [from = 0, to = 0] = timesOf(text)
      const [notBefore = 0, notAfter = 0] = timesOf(above)
      expect(notBefore <= from && from < now.getTime() && now.getTime() < to && to <= notAfter, id).toBe(true)
      expect(text.includes('Alternative Name'), id).toBe(kind !== 'client')
    }

    const servers = idsOf(given, clientAuthority, 'server', 'member')
    const peers = idsOf(given, peerAuthority, 'peer', 'member')
    const clients = idsOf(given, clientAuthority, 'client')
    const foreign = 'unable to get local issuer certificate'
    const apart = clientAuthority !== peerAuthority
    type Row = [purpose: string, authority: CaId, ids: readonly string[], outcome: string]
    const purposes = ['sslserver', 'sslclient', 'any'].flatMap((name): Row[] => [
      [name, clientAuthority, servers, 'OK'],
      [name, peerAuthority, peers, 'OK'],
      [name, clientAuthority, clients, name === 'sslserver' ? 'unsuitable certificate purpose' : 'OK'],
      ...(apart
        ? ([
            [name, peerAuthority, [...clients, ...servers], foreign],
            [name, clientAuthority, peers, foreign],
          ] satisfies Row[])
        : []),
    ])
    await Promise.all(
      purposes.map(async ([name, authority, ids, outcome]) => {
        const found = await verify(cwd, authority, ids, '-purpose', name)
        expect(found, `${name} under ${authority}`).toEqual(all(ids, outcome))
      }),
    )

    // The key is PKCS#8, and it is the certificate's.
    const id = given.certificates[0]?.id ?? ''
    expect(await openssl(cwd, 'pkey', '-in', keyFile(id), '-pubout')).toBe(
      await openssl(cwd, 'x509', '-in', certificateFile(id), '-noout', '-pubkey'),
    )
    if (layout === 'separate-ca')
      expect(await openssl(cwd, 'pkey', '-in', keyFile(id), '-noout', '-check')).toContain('Key is valid')
    const structure = await openssl(cwd, 'asn1parse', '-in', certificateFile(id))
    expect(structure.match(/NULL/g)?.length ?? 0).toBe(want.nulls)
  })
})

const identifier = (text: string, whose: string) =>
  text.match(new RegExp(`${whose} Key Identifier: ?\\s+(?:keyid:)?([0-9A-F:]{59})\n`))?.[1]

describe.each(layouts)('openssl finds under the layout %s', (layout) => {
  const given = planOf(layout, 'ecdsa-p256')
  const cwd = sharedFolder()
  beforeAll(async () => {
    writePki(cwd, store(await mint(given)))
  })
  const { certificatesOf, clientAuthority, peerAuthority } = LAYOUTS[layout]
  const certificatesFor = (name: string) => certificatesOf(name)
  /** A name that only the one member has: under a shared certificate, the other one has it as well. */
  const elsewhere = layout === 'shared-certificate' ? 'OK' : 'hostname mismatch'
  const addressElsewhere = layout === 'shared-certificate' ? 'OK' : 'IP address mismatch'

  const hostnames: [string, string, string][] = [
    ['a', 'OK', elsewhere],
    ['A', 'OK', elsewhere],
    ['a.example.net', 'OK', elsewhere],
    ['x.pool.example.net', 'OK', elsewhere],
    ['pool.example.net', 'hostname mismatch', 'hostname mismatch'],
    ['x.y.pool.example.net', 'hostname mismatch', 'hostname mismatch'],
    ['localhost', 'OK', 'OK'],
    ['b', elsewhere, 'OK'],
    ['c', 'hostname mismatch', 'hostname mismatch'],
    ['aa.example.net', 'hostname mismatch', 'hostname mismatch'],
    ['example.net', 'hostname mismatch', 'hostname mismatch'],
    ['10.0.0.1', 'hostname mismatch', 'hostname mismatch'],
  ]
  const addresses: [string, string, string][] = [
    ['10.0.0.1', 'OK', addressElsewhere],
    ['10.9.0.1', 'OK', addressElsewhere],
    ['fd00::2', addressElsewhere, 'OK'],
    ['FD00:0:0::2', addressElsewhere, 'OK'],
    ['192.0.2.7', addressElsewhere, 'OK'],
    ['127.0.0.1', 'OK', 'OK'],
    ['::1', 'OK', 'OK'],
    ['10.0.0.2', 'IP address mismatch', 'IP address mismatch'],
    ['127.0.0.2', 'IP address mismatch', 'IP address mismatch'],
    ['::ffff:10.0.0.1', 'IP address mismatch', 'IP address mismatch'],
  ]
  const rows = [
    ...hostnames.map((row) => ['-verify_hostname', ...row] as const),
    ...addresses.map((row) => ['-verify_ip', ...row] as const),
  ]

  it.each(rows)('%s %s: in the certificates of a %s, of b %s', async (option, name, ofA, ofB) => {
    const [a, b] = [certificatesFor('a'), certificatesFor('b')]
    // The members' one certificate is both of theirs.
    const under = (authority: CaId) =>
      (['server', 'peer'] as const).filter(
        (which) => (which === 'server' ? clientAuthority : peerAuthority) === authority,
      )
    for (const { id } of given.authorities) {
      const want = Object.fromEntries(
        under(id).flatMap((which) => [
          [b[which], ofB],
          [a[which], ofA],
        ]),
      )
      expect(await verify(cwd, id, Object.keys(want), option, name)).toEqual(want)
    }
  })

  it('no name at all in a client’s certificate', async () => {
    const ids = ['clients/root', 'clients/app']
    for (const name of ['root', 'app', 'localhost'])
      expect(await verify(cwd, clientAuthority, ids, '-verify_hostname', name)).toEqual({
        // Without alternative names openssl, unlike Go, takes the common name.
        'clients/root': name === 'root' ? 'OK' : 'hostname mismatch',
        'clients/app': name === 'app' ? 'OK' : 'hostname mismatch',
      })
    expect(await verify(cwd, clientAuthority, ids, '-verify_ip', '127.0.0.1')).toEqual(
      all(ids, 'IP address mismatch'),
    )
  })

  it('names in one order, whatever the order in the spec', async () => {
    const turned = {
      ...subjects,
      layout,
      clients: [],
      members: members
        .map((each) => ({
          ...each,
          dnsNames: each.dnsNames.toReversed(),
          ipAddresses: each.ipAddresses.toReversed(),
        }))
        .toReversed(),
    }
    const other = temporaryFolder()
    writePki(other, store(await mint(planPki(turned))))
    for (const { id } of given.certificates.filter(({ kind }) => kind !== 'client')) {
      const extension = (folder: string) =>
        openssl(folder, 'x509', '-noout', '-ext', 'subjectAltName', '-in', certificateFile(id))
      expect(await extension(other)).toBe(await extension(cwd))
    }
    const { server } = certificatesFor('a')
    expect(
      await openssl(cwd, 'x509', '-noout', '-ext', 'subjectAltName', '-in', certificateFile(server)),
    ).toMatch(
      layout === 'shared-certificate'
        ? /DNS:a, DNS:\*\.pool\.example\.net, DNS:a\.example\.net, DNS:b, DNS:localhost, IP Address:10\.0\.0\.1, IP Address:10\.9\.0\.1, IP Address:192\.0\.2\.7, IP Address:FD00:0:0:0:0:0:0:2, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1$/
        : /DNS:a, DNS:\*\.pool\.example\.net, DNS:a\.example\.net, DNS:localhost, IP Address:10\.0\.0\.1, IP Address:10\.9\.0\.1, IP Address:127\.0\.0\.1, IP Address:0:0:0:0:0:0:0:1$/,
    )
  })
})

describe('openssl reads', () => {
  it('organizations before the common name, and text beyond PrintableString', async () => {
    const cwd = temporaryFolder()
    const clients = [client('c', ['system:masters', 'under_score', 'Ölmühle'])]
    writePki(cwd, store(await mint(planPki({ ...subjects, members: [], clients }))))
    const { stdout } = await execa('openssl', ['asn1parse', '-in', certificateFile('clients/c')], { cwd })
    const strings = [...stdout.matchAll(/(PRINTABLESTRING|UTF8STRING) +:(.*)/g)].map((match) =>
      match.slice(1),
    )
    expect(strings).toEqual([
      ['PRINTABLESTRING', 'k8s client CA'],
      ['PRINTABLESTRING', 'system:masters'],
      ['UTF8STRING', 'under_score'],
      ['UTF8STRING', 'Ölmühle'],
      ['PRINTABLESTRING', 'c'],
    ])
  })

  it('no common name where a client has none, and the certificate is one of a client', async () => {
    const cwd = temporaryFolder()
    const clients = [client('c', [], { commonName: '' })]
    writePki(cwd, store(await mint(planPki({ ...subjects, members: [], clients }))))
    const file = certificateFile('clients/c')
    expect(await openssl(cwd, 'x509', '-noout', '-subject', '-in', file)).toBe('subject=O = c')
    const ca = ['-CAfile', certificateFile('client-ca'), '-attime', String(Math.floor(now.getTime() / 1000))]
    expect(await openssl(cwd, 'verify', '-purpose', 'sslclient', '-x509_strict', ...ca, file)).toBe(
      `${file}: OK`,
    )
  })

  it('UTCTime through 2049 and GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5)', async () => {
    const cwd = temporaryFolder()
    const given = {
      ...plan,
      authorities: plan.authorities.map((authority) => ({ ...authority, lifetimeDays: 1 })),
    }
    const lastDay = new Date('2049-12-31T00:00:00Z')
    writePki(cwd, store(await mint(given, lastDay)))
    const { stdout } = await execa('openssl', ['asn1parse', '-in', certificateFile('client-ca')], { cwd })
    expect([...stdout.matchAll(/(UTCTIME|GENERALIZEDTIME) +:(.*)/g)].map((match) => match.slice(1))).toEqual([
      ['UTCTIME', '491230235500Z'],
      ['GENERALIZEDTIME', '20500101000000Z'],
    ])
  })
})
