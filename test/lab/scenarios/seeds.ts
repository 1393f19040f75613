import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { bastionDocument, flagsDocument, packageDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import { etcdVersion, type GeneratedCluster } from '../steps/cluster.ts'
import { givenTo } from '../steps/effective.ts'
import { exampleNamed } from '../steps/examples.ts'
import { assertFormed, etcdctl } from '../steps/members.ts'
import { assertInstalledByPackage, etcdPackages } from '../steps/packages.ts'
import { bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import {
  assertActive,
  assertHealthy,
  generateExample,
  hostsOf,
  linesOf,
  rowsOf,
  survivesStops,
  withoutLastColumn,
} from '../steps/seeds.ts'
import { serviceOf } from '../steps/service.ts'
import { administrator } from '../tools/base-tree.ts'

/** The examples that stand for documents, at the documents' own addresses: the same clusters come out, by their members' IDs. */
export const seeds: Scenario = {
  name: 'seeds',
  title: 'the clusters that documents bring up by hand come out of the examples that stand for them',
  run: async (context) => {
    await flags(context)
    await packages(context)
    await bastion(context)
  },
}

async function flags(context: ScenarioContext): Promise<void> {
  const example = exampleNamed('three-node-flags.yaml')
  assert.equal(example.spec.etcd?.version, etcdVersion)
  await using lab = await context.startLab({ hosts: hostsOf(example), etcd: [etcdVersion] })
  const cluster = await generateExample(lab, example)
  await comesUp(context, example.name, cluster, async () => {
    await context.step('the process has every flag of the document', async () => {
      for (const host of cluster.hosts) {
        const { parameters } = await givenTo(host, (await serviceOf(host)).mainProcess)
        const document = Object.entries(flagsDocument.flags(host.name, host.address))
        const missing = document.map(([option, value]) => `--${option}=${value}`)
        assert.deepEqual(
          missing.filter((flag) => !parameters.includes(flag)),
          [],
          `flags of the document that etcd on ${host.name} does not have`,
        )
      }
    })
    const first = lab.host('controller-0')
    await context.step("the document's own command lists its members, with its IDs", async () => {
      assert.deepEqual((await first.run(flagsDocument.memberList)).split('\n'), flagsDocument.members)
    })
    await context.step('every member is healthy', async () => {
      assertHealthy(lineList(await etcdctl(first, 'endpoint', 'health', '--cluster')), cluster)
    })
  })
}

async function packages(context: ScenarioContext): Promise<void> {
  const example = exampleNamed('five-node-package.yaml')
  const hosts = hostsOf(example, { suite: 'trixie', packages: etcdPackages })
  await using lab = await context.startLab({ hosts })
  const cluster = await generateExample(lab, example)
  await comesUp(context, example.name, cluster, async () => {
    await context.step("etcd is the distribution's, and has every variable of the document", async () => {
      for (const host of cluster.hosts) {
        await assertInstalledByPackage(host)
        const { variables } = await givenTo(host, (await serviceOf(host)).mainProcess)
        for (const [name, value] of Object.entries(packageDocument.variables(host.name, host.address))) {
          const mistake = packageDocument.corrected.find(({ variable }) => variable === name)
          const right = mistake ? value.replace(mistake.written, mistake.right) : value
          const option = name.replace('ETCD_', '').toLowerCase().replaceAll('_', '-')
          assert.equal(variables.get(option), right, `${name} of etcd on ${host.name}`)
        }
      }
    })
    const last = lab.host('icc-etcd-5')
    await context.step("the members are listed as in the document's table, with its IDs", async () => {
      const table = await linesOf(last, packageDocument.memberList)
      assert.deepEqual(withoutLastColumn(table), packageDocument.members)
      assert.deepEqual(new Set(rowsOf(table).map((row) => row['IS LEARNER'])), new Set(['false']))
    })
    await context.step('every member is healthy', async () => {
      assertHealthy(lineList(await etcdctl(last, 'endpoint', 'health', '--cluster')), cluster)
    })
  })
  await survivesStops(context, cluster)
}

async function bastion(context: ScenarioContext): Promise<void> {
  const example = exampleNamed('three-node-bastion.yaml')
  const { version = '' } = example.spec.etcd ?? {}
  const gate = { name: 'bastion', addresses: [example.spec.ansible?.bastion?.host ?? ''] }
  const hosts = [gate, ...hostsOf(example, { loginsFrom: gate.name })]
  await using lab = await context.startLab({ hosts, etcd: [version] })
  const cluster = await generateExample(lab, example, {
    method: 'staged',
    sha256: lab.mirror.digests(version),
    staging: { place: 'control-node', directory: dirname(lab.mirror.file(version)) },
  })
  const first = lab.host('cp-a')
  await context.step(
    'the hosts take logins through the bastion alone, and have no account etcd',
    async () => {
      for (const host of cluster.hosts) {
        const outcome = await host.ssh('true', administrator.name, { directly: true })
        assert.match(outcome.output, /Permission denied/, failureText(outcome))
        assert.equal((await host.attempt(['getent', 'passwd', 'etcd'])).exitCode, 2)
      }
    },
  )
  await comesUp(context, example.name, cluster, () => passesValidations(context, cluster, first))
  await context.step("each node's script finds nothing to do", async () => {
    for (const host of cluster.hosts) {
      await bringBundle(cluster, host)
      await assertNothingToDo(host)
    }
  })
}

/** The document's own three validations, of which the first is that of all examples. */
async function passesValidations(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  const say = (...words: readonly string[]) => linesOf(host, [...bastionDocument.etcdctl, ...words])
  await step("the document's own command reports all members healthy", async () => {
    assertHealthy(await say('endpoint', 'health'), cluster)
  })
  await step('it shows three started voters, and one of them leads', async () => {
    const members = rowsOf(await say('member', 'list', '-w', 'table'))
    assert.deepEqual(
      members.map((row) => [row.NAME, row.STATUS, row['IS LEARNER']]).sort(),
      cluster.hosts.map(({ name }) => [name, 'started', 'false']),
    )
    const status = rowsOf(await say('endpoint', 'status', '-w', 'table'))
    assert.deepEqual(status.map((row) => row['IS LEADER']).sort(), ['false', 'false', 'true'])
  })
}

/** Brings an example up, has what its document says of the cluster be judged, and proves that a second run changes nothing. */
async function comesUp(
  context: ScenarioContext,
  name: string,
  cluster: GeneratedCluster,
  judge: () => Promise<void>,
): Promise<void> {
  const start = performance.now()
  await bringUp(context, cluster)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  context.line(`${name}: ${cluster.hosts.length} members in ${seconds} s`)
  await context.step('etcd is active on every host', () => assertActive(cluster))
  await assertFormed(cluster)
  await judge()
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

function lineList(text: string): string[] {
  return text.trimEnd().split('\n')
}
