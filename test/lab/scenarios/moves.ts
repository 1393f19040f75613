import type { Scenario } from '../scenario.ts'
import { generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { assertRestartedInTurn, assertSameService, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

const [first, next, afterNext] = ['3.5.35', '3.6.16', '3.7.3'] as const

/** Another version, with its programs, its configuration and its certificates elsewhere, is a change like any other; a leap is refused. */
export const moves: Scenario = {
  name: 'moves',
  title:
    'a living cluster goes one minor version up while programs, configuration and certificates move; what it cannot do is refused',
  run: async (context) => {
    const { step, line } = context
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [first, next, afterNext] })
    const old = await generateCluster(lab, { etcd: { version: first } })
    await bringUp(context, old)
    const before = await servicesOf(old)
    await step('site.yml refuses two minor versions at once, and another account', async () => {
      const leap = await generateCluster(lab, { etcd: { version: afterNext } })
      assertRefused(await leap.playbook('site.yml'), /version-jump: /)
      const account = { user: 'somebody', group: 'somebody' }
      const owner = await generateCluster(lab, { etcd: { version: first, account } })
      assertRefused(
        await owner.playbook('site.yml'),
        /wrong-owner: .* belongs to etcd, and etcd runs as somebody/,
      )
      assertSameService(before, await servicesOf(old))
    })
    const paths = { binaries: '/opt/programs', environmentFile: '/etc/etcd/etcd.env', pki: '/srv/pki' }
    const moved = await generateCluster(lab, {
      etcd: { version: next, paths },
      tls: { files: { naming: 'pem', server: 'kubernetes' } },
    })
    const writer = startWriting(moved.hosts)
    await step('site.yml takes each member in its turn along', async () => {
      assertSuccess(moved, await moved.playbook('site.yml'))
      assertRestartedInTurn(before, await servicesOf(moved))
    })
    line(`${await writer.stop()} writes went through meanwhile, all of them can be read`)
    await staysAsItIs(context, moved)
    await verifies(context, moved)
  },
}
