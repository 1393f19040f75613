import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { forgetCluster } from '../steps/fresh.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { algorithmOf, type Identity, ports, type Role, servedAt, showToPeer } from '../steps/served.ts'

/** A certificate and its key by their names, with the authority that knows it, below a directory. */
const identity = (directory: string, authority: string, certificate: string, key: string): Identity => ({
  authority: `${directory}/${authority}`,
  certificate: `${directory}/${certificate}`,
  key: `${directory}/${key}`,
})

const pki = '/etc/etcd/pki'
const ownOf = (role: Role, authority: string) => identity(pki, authority, `${role}.crt`, `${role}.key`)

/** Where the seed of many clusters has its certificates: in etcd's own directory, one for all members. */
const seed = {
  etcd: { paths: { pki: '/etc/etcd' } },
  tls: { files: { naming: 'pem', authority: 'ca', member: 'kubernetes', root: 'etcd-client' } },
}
const shared = identity('/etc/etcd', 'ca.pem', 'kubernetes.pem', 'kubernetes-key.pem')

type Row = {
  readonly layout: string
  readonly algorithm: string
  readonly etcd?: Readonly<Record<string, unknown>>
  readonly tls?: Readonly<Record<string, unknown>>
  /** What the spec calls a member's certificates, by the port that it shows them at. */
  readonly own: Readonly<Record<Role, Identity>>
}

const separate = { server: ownOf('server', 'client-ca.crt'), peer: ownOf('peer', 'peer-ca.crt') }
const single = { server: ownOf('server', 'ca.crt'), peer: ownOf('peer', 'ca.crt') }

/** Every layout on three hosts. */
const layouts: readonly Row[] = [
  { layout: 'separate-ca', algorithm: 'ecdsa-p256', own: separate },
  { layout: 'single-ca', algorithm: 'ecdsa-p384', own: single },
  { layout: 'shared-certificate', algorithm: 'rsa-2048', ...seed, own: { server: shared, peer: shared } },
]

/** The algorithms that are left, each for a member of its own. */
const algorithms = ['rsa-3072', 'rsa-4096', 'ed25519'] as const

/** Real clusters under every layout and with keys of every kind, and what a client's certificate is good for. */
export const pkiLayouts: Scenario = {
  name: 'pki-layouts',
  title: 'clusters form under every layout of the PKI and with every kind of key; peers turn clients away',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    for (const row of layouts) {
      context.line(`${row.layout}, ${row.algorithm}`)
      await formCluster(context, lab, row)
      await forgetCluster(lab)
    }
    const waiting = lab.hosts.map((host, index) => ({ host, algorithm: algorithms[index] as string }))
    await Promise.all(
      waiting.map(({ host, algorithm }) =>
        context.step(`a member runs with ${algorithm}`, () => runAlone(lab, host, algorithm)),
      ),
    )
  },
}

async function formCluster(context: ScenarioContext, lab: Lab, row: Row): Promise<void> {
  const { layout, algorithm, etcd, tls, own } = row
  const [first, second, third] = lab.hosts as [Host, Host, Host]
  const cluster = await generateCluster(lab, {
    name: layout,
    tls: { layout, algorithm, ...tls },
    ...(etcd && { etcd }),
  })
  await bringUp(context, cluster)
  await assertFormed(cluster)
  await assertReplicates(first, third, layout)
  await context.step('every port serves what it should', async () => {
    for (const host of lab.hosts) await assertServes(host, second, row)
  })
  const accepted = layout !== 'separate-ca'
  const title = accepted
    ? 'a client is taken for a peer, since one CA signs both'
    : 'peers turn a client away'
  await context.step(title, async () => {
    const said = await showToPeer(first, second, rootOf(own.server))
    assert.equal(said.accepted, accepted, said.text)
    if (accepted) return
    // The same request with the certificate of a peer goes through, so it is the certificate that is turned away.
    const peer = await showToPeer(first, second, own.peer)
    assert.ok(peer.accepted, peer.text)
    context.line(await refusalIn(await first.journal('etcd.service')))
  })
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

/** A member that is a cluster of its own, with a kind of key. */
async function runAlone(lab: Lab, host: Host, algorithm: string): Promise<void> {
  const cluster: GeneratedCluster = await generateCluster(lab, {
    name: algorithm,
    hosts: [host.name],
    tls: { algorithm },
  })
  assertSuccess(cluster, await cluster.playbook('site.yml'))
  await assertFormed(cluster)
  await assertReplicates(host, host, algorithm)
  await assertServes(host, host, { layout: 'separate-ca', algorithm, own: separate })
  const again = await cluster.playbook('site.yml')
  assertSuccess(cluster, again)
  assertUnchanged(again)
}

/** Both ports of a member show certificates that its authority has signed, for keys of the kind that was asked for. */
async function assertServes(host: Host, from: Host, { layout, algorithm, own }: Row): Promise<void> {
  for (const role of ['server', 'peer'] as const) {
    const [served] = await servedAt(host, ports[role], from, own[role])
    assert.equal(algorithmOf(served), algorithm, `the key that ${host.name} shows as ${role}`)
  }
  if (layout !== 'separate-ca') return
  // What proves the one is worth nothing for the other.
  const exchanged = { ...own.server, authority: own.peer.authority }
  await assert.rejects(
    servedAt(host, ports.server, from, exchanged),
    /unable to get local issuer certificate/,
  )
}

/** The operator's certificate beside a server's. */
function rootOf({ certificate, key, authority }: Identity): Identity {
  const directory = certificate.replace(/\/[^/]*$/, '')
  return /\.pem$/.test(key)
    ? identity(directory, 'ca.pem', 'etcd-client.pem', 'etcd-client-key.pem')
    : { authority, certificate: `${directory}/root.crt`, key: `${directory}/root.key` }
}

/** What etcd says of whom it has turned away as a peer. */
function refusalIn(journal: string): string {
  const line = journal.split('\n').findLast((each) => each.includes('rejected connection on peer endpoint'))
  assert.ok(
    line,
    `etcd has not said that it turned anybody away:\n${journal.split('\n').slice(-20).join('\n')}`,
  )
  const { msg, error } = JSON.parse(line.slice(line.indexOf('{')))
  assert.match(error, /certificate/)
  return `etcd says: ${msg}: ${error}`
}
