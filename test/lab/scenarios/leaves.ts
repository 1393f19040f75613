import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dump } from 'js-yaml'
import { valueAt } from '../../unit/spec/fields/leaves.ts'
import type { Lab } from '../lab.ts'
import { logsInByPassword, noticesDropIn, restores, warnsOfClocks } from '../leaves/afterwards.ts'
import {
  type ClusterName,
  cloudConfig,
  type Digests,
  lateAddress,
  leavesSpecs,
  newestVersion,
} from '../leaves/clusters.ts'
import { comesUpFromOwnProject } from '../leaves/own-project.ts'
import { clusterFor, digestsOf, preparesHosts, triesOtherMachines, vault } from '../leaves/prepare.ts'
import { lookAt, type Seen } from '../leaves/seen.ts'
import { LEAVES } from '../leaves/table.ts'
import { explain } from '../machine/problem.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { cloudInitOf, seedAll, waitForHealth } from '../steps/cloud-init.ts'
import { etcdVersion, generate } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'

/** Seconds after its boot at which the fifth host gets the address of its node. */
const addressComesAfter = 50

/** Every leaf of the schema has another value than its default, and is seen on a host that runs. */
export const leaves: Scenario = {
  name: 'leaves',
  title:
    'every field of the spec is seen on a host; the playbooks run from a project of one’s own, and warn when clocks differ',
  run: async (context) => {
    const hosts = [...[1, 2, 3, 4].map((number) => hostNumber(number)), hostNumber(5, { isOff: true })]
    await using lab = await context.startLab({ hosts, etcd: [etcdVersion, newestVersion] })
    const digests = await digestsOf(lab)
    const booting = boots(context, lab, digests)
    // It may fail while nobody waits for it yet.
    booting.catch(() => {})
    await preparesHosts(context, lab)
    await triesOtherMachines(context, lab)
    const alone = await comesUpAlone(context, lab, digests)
    const members = await comesUpFromOwnProject(context, lab, digests)
    const cloud = await booting
    await context.step(`${LEAVES.length} leaves are seen`, () => seeLeaves({ alone, members, cloud }))
    await staysAsItIs(context, members.cluster, vault(lab))
    await verifies(context, members.cluster, vault(lab))
    await noticesDropIn(context, members.cluster)
    await warnsOfClocks(context, members.cluster)
    await restores(context, alone.cluster)
    await logsInByPassword(context, alone.cluster)
  },
}

/** Checks each row of the table, and throws all that is wrong together. */
async function seeLeaves(clusters: Readonly<Record<ClusterName, Seen>>): Promise<void> {
  const wrong: string[] = []
  for (const row of LEAVES) {
    if (!('check' in row)) continue
    const seen = clusters[row.on]
    try {
      await row.check(valueAt(seen.spec, row.leaf), seen)
    } catch (problem) {
      wrong.push(`${row.leaf} (${row.seen}): ${explain(problem)}`)
    }
  }
  assert.ok(wrong.length === 0, wrong.join('\n'))
}

/** The fifth host boots with its user-data, and gets its address so late that the boot has to wait for it. */
async function boots({ line }: ScenarioContext, lab: Lab, digests: Digests): Promise<Seen> {
  writeFileSync(join(lab.folder, 'leaves-cloud-config.yaml'), `#cloud-config\n${dump(cloudConfig)}`)
  const host = lab.host('etcd-5')
  const cluster = await generate(clusterFor(lab, 'cloud', digests, [host]))
  seedAll(cluster)
  await host.start()
  await sleep(addressComesAfter * 1000)
  assert.match(
    host.consoleLog(),
    new RegExp(`etcd-5: wait +until this machine has the address ${lateAddress}`),
  )
  await host.run(['ip', 'address', 'add', `${lateAddress}/24`, 'dev', 'eth0'])
  await waitForHealth(host)
  const { text } = await cloudInitOf(host)
  assert.match(text, /^status: done$/m, text)
  assertSuccess(cluster, await cluster.playbook('verify.yml'))
  line(`etcd-5 is healthy; its address came ${addressComesAfter} s after its boot`)
  return lookAt(leavesSpecs.cloud(digests), cluster)
}

async function comesUpAlone(context: ScenarioContext, lab: Lab, digests: Digests): Promise<Seen> {
  const host = lab.host('etcd-4')
  const cluster = await generate(clusterFor(lab, 'alone', digests, [host]))
  await bringUp(context, cluster)
  await host.run(['sh', '-c', 'journalctl _COMM=sudo --output=cat --quiet >/root/sudo-of-alone'])
  return lookAt(leavesSpecs.alone(digests), cluster)
}
