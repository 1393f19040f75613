import type { Scenario, ScenarioContext } from '../scenario.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { type GeneratedCluster, generateCluster, type Style, styles } from '../steps/cluster.ts'
import { assertSuccess, changesNothing, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { loseData, replaceMember } from '../steps/replacement.ts'
import { assertRestartedInTurn, servicesOf } from '../steps/service.ts'
import { assertConfiguredBy, assertNothingOf } from '../steps/style.ts'
import { startWriting } from '../steps/writer.ts'

/** A living cluster is told what it is told already, in other ways; under each of them, a lost member is replaced. */
export const styleChange: Scenario = {
  name: 'style-change',
  title: 'a living cluster goes through the styles one member at a time, and a member is replaced under each',
  run: async (context) => {
    await using lab = await fromCheckpoint(context)
    await assertConfiguredBy('env', lab.host('etcd-1'))
    const [healthy, lost] = [lab.host('etcd-1'), lab.host('etcd-2')]
    for (const style of ['flags', 'file', 'env'] as const) {
      const cluster = await generateCluster(lab, { etcd: { style } })
      await changeStyle(context, cluster, style)
      await staysAsItIs(context, cluster)
      // How a member is told to join differs by style. Scenario refusals does this by env.
      if (style === 'env') continue
      await loseData(lost)
      await replaceMember(context, cluster, healthy, lost)
      await changesNothing(context, cluster)
      await verifies(context, cluster)
    }
  },
}

async function changeStyle(
  { step, line }: ScenarioContext,
  cluster: GeneratedCluster,
  style: Style,
): Promise<void> {
  const before = await servicesOf(cluster)
  const writer = startWriting(cluster.hosts)
  await step(`site.yml has each member in its turn configured by ${style}`, async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    assertRestartedInTurn(before, await servicesOf(cluster))
  })
  line(`${await writer.stop()} writes went through meanwhile, all of them can be read`)
  const others = styles.filter((other) => other !== style)
  for (const host of cluster.hosts) {
    await assertConfiguredBy(style, host)
    await assertNothingOf(others, host)
  }
}
