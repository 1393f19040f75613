import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { succeedsHere } from '../steps/advice.ts'
import { bootstrap, bringBundle } from '../steps/bundle.ts'
import { clusterOf, etcdVersion, type GeneratedCluster, generate } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl } from '../steps/members.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { commandsOf } from '../steps/runbook.ts'

const ports = { client: 12379 }

/** A tutorial's single member that speaks plain HTTP becomes a cluster of three, by the words of its runbooks. */
export const growth: Scenario = {
  name: 'growth',
  title: 'a single member on loopback becomes a cluster of three with TLS, and keeps its data',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const [first, second, third] = lab.hosts as [Host, Host, Host]
    const alone = [{ name: first.name, address: '127.0.0.1', ansible: { host: first.address } }]
    const plain = await describe(lab, [first], alone, { tls: { enabled: false } })
    await bringUp(context, plain)
    await beginsWithNothing(context, plain, first)
    await etcdctl(first, 'put', '/lab/key', 'kept')
    await isNoOther(context, await describe(lab, [first], alone, { name: 'other', tls: { enabled: false } }))
    await getsAnAddress(context, await describe(lab, [first]), first)
    const page = readFileSync(join(plain.folder, 'README.md'), 'utf8')
    await becomesThree(context, page, await describe(lab, [first, second, third]))
  },
}

/** The cluster of some hosts at their own addresses, unless the nodes are given otherwise. */
function describe(
  lab: Lab,
  hosts: readonly Host[],
  nodes: readonly { readonly name: string; readonly address: string }[] = hosts.map(({ name, address }) => ({
    name,
    address,
  })),
  more: object = {},
): Promise<GeneratedCluster> {
  const install = { mirror: lab.mirror.url.ipv4, sha256: lab.mirror.digests(etcdVersion) }
  const spec = {
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name: 'lab',
    nodes,
    // One token for all, of every sign that a token may have, so that clusters differ by their names alone; and another
    // port, once TLS is on.
    etcd: {
      version: etcdVersion,
      install,
      token: 'Etcd_cluster.0:a@b=c+d/e-',
      ...('tls' in more ? {} : { ports }),
    },
    ...more,
  }
  return generate(clusterOf(lab, spec, { hosts }))
}

async function beginsWithNothing(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  await step('the only member has lost its data, and begins with nothing as the runbook says', async () => {
    await host.run(['systemctl', 'stop', 'etcd.service'])
    await host.run(['rm', '-rf', '/var/lib/etcd/member'])
    assertRefused(await cluster.playbook('site.yml'), /"Replace a lost member"/)
    const page = readFileSync(join(cluster.folder, 'README.md'), 'utf8')
    const [forget = ''] = commandsOf(page, 'Replace a lost member')
    await host.run(['sh', '-euc', forget])
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
}

async function isNoOther({ step }: ScenarioContext, other: GeneratedCluster): Promise<void> {
  await step('a cluster of another name does not take the node, though its token is the same', async () => {
    assertRefused(
      await other.playbook('site.yml'),
      /other-cluster: etcd-1 is a member of the cluster lab with .* describes other/,
    )
  })
}

async function getsAnAddress(context: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  const { step } = context
  const known = String.raw`peer-url-changed: The cluster knows etcd-1 at http://127\.0\.0\.1:2380`
  await step(
    'while the member is down, site.yml and its script refuse to give it another peer URL',
    async () => {
      await host.run(['systemctl', 'stop', 'etcd.service'])
      assertRefused(await cluster.playbook('site.yml'), new RegExp(`${known}.*of a member that runs\\.`))
      await bringBundle(cluster, host)
      const { exitCode, output } = await bootstrap(host)
      assert.deepEqual([exitCode, new RegExp(known).test(output)], [1, true], output)
      await host.run(['systemctl', 'start', 'etcd.service'])
    },
  )
  await step('the member goes from loopback to its own address, to TLS, and to another port', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await verifies(context, cluster)
}

/** Types what the runbook says, in its folder. */
async function becomesThree(
  context: ScenarioContext,
  page: string,
  cluster: GeneratedCluster,
): Promise<void> {
  const [, third] = cluster.hosts.slice(1) as [Host, Host]
  await context.step('the other two are added as the runbook says, and the data is still there', async () => {
    const [generates = '', adds = ''] = commandsOf(page, 'Add a member')
    assert.match(generates, /^quorate generate SPEC$/m)
    await succeedsHere(cluster, adds)
    await assertFormed(cluster)
    assert.equal(await etcdctl(third, 'get', '/lab/key', '--print-value-only'), 'kept')
  })
  await staysAsItIs(context, cluster)
}
