import assert from 'node:assert/strict'
import { packageDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { succeedsHere } from '../steps/advice.ts'
import type { GeneratedCluster } from '../steps/cluster.ts'
import { givenTo } from '../steps/effective.ts'
import { comesUp, generateExample, hostsOf, isAsExpected } from '../steps/example-cluster.ts'
import { type Example, exampleNamed } from '../steps/examples.ts'
import { etcdctl, leaderOf } from '../steps/members.ts'
import { assertInstalledByPackage, etcdPackages } from '../steps/packages.ts'
import { assertFails, saidBy } from '../steps/playbooks.ts'
import { linesOf, rowsOf, withoutLastColumn } from '../steps/printed.ts'
import { assertRestartedInTurn, serviceOf, servicesOf } from '../steps/service.ts'

/** The example that stands for the document with five members, at the document's own addresses; two of them may fail. */
export const fiveNodePackage: Scenario = {
  name: 'five-node-package',
  title:
    "a document's five members come out of its example, from the distribution's package, and two may fail",
  run: async (context) => {
    const { step } = context
    const example = exampleNamed('five-node-package.yaml')
    const hosts = hostsOf(example, { suite: 'trixie', packages: etcdPackages })
    await using lab = await context.startLab({ hosts })
    const cluster = await generateExample(lab, example)
    await comesUp(context, example, cluster, async () => {
      await step("etcd is the distribution's, and has every variable of the document", async () => {
        for (const host of cluster.hosts) await assertAsInDocument(host)
      })
      await step("the members are listed as in the document's table, with its IDs", async () => {
        const table = await linesOf(lab.host('icc-etcd-5'), packageDocument.memberList)
        assert.deepEqual(withoutLastColumn(table), packageDocument.members)
        assert.deepEqual(new Set(rowsOf(table).map((row) => row['IS LEARNER'])), new Set(['false']))
      })
    })
    await survivesStops(context, example, cluster)
    await goesOnWithoutOne(context, example, lab)
  },
}

/** One of five members is off. Four keep their quorum while one of them restarts, so the text's --limit leads on. */
async function goesOnWithoutOne({ step }: ScenarioContext, example: Example, lab: Lab): Promise<void> {
  const { spec } = example
  const logging = { level: 'debug' as const }
  const cluster = await generateExample(lab, {
    ...example,
    spec: { ...spec, etcd: { ...spec.etcd, logging } },
  })
  const off = cluster.hosts.at(-1) as Host
  const others = cluster.hosts.filter(({ name }) => name !== off.name)
  const before = await servicesOf({ hosts: others })
  await off.kill()
  await step(`${off.name} is off: what site.yml says leads on, one member at a time`, async () => {
    const outcome = await cluster.playbook('site.yml')
    assertFails(
      outcome,
      new RegExp(`unreachable: ${off.name} cannot be reached: .* The other members keep their quorum `),
    )
    const [, command = ''] = /To go on without it: `([^`]+)`/.exec(saidBy(outcome)) ?? []
    await succeedsHere(cluster, command)
    assertRestartedInTurn(before, await servicesOf({ hosts: others }))
  })
}

async function assertAsInDocument(host: Host): Promise<void> {
  await assertInstalledByPackage(host)
  const { variables } = await givenTo(host, (await serviceOf(host)).mainProcess)
  for (const [name, value] of Object.entries(packageDocument.variables(host.name, host.address))) {
    const mistake = packageDocument.corrected.find(({ variable }) => variable === name)
    const right = mistake ? value.replace(mistake.written, mistake.right) : value
    const option = name.replace('ETCD_', '').toLowerCase().replaceAll('_', '-')
    // A member that starts when three others have a quorum already is told to join them, for that one start.
    const given = option === 'initial-cluster-state' ? await inFile(host, name) : variables.get(option)
    assert.equal(given, right, `${name} of etcd on ${host.name}`)
  }
}

/** The value of a variable in the file that the unit reads. */
async function inFile(host: Host, name: string): Promise<string | undefined> {
  const lines = (await host.run(['cat', '/etc/default/etcd'])).split('\n')
  return lines
    .find((line) => line.startsWith(`${name}=`))
    ?.slice(name.length + 1)
    .replaceAll('"', '')
}

/**
 * Stops one member after another, each time the one that leads while any does. Two writes succeed after each stop that
 * leaves a majority, and none after the next. Then starts them again.
 */
async function survivesStops(
  context: ScenarioContext,
  example: Example,
  cluster: GeneratedCluster,
): Promise<void> {
  const { step } = context
  const alive = [...cluster.hosts]
  const stopped: Host[] = []
  const mayStop = Math.ceil(alive.length / 2) - 1
  while (stopped.length <= mayStop) {
    const leader = await leaderOf({ hosts: alive })
    const host = alive.splice(
      alive.findIndex(({ name }) => name === leader),
      1,
    )[0] as Host
    await host.run(['systemctl', 'stop', 'etcd.service'])
    stopped.push(host)
    const [writer, reader] = [alive[0] as Host, alive.at(-1) as Host]
    const writes = [1, 2].map((number) => [`/seed/${stopped.length}/${number}`, String(number)] as const)
    if (stopped.length <= mayStop) {
      await step(`${stopped.length} of ${cluster.hosts.length} stopped: two writes succeed`, async () => {
        for (const [key, value] of writes) {
          assert.equal(await etcdctl(writer, 'put', key, value), 'OK')
          assert.equal(await etcdctl(reader, 'get', '--print-value-only', key), value)
        }
      })
    } else {
      await step(`${stopped.length} of ${cluster.hosts.length} stopped: writes fail`, async () => {
        const puts = writes.map(([key, value]) =>
          assert.rejects(etcdctl(writer, 'put', key, value), /deadline exceeded|timed out|no leader/),
        )
        await Promise.all(puts)
      })
    }
  }
  await step('they are started again', async () => {
    await Promise.all(stopped.map((host) => host.run(['systemctl', 'start', 'etcd.service'])))
  })
  await isAsExpected(context, example, cluster)
}
