import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertCertificates } from '../steps/certificates.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertNoAuthorityKey } from '../steps/keys.ts'
import { assertClosedToStrangers, assertFormed, assertReplicates } from '../steps/members.ts'
import { assertSuccess, bringUp, lintsClean, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { exposureOf, serviceOf, waitForNewProcess } from '../steps/service.ts'

const worstExposure = 3

/** The whole promise on three hosts: bring-up, second run, check mode, a member that dies, keys, certificates, unit. */
export const threeNode: Scenario = {
  name: 'three-node',
  title: 'three fresh hosts become a cluster, and a second run leaves it alone',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await context.step('quorate generates the cluster', () => generateCluster(lab))
    await judgeOutput(context, cluster)
    await context.step('site.yml --check --diff passes on fresh hosts', async () => {
      assertSuccess(cluster, await cluster.playbook('site.yml', { check: true }))
    })
    await bringUp(context, cluster)
    await judgeMembers(context, cluster)
    await staysAsItIs(context, cluster)
    await verifies(context, cluster)
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

async function judgeMembers({ step }: ScenarioContext, { lab }: GeneratedCluster): Promise<void> {
  const [first, second] = [lab.host('etcd-1'), lab.host('etcd-2')]
  await step('three members have formed a cluster', () => assertFormed(lab))
  await step('a put on one is read on another', () => assertReplicates(first, second, 'before'))
  await step('a client without a certificate is turned away', () => assertClosedToStrangers(first))
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
