import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, bootstraps, bringBundle } from '../steps/bundle.ts'
import { etcdVersion, type GeneratedCluster, generateCluster, type Style } from '../steps/cluster.ts'
import { effectiveOn } from '../steps/effective.ts'
import { threeHosts } from '../steps/hosts.ts'
import { etcdctl, membersOf, untilHealthy } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, bringUp, verifies } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { assertRestartedInTurn, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

const token = "Lab_1: etcd & 100% #1's /a@b=c"

/** What etcd, systemd, YAML or a shell would read something else in, if it were not escaped. */
const ODD = ['Etcd_1.Lab:A', "zone b: no. 2's #2 (50%)", '日本-é/@~!*?&;[x]|^+'] as const
const OTHERS = ['true', '%n%i: yes', '-'] as const

/** Members, tokens and files have names that are not those of the hosts, and members are renamed while clients write. */
export const names: Scenario = {
  name: 'names',
  title: 'members, the token and certificates have names that only etcd takes, and members are renamed',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await named(lab, ODD, 'env')
    await bringUp(context, cluster)
    await context.step('members, token and files have the names of the spec', async () => {
      await assertNamed(cluster, ODD)
      // A member with data does not report the token.
      const report = (await effectiveOn(lab.hosts[0] as Host))['starting an etcd server']
      assert.equal(report['initial-cluster-token'], token)
    })
    const writer = startWriting(lab.hosts)
    const sampler = await startSampling(lab.hosts)
    await renames(context, await named(lab, OTHERS, 'flags'), OTHERS)
    const [first, second, third] = OTHERS
    const swapped = [second, first, third] as const
    const last = await named(lab, swapped, 'file')
    await renames(context, last, swapped)
    await verifies(context, last)
    context.line(`${await sampler.stop()} samples: at no moment were two members down`)
    context.line(`${await writer.stop()} writes, all of them there`)
    await renamesOneThatIsDown(context, lab)
  },
}

function named(lab: Lab, members: readonly string[], style: Style): Promise<GeneratedCluster> {
  return generateCluster(lab, {
    nodes: lab.hosts.map(({ name, address }, index) => ({ name, memberName: members[index], address })),
    etcd: { style, token },
    tls: { files: { naming: 'pem', server: 'member-{node}', peer: '{node}.peer', root: 'admin-{node}' } },
  })
}

async function renames(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  members: readonly string[],
): Promise<void> {
  await context.step(`site.yml renames the members: ${members.join('   ')}`, async () => {
    const before = await servicesOf(cluster)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    assertRestartedInTurn(before, await servicesOf(cluster))
    await assertNamed(cluster, members)
    assertUnchanged(await cluster.playbook('site.yml'))
  })
}

/** The cluster still lists such a member by its old name, which the spec no longer has. */
async function renamesOneThatIsDown(context: ScenarioContext, lab: Lab): Promise<void> {
  const cluster = await named(lab, ODD, 'file')
  const third = lab.hosts[2] as Host
  await context.step('bootstrap.sh renames a member that is down, and site.yml the others', async () => {
    await third.run(['systemctl', 'stop', 'etcd'])
    await bringBundle(cluster, third)
    await bootstraps(third)
    await untilHealthy(third)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertNamed(cluster, ODD)
    await assertNothingToDo(third)
  })
}

async function assertNamed({ hosts }: GeneratedCluster, members: readonly string[]): Promise<void> {
  for (const [index, host] of hosts.entries()) {
    const listed = await membersOf(host)
    assert.deepEqual(new Set(listed.map(({ name }) => name)), new Set(members))
    await etcdctl(host, 'endpoint', 'health')
    const report = (await effectiveOn(host))['starting an etcd server']
    assert.equal(report.name, members[index])
    assert.equal(await host.run(['cat', '/etc/etcd/joined']), `cluster=lab token=${token}`)
    const tls = (await effectiveOn(host))['starting with client TLS']['tls-info']
    assert.ok(
      String(tls).includes(
        `cert = /etc/etcd/pki/member-${host.name}.pem, key = /etc/etcd/pki/member-${host.name}-key.pem,`,
      ),
      String(tls),
    )
    const files = (await host.run(['ls', '/etc/etcd/pki'])).trim().split('\n')
    const own = [`admin-${host.name}`, `${host.name}.peer`, `member-${host.name}`]
    assert.deepEqual(
      files.toSorted(),
      [
        ...own.flatMap((name) => [`${name}.pem`, `${name}-key.pem`]),
        'client-ca.pem',
        'peer-ca.pem',
      ].toSorted(),
    )
  }
}
