import assert from 'node:assert/strict'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { leaderOf } from '../steps/members.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { assertRestartedInTurn, assertSameService, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

const [old, first, earlier, next, afterNext] = ['3.5.16', '3.5.34', '3.6.15', '3.6.16', '3.7.3'] as const

const paths = { binaries: '/opt/programs', environmentFile: '/etc/etcd/etcd.env', pki: '/srv/pki' }
const files = { naming: 'pem', server: 'kubernetes' }

/** Another version, with its programs, its configuration and its certificates elsewhere, is a change like any other; a leap is refused. */
export const moves: Scenario = {
  name: 'moves',
  title:
    'a living cluster goes one minor version up while programs, configuration and certificates move; what it cannot do is refused',
  run: async (context) => {
    const { step, line } = context
    await using lab = await context.startLab({
      hosts: threeHosts,
      etcd: [old, first, earlier, next, afterNext],
    })
    const oldest = await generateCluster(lab, { etcd: { version: old } })
    await bringUp(context, oldest)
    await step('site.yml refuses the next minor version, and its advice leads there', async () => {
      const before = await servicesOf(oldest)
      const early = await generateCluster(lab, { etcd: { version: next } })
      const outcome = await early.playbook('site.yml')
      assertRefused(
        outcome,
        /version-too-old: etcd-1 runs etcd 3\.5\.16\. Before 3\.6\.16, etcd asks for 3\.5\.32 or later/,
      )
      const [, advised] =
        /write (\S+) as etcd\.version, generate, and run site\.yml/.exec(outcome.output) ?? []
      assert.equal(advised, first)
      assertSameService(before, await servicesOf(oldest))
      const recent = await generateCluster(lab, { etcd: { version: first } })
      assertSuccess(recent, await recent.playbook('site.yml'))
      assertRestartedInTurn(before, await servicesOf(recent))
    })
    const before = await servicesOf(oldest)
    await step('site.yml refuses two minor versions at once, and another account', async () => {
      const leap = await generateCluster(lab, { etcd: { version: afterNext } })
      assertRefused(await leap.playbook('site.yml'), /version-jump: .* write a version 3\.6 into the spec/)
      const account = { user: 'somebody', group: 'somebody' }
      const owner = await generateCluster(lab, { etcd: { version: first, account } })
      assertRefused(
        await owner.playbook('site.yml'),
        /wrong-owner: .* belongs to etcd, and etcd runs as somebody/,
      )
      assertSameService(before, await servicesOf(oldest))
    })
    const moved = await generateCluster(lab, {
      etcd: { version: next, paths },
      tls: { files },
    })
    await step('verify.yml finds version-differs, which site.yml ends', async () => {
      const why =
        /version-differs: The member runs etcd 3\.5\.\d+, and the spec has 3\.6\.\d+\. `ansible-playbook site\.yml` upgrades it/
      assertRefused(await moved.playbook('verify.yml'), why)
    })
    const writer = startWriting(moved.hosts)
    await step('site.yml takes each member in its turn along', async () => {
      assertSuccess(moved, await moved.playbook('site.yml'))
      assertRestartedInTurn(before, await servicesOf(moved))
    })
    line(`${await writer.stop()} writes went through meanwhile, all of them can be read`)
    await staysAsItIs(context, moved)
    await verifies(context, moved)
    await changesByHand(context, moved)
  },
}

/** Another data directory and another account: the texts have the commands, and one member after the other is moved. */
async function changesByHand(context: ScenarioContext, before: GeneratedCluster): Promise<void> {
  const { step, line } = context
  const { lab } = before
  const account = { user: 'somebody', group: 'somebody' }
  const cluster = await generateCluster(lab, {
    etcd: {
      version: next,
      paths: { ...paths, data: '/srv/etcd', environmentFile: '/etc/etcd/other.env' },
      account,
    },
    tls: { files },
  })
  await step('site.yml refuses to move the data of members that run, and says what moves it', async () => {
    const services = await servicesOf(cluster)
    assertRefused(
      await cluster.playbook('site.yml'),
      /data-elsewhere: etcd on etcd-1 has its data in \/var\/lib\/etcd/,
    )
    assertSameService(services, await servicesOf(cluster))
  })
  const writer = startWriting(cluster.hosts)
  const leader = await leaderOf(cluster)
  const order = cluster.hosts.toSorted(
    (one, other) => Number(one.name === leader) - Number(other.name === leader),
  )
  for (const host of order)
    await step(`the commands of the texts move ${host.name}, and site.yml --limit starts it`, async () => {
      for (const code of ['data-elsewhere', 'wrong-owner'])
        await typesAll(host, (await verdictTexts(cluster, host)).get(code) ?? '')
      const outcome = await cluster.playbook('site.yml', { arguments: ['--limit', host.name] })
      assert.equal(outcome.exitCode, 0, failureText(outcome))
    })
  const back = await generateCluster(lab, {
    etcd: { version: earlier, paths: { ...paths, data: '/srv/etcd' }, account },
    tls: { files },
  })
  await step('an earlier patch is a change like any other', async () => {
    assertSuccess(back, await back.playbook('site.yml'))
  })
  line(`${await writer.stop()} writes went through meanwhile, all of them can be read`)
  await staysAsItIs(context, back)
  await verifies(context, back)
}
