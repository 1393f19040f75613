import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { ScenarioContext } from '../scenario.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertFormed, assertReplicates, membersOf } from './members.ts'
import { assertSuccess } from './playbooks.ts'
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
  { isNew = false }: { readonly isNew?: boolean } = {},
): Promise<void> {
  await step('the commands of the runbook replace the member', async () => {
    const id = (await membersOf(healthy)).find(({ name }) => name === lost.name)?.id
    assert.ok(id)
    const runbook = readFileSync(join(cluster.folder, 'README.md'), 'utf8')
    const [onHealthy = '', onLost = ''] = commandsOf(runbook, 'Replace a lost member')
    await waitUntilOpen(cluster.hosts.filter(({ name }) => name !== lost.name))
    const words = { ID: id, NAME: lost.name, 'PEER-URL': `https://${lost.address}:2380` }
    await runShell(healthy, fillIn(onHealthy, words))
    // "Skip this if the machine is new."
    if (!isNew) await runShell(lost, onLost)
  })
  await step('site.yml has the member join', async () => {
    assertSuccess(cluster, await cluster.playbook('site.yml'))
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

async function runShell(host: Host, commands: string): Promise<void> {
  await host.run(['sh', '-euc', commands])
}
