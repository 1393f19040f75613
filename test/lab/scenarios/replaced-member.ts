import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, assertReplicates, membersOf } from '../steps/members.ts'
import { assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { serviceOf } from '../steps/service.ts'

/** What the runbook says about a member that has lost its data, done as it is written there. */
export const replacedMember: Scenario = {
  name: 'replaced-member',
  title: 'a member that lost its data is replaced by the words of the runbook',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await generateCluster(lab)
    await bringUp(context, cluster)
    const [healthy, lost] = [lab.host('etcd-1'), lab.host('etcd-2')]
    await lost.run(['systemctl', 'stop', 'etcd.service'])
    await lost.run(['rm', '-rf', '/var/lib/etcd/member'])
    await context.step('systemd itself refuses to start the member without its data', async () => {
      assert.notEqual((await lost.attempt(['systemctl', 'start', 'etcd.service'])).exitCode, 0)
      assert.equal((await serviceOf(lost)).state, 'inactive')
    })
    await context.step('the commands of the runbook replace the member', async () => {
      const id = (await membersOf(healthy)).find(({ name }) => name === lost.name)?.id
      assert.ok(id)
      const [onHealthy, onLost] = commandsOf(readFileSync(join(cluster.folder, 'README.md'), 'utf8'))
      // As the runbook says, etcd takes five seconds after the start to let anybody in.
      await sleep(6000)
      const words = { ID: id, NAME: lost.name, 'PEER-URL': `https://${lost.address}:2380` }
      await runShell(healthy, fillIn(onHealthy, words))
      await runShell(lost, onLost)
    })
    await context.step('site.yml has the member join', async () => {
      assertSuccess(cluster, await cluster.playbook('site.yml'))
    })
    await assertFormed(lab)
    await assertReplicates(healthy, lost, 'replaced')
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}

/** The two blocks of commands in the section about lost data: for a healthy member, and for the lost one. */
function commandsOf(runbook: string): [string, string] {
  const [, section = ''] = runbook.split('## A member has lost its data')
  const [onHealthy, onLost] = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, commands]) => commands)
  assert.ok(onHealthy && onLost, 'the runbook has no commands for a lost member')
  return [onHealthy, onLost]
}

function fillIn(commands: string, words: Readonly<Record<string, string>>): string {
  return Object.entries(words).reduce(
    (text, [word, value]) => text.replaceAll(new RegExp(`(?<=[ =])${word}\\b`, 'g'), value),
    commands.replaceAll(/ +#.*$/gm, ''),
  )
}

async function runShell(host: Host, commands: string): Promise<void> {
  await host.run(['sh', '-euc', commands])
}
