import assert from 'node:assert/strict'
import { cpSync, globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText, type Outcome } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { describeCluster, etcdVersion, type GeneratedCluster } from '../steps/cluster.ts'
import { forgetCluster } from '../steps/fresh.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { makeIntermediate, makeRoot, type OpensslCa, sign } from '../steps/openssl-ca.ts'
import { assertAllNew, assertAsInFolder, pki, shownBy } from '../steps/pki.ts'
import { assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { identityOf, ports, servedAt, showToPeer } from '../steps/served.ts'
import { assertSameService, servicesOf } from '../steps/service.ts'

/** Where the root lies on a host that knows nothing else. */
const rootOnHost = '/root/example-root.crt'

/** An operator's own root and intermediates, whether quorate signs with their keys or somebody else does. */
export const ownCa: Scenario = {
  name: 'own-ca',
  title: "clusters form below an operator's own CA, brought with its key or signing elsewhere",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const root = await makeRoot(lab.folder)
    const [clients, peers] = await Promise.all(
      ['Clients', 'Peers'].map((name) => makeIntermediate(lab.folder, name, root)),
    )
    assert.ok(clients && peers)
    const cas = { server: clients, peer: peers }
    for (const host of lab.hosts) cpSync(root.certificate, join(host.root, rootOnHost))
    await provided(context, lab, cas, root)
    await forgetCluster(lab)
    await external(context, lab, cas, root)
  },
}

/** Who signs what a member shows, by the port that it shows it at. */
type Cas = Readonly<Record<'server' | 'peer', OpensslCa>>

const authorities = { server: 'client-ca', peer: 'peer-ca' } as const

/** quorate signs with intermediates whose keys it was brought, one after the other. */
async function provided(context: ScenarioContext, lab: Lab, cas: Cas, root: OpensslCa): Promise<void> {
  context.line('tls.authority: provided')
  const cluster = describeCluster(lab, { name: 'provided', tls: { authority: 'provided' } })
  assertWaits(
    await cluster.quorate('generate'),
    cluster,
    /pki import \S+( --out \S+)? FILE… --authority client-ca/,
  )
  const files = ({ certificate, key }: OpensslCa) => [certificate, root.certificate, key]
  const first = await cluster.quorate('pki import', [...files(cas.server), '--authority', 'client-ca'])
  assertWaits(first, cluster, /pki import \S+( --out \S+)? FILE… --authority peer-ca/)
  await pki(cluster, 'import', [...files(cas.peer), '--authority', 'peer-ca'])
  await forms(context, cluster)
}

/** Whoever has the keys of the intermediates signs requests; once more, and the members have what comes back. */
async function external(context: ScenarioContext, lab: Lab, cas: Cas, root: OpensslCa): Promise<void> {
  context.line('tls.authority: external')
  const cluster = describeCluster(lab, { name: 'external', tls: { authority: 'external' } })
  assertWaits(
    await cluster.quorate('generate'),
    cluster,
    /waits for 7 certificates that another CA has to sign/,
  )
  await pki(cluster, 'import', [...(await signAll(cluster, cas)), ...chainOf(cas, root)])
  await forms(context, cluster)

  const before = await servicesOf(cluster)
  const old = await shownBy(cluster, authorities)
  await pki(cluster, 'import', await signAll(cluster, cas))
  await context.step('requests are signed again, and site.yml swaps what comes back', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  assertSameService(before, await servicesOf(cluster))
  const now = await shownBy(cluster, authorities)
  await assertAsInFolder(cluster, now)
  assertAllNew(old, now, 'same keys')
  await staysAsItIs(context, cluster)
}

/** Until somebody brings something, there is no cluster to set up. */
function assertWaits(outcome: Outcome, { folder }: GeneratedCluster, why: RegExp): void {
  assert.equal(outcome.exitCode, 1, failureText(outcome))
  assert.match(outcome.output, why)
  assert.deepEqual(globSync('ansible', { cwd: folder }), [])
}

/** Has every request signed, those of peers by their own authority; returns the certificates' paths. */
async function signAll({ folder, lab }: GeneratedCluster, cas: Cas): Promise<string[]> {
  const out = join(lab.folder, 'signed')
  mkdirSync(out, { recursive: true })
  const requests = globSync('**/*.csr', { cwd: join(folder, 'pki/requests') })
  return Promise.all(
    requests.map((request) => {
      const certificate = join(out, request.replaceAll('/', '-').replace(/csr$/, 'crt'))
      const ca = /\/peer\.csr$/.test(request) ? cas.peer : cas.server
      return sign(join(folder, 'pki/requests', request), ca, certificate)
    }),
  )
}

const chainOf = (cas: Cas, root: OpensslCa) =>
  [...Object.values(cas), root].map(({ certificate }) => certificate)

/** The cluster comes up, and every member shows its certificate below its authority's, so that the root will do to know it. */
async function forms(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await bringUp(context, cluster)
  await assertFormed(cluster)
  const [first, second, third] = cluster.hosts as [Host, Host, Host]
  await assertReplicates(first, third, cluster.folder)
  await context.step('members show their chain, and who knows the root alone knows them', async () => {
    for (const host of cluster.hosts) {
      for (const role of ['server', 'peer'] as const) {
        const identity = { ...identityOf(role, authorities[role]), authority: rootOnHost }
        const [own, above, ...more] = await servedAt(host, ports[role], second, identity)
        assert.ok(above && own.checkIssued(above), `what ${host.name} shows as ${role}`)
        assert.ok(above.ca && above.issuer?.endsWith('CN=Example Root'))
        assert.deepEqual(more, [], `${host.name} shows more than it has to`)
      }
    }
    await assertAsInFolder(cluster, await shownBy(cluster, authorities))
  })
  // One root stands above both authorities, and yet peers know the one alone.
  await context.step('peers turn a client away, though both have the same root', async () => {
    assert.ok((await showToPeer(first, second, identityOf('peer', 'peer-ca'))).accepted)
    const client = await showToPeer(first, second, identityOf('root', 'client-ca'))
    assert.ok(!client.accepted, client.text)
  })
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}
