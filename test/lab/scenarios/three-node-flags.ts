import assert from 'node:assert/strict'
import { flagsDocument } from '../../unit/seeds/documents.ts'
import type { Scenario } from '../scenario.ts'
import { etcdVersion } from '../steps/cluster.ts'
import { givenTo } from '../steps/effective.ts'
import { comesUp, generateExample, hostsOf } from '../steps/example-cluster.ts'
import { exampleNamed } from '../steps/examples.ts'
import { serviceOf } from '../steps/service.ts'

/** The example that stands for the document with three controllers, at the document's own addresses. */
export const threeNodeFlags: Scenario = {
  name: 'three-node-flags',
  title: 'the three controllers of a document come out of the example that stands for it, flag by flag',
  run: async (context) => {
    const { step } = context
    const example = exampleNamed('three-node-flags.yaml')
    await using lab = await context.startLab({ hosts: hostsOf(example), etcd: [etcdVersion] })
    const cluster = await generateExample(lab, example)
    await comesUp(context, example, cluster, async () => {
      await step('the process has every flag of the document', async () => {
        for (const host of cluster.hosts) {
          const { parameters } = await givenTo(host, (await serviceOf(host)).mainProcess)
          const document = Object.entries(flagsDocument.flags(host.name, host.address))
          const flags = document.map(([option, value]) => `--${option}=${value}`)
          // A member that starts when the two others have a quorum already is told to join them, for that one start.
          const unit = await host.run(['cat', '/etc/systemd/system/etcd.service'])
          const isGiven = (flag: string) =>
            flag.startsWith('--initial-cluster-state=') ? unit.includes(flag) : parameters.includes(flag)
          const missing = flags.filter((flag) => !isGiven(flag))
          assert.deepEqual(missing, [], `flags of the document that etcd on ${host.name} does not have`)
        }
      })
      await step("the document's own command lists its members, with its IDs", async () => {
        const printed = await lab.host('controller-0').run(flagsDocument.memberList)
        assert.deepEqual(printed.split('\n'), flagsDocument.members)
      })
    })
  },
}
