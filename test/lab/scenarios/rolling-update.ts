import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { blocksNamedIn, commandsIn, succeedsHere, textNamingRunbook, typesAll } from '../steps/advice.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { assertKept, type Clients, startClients } from '../steps/clients.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { addMemberAt, etcdctl, idOf, leaderOf, membersOf, untilHealthy } from '../steps/members.ts'
import {
  assertFails,
  assertSuccess,
  assertUnchanged,
  saidBy,
  staysAsItIs,
  verifies,
} from '../steps/playbooks.ts'
import { waitUntilOpen } from '../steps/replacement.ts'
import { commandsOf, fillIn } from '../steps/runbook.ts'
import {
  assertRestartedInTurn,
  assertSameService,
  orderOfStarts,
  serviceOf,
  servicesOf,
} from '../steps/service.ts'

/** A change to a living cluster: one member at a time, the leader last, and nothing is lost on the way. */
export const rollingUpdate: Scenario = {
  name: 'rolling-update',
  title: 'a change goes through a living cluster one member at a time, the leader last',
  run: async (context) => {
    const { step, line } = context
    await using lab = await fromCheckpoint(context)
    const leader = await leaderOf(lab)
    const before = await servicesOf(lab)
    const changed = await generateCluster(lab, { etcd: { tuning: { snapshotCount: 5000 } } })
    await step('site.yml --check --diff shows the change, and makes none', async () => {
      const outcome = await changed.playbook('site.yml', { check: true })
      assertSuccess(changed, outcome)
      assert.match(outcome.output, /^\+ETCD_SNAPSHOT_COUNT="5000"$/m)
      assertSameService(before, await servicesOf(lab))
    })
    const clients = await step('eight connections write', () => startClients(changed))
    await step('site.yml restarts each member in its turn', async () => {
      assertSuccess(changed, await changed.playbook('site.yml'))
    })
    line(assertKept(lab, await clients.stop()))
    await findsFaults(context, changed, clients)
    const after = await servicesOf(lab)
    const order = orderOfStarts(after)
    line(`the leader was ${leader}; restarted in this order: ${order.join(', ')}`)
    assert.equal(order.at(-1), leader, 'the leader was not the last')
    assertRestartedInTurn(before, after)
    await staysAsItIs(context, changed)
    await verifies(context, changed)
    await step('site.yml stops at the first member that does not come back', async () => {
      // Somebody has put a drop-in on the node, with which etcd cannot start.
      const broken = await generateCluster(lab, { etcd: { tuning: { snapshotCount: 6000 } } })
      const leaderNow = await leaderOf(lab)
      const [first] = lab.hosts.filter(({ name }) => name !== leaderNow)
      assert.ok(first)
      await first.run(['mkdir', '-p', '/etc/systemd/system/etcd.service.d'])
      await first.run([
        'sh',
        '-c',
        'printf "[Service]\\nExecStartPre=/bin/false\\n" >/etc/systemd/system/etcd.service.d/broken.conf',
      ])
      const running = await servicesOf(lab)
      const outcome = await broken.playbook('site.yml')
      assert.notEqual(outcome.exitCode, 0, 'site.yml went on')
      const now = await servicesOf(lab)
      for (const service of now.filter(({ host }) => host !== first.name)) {
        assert.deepEqual(
          service,
          running.find(({ host }) => host === service.host),
        )
      }
      const why = `member-unhealthy: etcd on ${first.name} did not become healthy\\. .*etcd did not start again\\.`
      assertFails(outcome, new RegExp(why))
      await first.run(['rm', '-r', '/etc/systemd/system/etcd.service.d'])
      assertSuccess(broken, await broken.playbook('site.yml'))
      assertUnchanged(await broken.playbook('site.yml'))
    })
    await refusesLate(context, await generateCluster(lab, { etcd: { tuning: { snapshotCount: 7000 } } }))
    await finds(context, await generateCluster(lab, { etcd: { tuning: { snapshotCount: 7000 } } }))
  },
}

/** What reads the history back tells a lost key and a stale read from a history that is right. */
async function findsFaults(
  { step }: ScenarioContext,
  { lab, hosts: [first] }: GeneratedCluster,
  { history, check }: Clients,
): Promise<void> {
  const text = readFileSync(history, 'utf8')
  const operations = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  await step('the check finds a read that is stale', async () => {
    const { key, value: observed } = operations.find(
      ({ kind, outcome }) => kind === 'put' && outcome === 'ok',
    )
    const end = Math.max(...operations.map((operation) => operation.end))
    const stale = {
      connection: 0,
      kind: 'get',
      key,
      observed,
      start: end + 1e6,
      end: end + 2e6,
      outcome: 'ok',
    }
    const file = join(lab.folder, 'stale.jsonl')
    writeFileSync(file, `${text}${JSON.stringify(stale)}\n`)
    const figures = await check(file)
    assert.deepEqual([figures.linearizable, figures.lost], ['false', 0])
  })
  await step('the check finds a key that is gone', async () => {
    const { key } = operations.findLast(({ kind, outcome }) => kind === 'write' && outcome === 'ok')
    assert.ok(first)
    await etcdctl(first, 'del', key)
    const { lost, lostKeys, linearizable } = await check()
    assert.deepEqual({ lost, lostKeys, linearizable }, { lost: 1, lostKeys: [key], linearizable: 'true' })
  })
}

