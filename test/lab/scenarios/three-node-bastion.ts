import assert from 'node:assert/strict'
import { bastionDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import type { GeneratedCluster } from '../steps/cluster.ts'
import { comesUp, expectedMembers, generateExample, hostsOf } from '../steps/example-cluster.ts'
import { type Example, exampleNamed } from '../steps/examples.ts'
import { assertHealthy, linesOf, rowsOf } from '../steps/printed.ts'
import { assertSamePrograms, refusesStaged, stage, unfit } from '../steps/staging.ts'
import { administrator } from '../tools/base-tree.ts'

/** The example that stands for the document with three zones behind a bastion, at the document's own addresses. */
export const threeNodeBastion: Scenario = {
  name: 'three-node-bastion',
  title:
    "a document's three zones behind a bastion come out of its example, and pass the document's validations",
  run: async (context) => {
    const example = exampleNamed('three-node-bastion.yaml')
    const { version = '' } = example.spec.etcd ?? {}
    const gate = { name: 'bastion', addresses: [example.spec.ansible?.bastion?.host ?? ''] }
    const hosts = [gate, ...hostsOf(example, { loginsFrom: gate.name })]
    await using lab = await context.startLab({ hosts, etcd: [version] })
    const { folder, install } = await stage(lab, 'archive', { version })
    const given = install('control-node', folder)
    for (const each of unfit(given))
      await refusesStaged(context, await generateExample(lab, example, { install: each.install }), each)
    const cluster = await generateExample(lab, example, { install: given })
    await beginsClosed(context, cluster)
    await comesUp(context, example, cluster, () => passesValidations(context, example, lab.host('cp-a')))
    await assertSamePrograms(cluster, (await stage(lab, 'programs', { version })).folder)
    await context.step("each node's script finds nothing to do", async () => {
      for (const host of cluster.hosts) {
        await bringBundle(cluster, host)
        await assertNothingToDo(host)
      }
    })
  },
}

async function beginsClosed({ step }: ScenarioContext, { hosts }: GeneratedCluster): Promise<void> {
  await step('the hosts take logins through the bastion alone, and have no account etcd', async () => {
    for (const host of hosts) {
      const outcome = await host.ssh('true', administrator.name, { directly: true })
      assert.match(outcome.output, /Permission denied/, failureText(outcome))
      assert.equal((await host.attempt(['getent', 'passwd', 'etcd'])).exitCode, 2)
    }
  })
}

/** The document's own three validations. */
async function passesValidations({ step }: ScenarioContext, { spec }: Example, host: Host): Promise<void> {
  const say = (...words: readonly string[]) => linesOf(host, [...bastionDocument.etcdctl, ...words])
  const members = expectedMembers(spec)
  await step("the document's own command reports all members healthy", async () => {
    assertHealthy(
      await say('endpoint', 'health'),
      members.map(({ clientUrl }) => clientUrl),
    )
  })
  await step('it shows three started voters, and one of them leads', async () => {
    const rows = rowsOf(await say('member', 'list', '-w', 'table'))
    assert.deepEqual(
      rows.map((row) => [row.NAME, row.STATUS, row['IS LEARNER']]),
      members.map(({ name }) => [name, 'started', 'false']),
    )
    const status = rowsOf(await say('endpoint', 'status', '-w', 'table'))
    assert.deepEqual(status.map((row) => row['IS LEADER']).sort(), ['false', 'false', 'true'])
  })
}
