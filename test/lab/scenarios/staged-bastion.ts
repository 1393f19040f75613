import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import {
  assertSamePrograms,
  refusesStaged,
  type Staged,
  type StagedInstall,
  stage,
  unfit,
} from '../steps/staging.ts'
import { administrator } from '../tools/base-tree.ts'

const bastion = { name: 'bastion', addresses: ['10.240.0.9', 'fd00:10::9'] }
const onNode = '/srv/staged'

// The archive on the control node is scenario three-node-bastion's.
const rows: readonly { readonly place: 'control-node' | 'node'; readonly what: Staged }[] = [
  { place: 'control-node', what: 'programs' },
  { place: 'node', what: 'programs' },
  { place: 'node', what: 'archive' },
]

/** A site where nodes reach nothing and are reached through one host: etcd is brought there, from either side. */
export const stagedBastion: Scenario = {
  name: 'staged-bastion',
  title: 'hosts behind a bastion get etcd from a staging directory, on the control node or their own',
  run: async (context) => {
    const closed = threeHosts.map((host) => ({ ...host, loginsFrom: bastion.name }))
    await using lab = await context.startLab({ hosts: [bastion, ...closed], etcd: [etcdVersion] })
    await context.step('the hosts take logins from the bastion only', async () => {
      for (const { name } of closed) {
        const outcome = await lab.host(name).ssh('true', administrator.name, { directly: true })
        assert.match(outcome.output, /Permission denied/, failureText(outcome))
      }
    })
    const staged = { archive: await stage(lab, 'archive'), programs: await stage(lab, 'programs') }
    for (const { place, what } of rows) {
      const { folder, install } = staged[what]
      if (place === 'node') putOnNodes(lab, folder)
      const given = install(place, place === 'node' ? onNode : folder)
      context.line(`staged: ${what} on the ${place}`)
      for (const each of unfit(given)) await refusesStaged(context, await generate(lab, each.install), each)
      const cluster = await generate(lab, given)
      await installs(context, cluster)
      await assertSamePrograms(cluster, staged.programs.folder)
      await makeFresh(lab)
    }
  },
}

function generate(lab: Lab, install: StagedInstall): Promise<GeneratedCluster> {
  return generateCluster(lab, {
    hosts: threeHosts.map(({ name }) => name),
    etcd: { install },
    ansible: {
      user: administrator.name,
      bastion: { host: bastion.addresses[0], user: administrator.name },
    },
  })
}

async function installs(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await bringUp(context, cluster)
  await assertFormed(cluster)
  const [first, second] = [cluster.lab.host('etcd-1'), cluster.lab.host('etcd-2')]
  await assertReplicates(first, second, 'staged')
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

/** Lays a folder down on every node. */
function putOnNodes(lab: Lab, folder: string): void {
  for (const { name } of threeHosts) {
    cpSync(folder, join(lab.host(name).root, onNode), { recursive: true })
  }
}

/** Has the nodes be as if etcd had never been there. */
async function makeFresh(lab: Lab): Promise<void> {
  const traces = [
    ...['/var/lib/etcd', '/etc/etcd', '/etc/default/etcd', '/etc/systemd/system/etcd.service', '/opt/etcd'],
    ...['/usr/local/bin/etcd', '/usr/local/bin/etcdctl', '/usr/local/bin/etcdutl', onNode],
  ]
  for (const { name } of threeHosts) {
    await lab.host(name).run(['systemctl', 'disable', '--now', 'etcd.service'])
    await lab.host(name).run(['rm', '-rf', ...traces])
    await lab.host(name).run(['systemctl', 'daemon-reload'])
  }
}
