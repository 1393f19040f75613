import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { bootstrap, bringBundle } from '../steps/bundle.ts'
import { clusterOf, etcdVersion, type GeneratedCluster, generate } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { addMember, assertFormed, etcdctl } from '../steps/members.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'

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
    await etcdctl(first, 'put', '/lab/key', 'kept')
    await isNoOther(context, await describe(lab, [first], alone, { name: 'other', tls: { enabled: false } }))
    await getsAnAddress(context, await describe(lab, [first]), first)
    await getsALearner(context, await describe(lab, [first, second]), first, second)
    await getsAThird(context, await describe(lab, [first, second, third]), first, third)
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
    // The token that guides have, so that clusters differ by their names alone; and another port, once TLS is on.
    etcd: { version: etcdVersion, install, token: 'etcd-cluster-0', ...('tls' in more ? {} : { ports }) },
    ...more,
  }
  return generate(clusterOf(lab, spec, { hosts }))
}

async function isNoOther({ step }: ScenarioContext, other: GeneratedCluster): Promise<void> {
  await step('a cluster of another name does not take the node, though its token is the same', async () => {
    assertRefused(await other.playbook('site.yml'), /foreign-etcd: .*not as a member of other/)
  })
}

async function getsAnAddress(context: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  const { step } = context
  const known = String.raw`The cluster knows etcd-1 at http://127\.0\.0\.1:2380`
  await step(
    'while the member is down, site.yml and its script refuse to give it another peer URL',
    async () => {
      await host.run(['systemctl', 'stop', 'etcd.service'])
      assertRefused(await cluster.playbook('site.yml'), new RegExp(`${known}.*with etcd running`))
      await bringBundle(cluster, host)
      const { exitCode, output } = await bootstrap(host)
      assert.deepEqual([exitCode, new RegExp(known).test(output)], [1, true], output)
      await host.run(['systemctl', 'start', 'etcd.service'])
    },
  )
  await step('the member goes from loopback to its own address, to TLS, and to another port', async () => {
    assertRefused(await cluster.playbook('site.yml'), new RegExp(known))
    const id = (await etcdctl(host, 'member', 'list')).split(',')[0]
    await runs(host, `etcdctl member update ${id} --peer-urls=https://${host.address}:2380`)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await verifies(context, cluster)
}

async function getsALearner(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  first: Host,
  second: Host,
): Promise<void> {
  await context.step('a second member begins as a learner, which verify.yml tells of', async () => {
    await runs(
      first,
      `etcdctl member add ${second.name} --learner --peer-urls=https://${second.address}:2380`,
    )
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    const outcome = await cluster.playbook('verify.yml')
    assert.notEqual(outcome.exitCode, 0)
    assert.match(outcome.output.replace(/\s+/g, ' '), /learner: The member is a learner: it does not vote/)
  })
  await staysAsItIs(context, cluster)
  await context.step('it is promoted, and all is well', async () => {
    const id = (await etcdctl(first, 'member', 'list'))
      .split('\n')
      .find((line) => line.includes(second.name))
      ?.split(',')[0]
    await runs(first, `for i in $(seq 20); do etcdctl member promote ${id} && exit; sleep 0.5; done; exit 1`)
    await assertFormed(cluster)
  })
  await verifies(context, cluster)
}

async function getsAThird(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  first: Host,
  third: Host,
): Promise<void> {
  await context.step('the third is added as every later one is, and the data is still there', async () => {
    const runbook = readFileSync(join(cluster.folder, 'README.md'), 'utf8')
    assert.ok(runbook.includes('`etcdctl member add NAME\n--peer-urls=PEER-URL`'), 'the runbook says so')
    await addMember(first, third)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    assert.equal(await etcdctl(third, 'get', '/lab/key', '--print-value-only'), 'kept')
  })
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

/** Runs a command of the runbook on a host, as root. */
async function runs(host: Host, command: string): Promise<void> {
  await host.run(['sh', '-euc', `set -a; . /etc/etcd/etcdctl.env; set +a\n${command}`])
}