/** Something comes up on the leader while the others are updated: it stays as it is, and the message says so. */
async function refusesLate({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const leader = cluster.lab.host(await leaderOf(cluster))
  await step(`${leader.name} refuses when its turn comes: update-refused`, async () => {
    const before = await serviceOf(leader)
    const spoil = `until journalctl --unit=etcd --since=-2s | grep -q "lost TCP streaming\\|lost the TCP"; do sleep 0.1; done
mkdir -p /etc/systemd/system/etcd.service.d
printf '[Service]\\nEnvironment=ETCD_NAME=x\\n' >/etc/systemd/system/etcd.service.d/own.conf
systemctl daemon-reload`
    await leader.run(['systemd-run', '--quiet', '--unit=spoiler', 'sh', '-c', spoil])
    const outcome = await cluster.playbook('site.yml')
    assertFails(
      outcome,
      new RegExp(`update-refused: site.yml has not changed ${leader.name}\\b.*configured-elsewhere: `),
    )
    assert.doesNotMatch(saidBy(outcome), /did not become healthy/)
    assertSameService([before], [await serviceOf(leader)])
    const [, text = ''] = /(configured-elsewhere: .*?`[^`]+`)/.exec(saidBy(outcome)) ?? []
    await typesAll(leader, text)
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await leader.run(['rm', '-r', '/etc/systemd/system/etcd.service.d'])
  })
}

/** What verify.yml finds on members that are not as they should be, and what its texts have people do. */
async function finds(context: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const { step } = context
  const { lab, hosts } = cluster
  const [first, second, third] = hosts as [Host, Host, Host]
  const find = async (why: RegExp) => {
    const outcome = await cluster.playbook('verify.yml')
    assertFails(outcome, why)
    return saidBy(outcome)
  }
  const sectionOf = (text: string) => blocksNamedIn(cluster, text)
  await step(
    'verify.yml finds no quorum: not-running, no-leader and unhealthy lead to the sections that help',
    async () => {
      for (const host of [second, third]) await host.run(['systemctl', 'stop', 'etcd'])
      const said = await find(/not-running: etcd\.service is inactive/)
      assert.match(said, /unhealthy: The member is not healthy: /)
      const [start = ''] = sectionOf(textNamingRunbook(said, 'no-leader'))
      const [, startOne = ''] = sectionOf(textNamingRunbook(said, 'not-running'))
      await second.run(['sh', '-euc', start])
      await third.run(['sh', '-euc', startOne])
      await untilHealthy(first)
    },
  )
  await step('verify.yml finds not-enabled, differs and not-current, and site.yml ends them', async () => {
    await first.run(['systemctl', 'disable', '--quiet', 'etcd'])
    await second.run(['sh', '-c', 'echo "# touched" >>/etc/default/etcd'])
    await third.run(['sh', '-c', 'echo "ETCD_LOG_LEVEL=debug" >>/etc/default/etcd; systemctl restart etcd'])
    await untilHealthy(first)
    const said = await find(/not-enabled: /)
    assert.match(said, /differs: Not as they should be on the node: \/etc\/default\/etcd/)
    const commands = commandsIn(said).filter((command) => /^ansible-playbook site\.yml$/.test(command))
    assert.ok(commands.length > 0, said)
    await succeedsHere(cluster, commands[0] ?? '')
    await verifies(context, cluster)
  })
  await step('no member restarts while a voter that never started would cost the quorum', async () => {
    const before = await servicesOf(cluster)
    await addMemberAt(first, 'stray', 'https://10.240.0.77:2380')
    const changed = await generateCluster(lab, { etcd: { tuning: { snapshotCount: 7001 } } })
    // Three voters run, and four must have three.
    const why =
      /etcd is not restarted: lab would lose its quorum\. Of its 4 voters, these are not healthy: https:\/\/10\.240\.0\.77:2380/
    assertFails(await changed.playbook('site.yml'), why)
    assertSameService(before, await servicesOf(cluster))
    const stray = (await membersOf(first)).find(({ status }) => status === 'unstarted')
    await etcdctl(first, 'member', 'remove', stray?.id ?? '')
    await generateCluster(lab, { etcd: { tuning: { snapshotCount: 7000 } } })
    assertSuccess(cluster, await cluster.playbook('site.yml'))
  })
  await step('verify.yml finds members-differ, and names the section', async () => {
    const more = await generateCluster(lab, {
      etcd: { tuning: { snapshotCount: 7000 } },
      hosts: ['etcd-1', 'etcd-2'],
    })
    const outcome = await more.playbook('verify.yml')
    assertFails(
      outcome,
      /members-differ: The member list is not what the spec says\. Missing: none\. Not in the spec: https/,
    )
    const text = textNamingRunbook(saidBy(outcome), 'members-differ')
    const blocks = commandsOf(
      readFileSync(join(more.folder, 'README.md'), 'utf8'),
      /"(Remove a member)"/.exec(text)?.[1] ?? '',
    )
    // The spec does not have the node any more, so it is removed by hand.
    const remove = blocks.find((block) => block.includes('member remove ID')) ?? ''
    await waitUntilOpen(hosts)
    await first.run(['sh', '-euc', fillIn(remove, { ID: await idOf(first, third) })])
    assertSuccess(more, await more.playbook('site.yml'))
    await verifies(context, more)
  })
}
