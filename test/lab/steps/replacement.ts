import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { ScenarioContext } from '../scenario.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertFormed, assertReplicates, membersOf } from './members.ts'
import { assertSuccess } from './playbooks.ts'
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
    const id = (await membersOf(healthy)).find(({ name }) => name === lost.name)?.id
    assert.ok(id)
    const [onHealthy, onLost] = commandsOf(readFileSync(join(cluster.folder, 'README.md'), 'utf8'))
    await waitUntilOpen(cluster.hosts.filter(({ name }) => name !== lost.name))
    const words = { ID: id, NAME: lost.name, 'PEER-URL': `https://${lost.address}:2380` }
    await runShell(healthy, fillIn(onHealthy, words))
    await runShell(lost, onLost)
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

/** The two blocks of commands in the section about lost data: for a healthy member, and for the lost one. */
function commandsOf(runbook: string): [string, string] {
  const [, section = ''] = runbook.split('## A member has lost its data')
  const [onHealthy, onLost] = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands)
  assert.ok(onHealthy && onLost, 'the runbook has no commands for a lost member')
  return [onHealthy, onLost]
}

/** Commands of a document with its words in capitals filled in. */
export function fillIn(commands: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce(
    (text, [word, value]) => text.replaceAll(new RegExp(`(?<=[ =])${word}\\b`, 'g'), value),
    commands.replaceAll(/ +#.*$/gm, ''),
  )
}

async function runShell(host: Host, commands: string): Promise<void> {
  await host.run(['sh', '-euc', commands])
}
