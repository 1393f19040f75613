import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { certificateFile, keyFile } from '../../../src/pki/files.ts'
import { type KeyAlgorithm, planPki } from '../../../src/pki/plan.ts'
import { member, mint, plan, store, subjects, temporaryFolder, writePki } from './support.ts'

// What another implementation makes of our certificates: `openssl`, over every kind of key.

const rows: [KeyAlgorithm, { key: string; signature: string; leafUsage: string }][] = [
  ['ecdsa-p256', { key: '(256 bit)', signature: 'ecdsa-with-SHA256', leafUsage: 'Digital Signature' }],
  ['ecdsa-p384', { key: '(384 bit)', signature: 'ecdsa-with-SHA384', leafUsage: 'Digital Signature' }],
  ...(['2048', '3072', '4096'] as const).map((bits): (typeof rows)[number] => [
    `rsa-${bits}`,
    {
      key: `(${bits} bit)`,
      signature: 'sha256WithRSAEncryption',
      leafUsage: 'Digital Signature, Key Encipherment',
    },
  ]),
]

async function lay(algorithm: KeyAlgorithm) {
  const cwd = temporaryFolder()
  const given = planPki({
    ...subjects,
    algorithm,
    members: [member('a', '10.0.0.1', 'fd00::2')],
    clients: [],
  })
  writePki(cwd, store(await mint(given)))
  const openssl = async (...words: string[]) =>
    (await execa('openssl', words, { cwd, all: true, reject: false })).all
  const text = (id: string) => openssl('x509', '-noout', '-text', '-in', certificateFile(id))
  const verify = (purpose: string, authority: string, id: string) =>
    openssl(
      ...['verify', '-x509_strict', '-purpose', purpose, '-attime', '1789000000'],
      ...['-CAfile', certificateFile(authority), certificateFile(id)],
    )
  return { openssl, text, verify }
}

describe.each(rows)('openssl reads %s', { timeout: 120_000 }, (algorithm, want) => {
  it('as RFC 5280 has it', async () => {
    const { openssl, text, verify } = await lay(algorithm)

    const authority = await text('client-ca')
    expect(authority).toContain('Version: 3 (0x2)')
    expect(authority).toContain(`Signature Algorithm: ${want.signature}\n`)
    expect(authority).toContain(want.key)
    expect(authority).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0\n/)
    expect(authority).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/)
    expect(authority).not.toContain('Extended Key Usage')

    const server = await text('nodes/a/server')
    expect(server).toContain('Version: 3 (0x2)')
    expect(server).toMatch(/Issuer: CN ?= ?k8s client CA\n/)
    expect(server).toMatch(/Subject: CN ?= ?a\n/)
    expect(server).toContain(`Signature Algorithm: ${want.signature}\n`)
    expect(server).toContain(want.key)
    expect(server).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/)
    expect(server).toMatch(new RegExp(`Key Usage: critical\\s+${want.leafUsage}\n`))
    expect(server).toMatch(
      /Extended Key Usage: ?\s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
    )
    expect(server).toMatch(
      /Alternative Name: ?\s+DNS:a, DNS:a.example.net, DNS:localhost, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:2, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1\n/,
    )
    expect(identifier(server, 'Authority')).toBe(identifier(authority, 'Subject'))
    expect(identifier(server, 'Authority')).not.toBe(identifier(server, 'Subject'))

    const root = await text('clients/root')
    expect(root).toMatch(/Extended Key Usage: ?\s+TLS Web Client Authentication\n/)
    expect(root).not.toContain('Alternative Name')

    expect(await verify('sslserver', 'client-ca', 'nodes/a/server')).toBe('pki/nodes/a/server.crt: OK')
    expect(await verify('sslclient', 'client-ca', 'nodes/a/server')).toBe('pki/nodes/a/server.crt: OK')
    expect(await verify('sslserver', 'peer-ca', 'nodes/a/peer')).toBe('pki/nodes/a/peer.crt: OK')
    expect(await verify('sslclient', 'peer-ca', 'nodes/a/peer')).toBe('pki/nodes/a/peer.crt: OK')
    expect(await verify('sslclient', 'client-ca', 'clients/root')).toBe('pki/clients/root.crt: OK')
    expect(await verify('sslserver', 'client-ca', 'clients/root')).toContain('unsuitable certificate purpose')
    expect(await verify('sslclient', 'peer-ca', 'clients/root')).toContain('unable to get local issuer')

    // RSA has parameters, and they are NULL; ECDSA has none (RFC 4055, 5; RFC 5758, 3.2).
    const structure = (await openssl('asn1parse', '-in', certificateFile('nodes/a/server'))) ?? ''
    expect(structure.match(/NULL/g)?.length ?? 0).toBe(algorithm.startsWith('rsa') ? 3 : 0)

    // The key is PKCS#8, and it is the certificate's.
    const key = keyFile('nodes/a/server')
    expect(await openssl('pkey', '-in', key, '-pubout')).toBe(
      await openssl('x509', '-in', certificateFile('nodes/a/server'), '-noout', '-pubkey'),
    )
    expect(await openssl('pkey', '-in', key, '-noout', '-check')).toContain('Key is valid')
  })
})

const identifier = (text: string, whose: string) =>
  text.match(new RegExp(`${whose} Key Identifier: ?\\s+(?:keyid:)?([0-9A-F:]{59})\n`))?.[1]

describe('openssl reads', () => {
  it('organizations before the common name, and text beyond PrintableString', async () => {
    const cwd = temporaryFolder()
    const clients = [{ name: 'c', organizations: ['system:masters', 'under_score', 'Ölmühle'] }]
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
