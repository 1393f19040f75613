import assert from 'node:assert/strict'
import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { loseData, replaceMember } from '../steps/replacement.ts'
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
    await loseData(lost)
    await context.step('systemd itself refuses to start the member without its data', async () => {
      assert.notEqual((await lost.attempt(['systemctl', 'start', 'etcd.service'])).exitCode, 0)
      assert.equal((await serviceOf(lost)).state, 'inactive')
    })
    await replaceMember(context, cluster, healthy, lost)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
  },
}
