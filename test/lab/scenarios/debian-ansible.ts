import type { Scenario } from '../scenario.ts'
import { etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { administrator } from '../tools/base-tree.ts'

/** The oldest Ansible that is promised to work, logged in as somebody who has to use sudo. */
export const debianAnsible: Scenario = {
  name: 'three-node-debian-ansible',
  title: "Debian's ansible-core 2.14 brings the cluster up, by way of sudo",
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await generateCluster(lab, { ansible: { user: administrator.name } })
    await bringUp(context, cluster, { with: 'debian' })
    await assertFormed(lab)
    await staysAsItIs(context, cluster, { with: 'debian' })
    await verifies(context, cluster, { with: 'debian' })
  },
}
