import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import type { Host } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import { type Command, failureText } from '../machine/command.ts'

/** A certificate with its key, and the authority that its holder trusts: paths on a host. */
export type Identity = { readonly certificate: string; readonly key: string; readonly authority: string }

/** By port: who serves there, and who may connect. */
export const ports = { server: 2379, peer: 2380 } as const
export type Role = keyof typeof ports

const pki = '/etc/etcd/pki'

/** A file's certificate, key and authority in the PKI directory of a host, as they are called by default. */
export function identityOf(name: 'server' | 'peer' | 'root', authority: string): Identity {
  return {
    certificate: `${pki}/${name}.crt`,
    key: `${pki}/${name}.key`,
    authority: `${pki}/${authority}.crt`,
  }
}

/**
 * Asks a port of a host for its certificates with openssl, from a host that shows one of its own. Throws where they do
 * not prove that host's address to who trusts the authority; returns them, the member's own first.
 */
export async function servedAt(
  host: Host,
  port: number,
  from: Host,
  { certificate, key, authority }: Identity,
): Promise<[X509Certificate, ...X509Certificate[]]> {
  const command: Command = [
    'openssl',
    's_client',
    ...['-connect', `${urlHost(host.address)}:${port}`, '-showcerts'],
    ...['-CAfile', authority, '-cert', certificate, '-key', key],
    // An authority that another one has signed is trusted by itself, as Go and curl do (openssl-verification-options(1)).
    ...['-verify_return_error', '-verify_ip', host.address, '-partial_chain'],
  ]
  const outcome = await from.attempt(command)
  assert.ok(outcome.exitCode === 0, failureText(outcome))
  assert.match(outcome.output, /^ *Verify return code: 0 \(ok\)$/m, failureText(outcome))
  const blocks = outcome.stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const [own, ...above] = blocks.map((block) => new X509Certificate(block))
  assert.ok(own, failureText(outcome))
  return [own, ...above]
}

/** What kind of key a certificate is for, by the names that the spec has. */
export function algorithmOf({ publicKey }: X509Certificate): string {
  const { namedCurve, modulusLength } = publicKey.asymmetricKeyDetails ?? {}
  const curves: Readonly<Record<string, string>> = { prime256v1: 'p256', secp384r1: 'p384' }
  switch (publicKey.asymmetricKeyType) {
    case 'rsa':
      return `rsa-${modulusLength}`
    case 'ec':
      return `ecdsa-${curves[namedCurve ?? ''] ?? namedCurve}`
    default:
      return String(publicKey.asymmetricKeyType)
  }
}

/** Asks a member, as only its peers may, who the members are. The peer itself is not looked at. */
export async function showToPeer(
  host: Host,
  from: Host,
  { certificate, key }: Identity,
): Promise<{ accepted: boolean; text: string }> {
  const outcome = await from.attempt([
    'curl',
    ...['--silent', '--show-error', '--insecure', '--cert', certificate, '--key', key],
    // What comes by HTTP/2 is gRPC to this port.
    '--http1.1',
    `https://${host.address}:${ports.peer}/members`,
  ])
  return { accepted: outcome.exitCode === 0 && outcome.stdout.startsWith('[{'), text: failureText(outcome) }
}
