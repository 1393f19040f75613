import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertCertificates } from '../steps/certificates.ts'
import { etcdVersion, type GeneratedCluster } from '../steps/cluster.ts'
import { comesUp, generateExample, hostsOf } from '../steps/example-cluster.ts'
import { exampleNamed } from '../steps/examples.ts'
import { assertNoAuthorityKey } from '../steps/keys.ts'
import { assertClosedToStrangers, assertFormed, assertReplicates } from '../steps/members.ts'
import { assertSuccess, lintsClean } from '../steps/playbooks.ts'
import { exposureOf, serviceOf, waitForNewProcess } from '../steps/service.ts'

const worstExposure = 3

/**
 * The whole promise on three hosts, by the example that shows what quorate recommends: bring-up, second run, check mode, a
 * member that dies, keys, certificates, unit.
 */
export const threeNode: Scenario = {
  name: 'three-node',
  title: 'three fresh hosts become a cluster, and a second run leaves it alone',
  run: async (context) => {
    const example = exampleNamed('three-node.yaml')
    await using lab = await context.startLab({ hosts: hostsOf(example), etcd: [etcdVersion] })
    const cluster = await context.step('quorate generates the cluster', () => generateExample(lab, example))
    await judgeOutput(context, cluster)
    await context.step('site.yml --check --diff passes on fresh hosts', async () => {
      assertSuccess(cluster, await cluster.playbook('site.yml', { check: true }))
    })
    await comesUp(context, example, cluster, () =>
      context.step('a client without a certificate is turned away', () =>
        assertClosedToStrangers(lab.host('etcd-1')),
      ),
    )
    await judgeService(context, cluster)
    await context.step('no host holds the key of a CA', async () => {
      await Promise.all(lab.hosts.map((host) => assertNoAuthorityKey(host, join(cluster.folder, 'pki'))))
    })
  },
}

async function judgeOutput(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await lintsClean(context, cluster)
  const count = await context.step('OpenSSL accepts every certificate, from its own CA only', () =>
    assertCertificates(join(cluster.folder, 'pki')),
  )
  context.line(`${count} certificates`)
}

async function judgeService({ step, line }: ScenarioContext, { lab }: GeneratedCluster): Promise<void> {
  const [first, second] = [lab.host('etcd-1'), lab.host('etcd-2')]
  await step('systemd-analyze verify finds nothing', async () => {
    const outcome = await first.attempt(['systemd-analyze', 'verify', '/etc/systemd/system/etcd.service'])
    assert.deepEqual(
      { exitCode: outcome.exitCode, output: outcome.output.trim() },
      { exitCode: 0, output: '' },
    )
  })
  const exposure = await step('systemd-analyze security reads an exposure', () => exposureOf(first))
  line(`exposure ${exposure} (at most ${worstExposure})`)
  assert.ok(exposure <= worstExposure, `an exposure of ${exposure} is more than ${worstExposure}`)
  await step('an etcd that is killed comes back', async () => {
    const before = await serviceOf(second)
    assert.equal(before.state, 'active')
    await second.killProcess(before.mainProcess)
    const after = await waitForNewProcess(second, before)
    assert.equal(after.restarts, before.restarts + 1)
    await assertFormed(lab)
    await assertReplicates(second, first, 'after')
  })
}
