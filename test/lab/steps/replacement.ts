import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { ScenarioContext } from '../scenario.ts'
import { succeedsHere } from './advice.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertFormed, assertReplicates } from './members.ts'
import { commandsOf, fillIn } from './runbook.ts'
import { servicesOf } from './service.ts'

/** Has a member lose its data. */
export async function loseData(lost: Host): Promise<void> {
  await lost.run(['systemctl', 'stop', 'etcd.service'])
  await lost.run(['rm', '-rf', '/var/lib/etcd/member'])
}

/** Does what the runbook says about a member that has lost its data, as it is written there. */
export async function replaceMember(
  { step }: ScenarioContext,
  cluster: GeneratedCluster,
  healthy: Host,
  lost: Host,
): Promise<void> {
  await step('the commands of the runbook replace the member', async () => {
    const runbook = readFileSync(join(cluster.folder, 'README.md'), 'utf8')
    const [replace = ''] = commandsOf(runbook, 'Replace a lost member')
    await succeedsHere(cluster, fillIn(replace, { NAME: lost.name }))
  })
  await assertFormed(cluster)
  await assertReplicates(healthy, lost, 'replaced')
}

/** As the runbook says, etcd takes five seconds after the start to let anybody in: waits until the last one is that old. */
export async function waitUntilOpen(hosts: readonly Host[]): Promise<void> {
  const starts = (await servicesOf({ hosts })).map(({ activeSince }) => Number(activeSince) / 1000)
  // Both count from the machine's boot.
  const age = Number(process.hrtime.bigint() / 1_000_000n) - Math.max(...starts)
  await sleep(Math.max(0, 6000 - age))
}
