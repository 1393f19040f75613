import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import type { Host } from '../hosts/host.ts'
import { type CommandOptions, failureText } from '../machine/command.ts'
import type { GeneratedCluster } from './cluster.ts'
import { identityOf, ports, servedAt } from './served.ts'

/** A certificate as `quorate pki status --json` has it. */
export type CertificateStatus = {
  readonly id: string
  readonly serial: string
  readonly notAfter: string
  readonly state: string
}

/** Runs a verb of `quorate pki` that has to succeed. */
export async function pki(
  cluster: GeneratedCluster,
  verb: 'renew' | 'import',
  parameters: readonly string[],
  options: Pick<CommandOptions, 'env'> = {},
): Promise<void> {
  const outcome = await cluster.quorate(`pki ${verb}`, parameters, options)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
}

/** How the certificates of a cluster are, by their ids. */
export async function statusOf(cluster: GeneratedCluster): Promise<ReadonlyMap<string, CertificateStatus>> {
  const outcome = await cluster.quorate('pki status', ['--json', '--within', '0d'])
  assert.ok(outcome.stdout.startsWith('['), failureText(outcome))
  const [{ certificates }] = JSON.parse(outcome.stdout) as [{ certificates: CertificateStatus[] }]
  return new Map(certificates.map((certificate) => [certificate.id, certificate]))
}

/** The authorities by their names in the PKI directory, by the port that their certificates are shown at. */
export type Authorities = Readonly<Record<keyof typeof ports, string>>

/** A certificate as it is found on a host, by its id in the PKI. */
export type Shown = { readonly host: string; readonly id: string; readonly x509: X509Certificate }

/** What every member shows on both ports, the operator's certificates, and those of clients in a file on some hosts. */
export async function shownBy(
  { hosts }: GeneratedCluster,
  authorities: Authorities,
  clients: readonly { readonly id: string; readonly path: string; readonly hosts: readonly Host[] }[] = [],
): Promise<Shown[]> {
  const [from] = hosts
  assert.ok(from)
  const shown: Shown[] = []
  for (const host of hosts) {
    for (const role of ['server', 'peer'] as const) {
      const [x509] = await servedAt(host, ports[role], from, identityOf(role, authorities[role]))
      shown.push({ host: host.name, id: `nodes/${host.name}/${role}`, x509 })
    }
  }
  const root = { id: 'clients/root', path: '/etc/etcd/pki/root.crt', hosts }
  for (const client of [root, ...clients]) {
    for (const host of client.hosts) {
      const x509 = new X509Certificate(await host.run(['cat', client.path]))
      shown.push({ host: host.name, id: client.id, x509 })
    }
  }
  return shown
}

/** What is shown is what lies in the cluster's folder. */
export async function assertAsInFolder(cluster: GeneratedCluster, shown: readonly Shown[]): Promise<void> {
  const status = await statusOf(cluster)
  for (const { host, id, x509 } of shown) {
    const serial = status.get(id)?.serial
    assert.equal(x509.serialNumber.toLowerCase(), serial, `the serial of ${id} on ${host}`)
  }
}

/** None of what was shown before is shown still: serials are others, and keys where they are to be new. */
export function assertAllNew(
  before: readonly Shown[],
  after: readonly Shown[],
  keys: 'same keys' | 'new keys',
): void {
  assert.equal(after.length, before.length)
  for (const [index, { host, id, x509 }] of after.entries()) {
    const old = before[index] as Shown
    assert.notEqual(x509.serialNumber, old.x509.serialNumber, `${id} on ${host} is the old one`)
    const same = x509.publicKey.equals(old.x509.publicKey)
    assert.equal(same, keys === 'same keys', `whether the key of ${id} on ${host} is the old one`)
  }
}

/** No text shows a private key that lies on a host, in PEM or in base64. */
export async function assertShowsNoKey(text: string, hosts: readonly Host[]): Promise<void> {
  const keys = (await Promise.all(hosts.map(keysOn))).flat()
  assert.ok(keys.length > 0, 'no key was found to look for')
  for (const key of keys) {
    const lines = key.split('\n').filter((line) => line.length > 16 && !line.startsWith('-----'))
    // Of base64 in base64, the first 48 bytes are enough to know a key by, past what all keys begin with.
    const inner = Buffer.from(key).toString('base64').slice(40, 104)
    for (const secret of [...lines, inner])
      assert.ok(!text.includes(secret), 'the output shows a private key')
  }
  assert.doesNotMatch(text, /BEGIN [A-Z ]*PRIVATE KEY/)
}

async function keysOn(host: Host): Promise<string[]> {
  const search = ['find', '/etc/etcd', '/etc/kubernetes', '-name', '*.key']
  const found = (await host.attempt(search as ['find', ...string[]])).stdout.split('\n').filter(Boolean)
  return Promise.all(found.map((path) => host.run(['cat', path])))
}
