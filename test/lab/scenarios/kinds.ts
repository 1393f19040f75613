import assert from 'node:assert/strict'
import type { PlaybookOptions } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import { assertCertificates } from '../steps/certificates.ts'
import { bringUpByHand } from '../steps/channels.ts'
import { assertCloudInitDone, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { type Kind, monitoring, packages, separate, serveNames, translated, virtual } from '../steps/kinds.ts'
import { etcdctlBy } from '../steps/members.ts'
import { assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { assertProves, assertReads, type Endpoint } from '../steps/reached.ts'
import { askResolver } from '../steps/resolver.ts'
import { waitForNewProcess } from '../steps/service.ts'

/** Every kind of network in two specs, on the same hosts: each spec once by cloud-init and once by the shell bundle, from nothing. */
export const kinds: Scenario = {
  name: 'kinds',
  title:
    'every kind of network comes up from nothing by cloud-init and by the shell bundle, two clusters on a machine',
  run: async (context) => {
    const described = [1, 2, 3].map((number) => hostNumber(number, { packages, isOff: true }))
    await using lab = await context.startLab({ hosts: described, etcd: [etcdVersion] })
    const main = await separate(lab)
    const events = await translated(lab)
    await serveNames(lab, main.cluster)
    await byCloudInit(context, main)
    await byBundle(context, events)
    await nothingToDo(context, [main, events])
    // One after the other: each writes its new host key into the same file.
    for (const host of lab.hosts) await host.reinstall()
    await byCloudInit(context, events)
    await byBundle(context, main)
    await nothingToDo(context, [main, events])
  },
}

async function byCloudInit(context: ScenarioContext, kind: Kind): Promise<void> {
  const { cluster, unit } = kind
  await context.step(`${clusterName(kind)} forms at the first boot of its machines`, async () => {
    await askResolver(cluster.lab)
    seedAll(cluster)
    await Promise.all(cluster.hosts.map((host) => host.start()))
    await Promise.all(cluster.hosts.map(assertCloudInitDone))
    for (const host of cluster.hosts) await waitForNewProcess(host, { mainProcess: 0 }, unit)
  })
  await isReached(context, kind)
}

async function byBundle(context: ScenarioContext, kind: Kind): Promise<void> {
  const { cluster, unit } = kind
  await context.step(`${clusterName(kind)} forms by bootstrap.sh`, async () => {
    await Promise.all(
      cluster.hosts.map(async (host) => {
        for (const text of (await verdictTexts(cluster, host)).values()) await typesAll(host, text)
        await bringUpByHand(cluster, host)
      }),
    )
    for (const host of cluster.hosts) await waitForNewProcess(host, { mainProcess: 0 }, unit)
  })
  await isReached(context, kind)
}

const clusterName = ({ cluster: { folder } }: Kind) => folder.replace(/.*\//, '')

/** The members know each other as the spec has them, clients reach each at all its addresses, and its certificates prove these. */
async function isReached({ step }: ScenarioContext, kind: Kind): Promise<void> {
  const { cluster, files } = kind
  await step(
    `${clusterName(kind)}: clients reach what is advertised, and certificates prove it`,
    async () => {
      const [first, second] = cluster.hosts as [Host, Host]
      const ask = etcdctlBy(files.settings)
      const listed = await ask(first, 'member', 'list')
      const url = ([host, port]: Endpoint) => `https://${host}:${port}`
      for (const host of cluster.hosts) {
        const line = `, started, ${kind.nameOf(host)}, ${url(kind.peer(host))}, ${url(kind.client(host))}, false`
        assert.ok(listed.includes(line), `${line}\n${listed}`)
      }
      await ask(second, 'endpoint', 'health', '--cluster')
      const value = clusterName(kind)
      await ask(second, 'put', '/lab/kind', value)
      for (const host of cluster.hosts) {
        const endpoints = [kind.client(host), ...kind.alsoAt(host)]
        await assertReads(first, files, endpoints, '/lab/kind', value)
        for (const endpoint of endpoints) await assertProves(first, files, 'server', endpoint)
        await assertProves(first, files, 'peer', kind.peer(host))
      }
    },
  )
  if (kind.unit !== 'etcd.service') return
  await step('its virtual address and its metrics answer, and nothing is on localhost', () =>
    assertListeners(kind),
  )
}

async function assertListeners({ cluster, files }: Kind): Promise<void> {
  await assertCertificates(`${cluster.folder}/pki`)
  const [first, second] = cluster.hosts as [Host, Host]
  await second.addAddress(virtual)
  await first.run(['ip', 'neighbour', 'flush', 'to', virtual])
  await assertReads(first, files, [[virtual, 2379]], '/lab/kind', 'main')
  await assertProves(first, files, 'server', [virtual, 2379])
  await second.removeAddress(virtual)
  const root = files.server.replace('server.crt', 'root')
  const identity = ['--cacert', files.clientCa, '--cert', `${root}.crt`, '--key', `${root}.key`]
  const url = `https://${monitoring(second)}:2381/metrics`
  assert.match(
    await first.run(['curl', '--silent', '--show-error', ...identity, url]),
    /^etcd_server_has_leader 1$/m,
  )
  const listening = await first.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
  assert.doesNotMatch(listening, /(127\.0\.0\.1|\[::1\]|\*|0\.0\.0\.0):23(79|80|81)/)
}

/** No channel has anything left to do, for either cluster. */
async function nothingToDo({ step }: ScenarioContext, both: readonly Kind[]): Promise<void> {
  await step('site.yml --check of both changes nothing', () => play(both, { check: true }))
  await step('site.yml of both changes nothing', () => play(both))
  await step('bootstrap.sh finds nothing to do for either', async () => {
    for (const { cluster } of both) {
      const [host] = cluster.hosts as [Host]
      await bringBundle(cluster, host)
      await assertNothingToDo(host)
    }
  })
}

/** Runs site.yml of both clusters at the same time; neither run may change anything. */
async function play(both: readonly Kind[], options: PlaybookOptions = {}): Promise<void> {
  const play = async ({ cluster }: Kind) => {
    const outcome = await cluster.playbook('site.yml', options)
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  }
  await Promise.all(both.map(play))
}
