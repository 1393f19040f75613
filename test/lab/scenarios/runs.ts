import assert from 'node:assert/strict'
import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseRecap } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { commandsIn, verdictTexts } from '../steps/advice.ts'
import { bootstrap, bringBundle } from '../steps/bundle.ts'
import { fromCheckpoint } from '../steps/checkpoint.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { addMemberAt, assertFormed, etcdctl, idOf, leaderOf } from '../steps/members.ts'
import { assertRefused, assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { assertSameService, servicesOf, waitUntilDown } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

/** How many pairs of runs at once, and how many hosts that vanish. */
const rounds = Number(process.env.QUORATE_LAB_ROUNDS ?? 2)

/** No run harms a cluster that works, whoever starts it, wherever, however it ends. */
export const runs: Scenario = {
  name: 'runs',
  title:
    'runs at once, runs cut short, a run of another PKI, and members that come, move and go harm nothing',
  run: async (context) => {
    await using lab = await fromCheckpoint(context, { hosts: [hostNumber(4)] })
    const { cluster } = lab
    const three = cluster.hosts
    const names = cluster.nodes
    await etcdctl(three[0] as Host, 'put', '/lab/before', 'kept')
    await keyGrows(context, cluster)
    await rootTrustsItself(context, three[0] as Host)
    await leavesNothingOut(context, cluster)
    await anotherPki(context, cluster)
    await twoAtOnce(context, lab, names)
    await killed(context, lab, names)
    await isGone(context, cluster)
    await hostsVanish(context, lab, names)
    await oneMoves(context, lab, names)
    await twoClusters(context, lab)
    await theLeaderGoes(context, lab)
  },
}

/** etcd's account writes nothing that root reads as its own record: neither the file, nor another in its place. */
async function rootTrustsItself({ step }: ScenarioContext, host: Host): Promise<void> {
  await step("etcd's account can neither change nor replace what root reads as its own record", async () => {
    const records = ['/run/etcd-started', '/run/etcd-run', '/run/etcd-asked', '/etc/etcd/joined']
    const script =
      'for path; do for each in "$path" "$(dirname "$path")"; do [ ! -w "$each" ] || echo "$each"; done; done'
    const as = ['runuser', '-u', 'etcd', '--', 'sh', '-c', script, 'sh'] as const
    assert.equal(await host.run([...as, ...records]), '')
    assert.equal(await host.run([...as, '/var/lib/etcd/member']), '/var/lib/etcd/member\n/var/lib/etcd')
  })
}

/** The keys belong to etcd's account. However large one is, root reads no more of it than a key has. */
async function keyGrows({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('a key that somebody has made 4 TB large holds nobody up, and is replaced', async () => {
    const key = '/etc/etcd/pki/server.key'
    await (cluster.hosts.at(-1) as Host).run(['runuser', '-u', 'etcd', '--', 'truncate', '-s', '4T', key])
    assertSuccess(cluster, await cluster.playbook('site.yml'))
    await assertFormed(cluster)
    assertUnchanged(await cluster.playbook('site.yml'))
  })
}

/** A playbook that does nothing does not end well. */
async function leavesNothingOut({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('tags that leave everything out are refused', async () => {
    for (const playbook of ['site.yml', 'verify.yml'] as const)
      for (const argument of ['--tags=none', '--skip-tags=all'])
        assertRefused(await cluster.playbook(playbook, { arguments: [argument] }), /tags-given: /)
  })
}

/** Somebody generates the same spec elsewhere, which makes a second PKI, and runs its site.yml. */
async function anotherPki({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [first] = cluster.hosts as [Host]
  const aside = `${cluster.folder}.aside`
  await step('a folder with another PKI is refused with both fingerprints, by every channel', async () => {
    const before = await servicesOf(cluster)
    renameSync(cluster.folder, aside)
    const generated = await cluster.quorate('generate')
    assert.equal(generated.exitCode, 0, failureText(generated))
    const fingerprint = '(?:[0-9A-F]{2}:){31}[0-9A-F]{2}'
    const says = new RegExp(
      `ca-of-another-pki: .*\\.crt has the fingerprint ${fingerprint}, and this folder has ${fingerprint}`,
    )
    assertRefused(await cluster.playbook('site.yml'), says)
    assertRefused(await cluster.playbook('site.yml', { arguments: ['-e', 'etcd_new_ca=yes'] }), says)
    await bringBundle(cluster, first)
    const outcome = await bootstrap(first)
    assert.match(outcome.output, says)
    const elsewhere = { paths: { environmentFile: '/etc/etcd/other.env' } }
    const moved = await generateCluster(cluster.lab, { hosts: cluster.nodes, etcd: elsewhere })
    assertRefused(await moved.playbook('site.yml'), says)
    assertSameService(before, await servicesOf(cluster))
    renameSync(cluster.folder, `${cluster.folder}.another`)
    renameSync(aside, cluster.folder)
    await generateCluster(cluster.lab, { hosts: cluster.nodes })
    assertUnchanged(await cluster.playbook('site.yml'))
  })
}

/** The cluster with a setting that a restart brings about. */
function changed(lab: Lab, hosts: readonly string[], snapshotCount: number): Promise<GeneratedCluster> {
  return generateCluster(lab, { hosts, etcd: { tuning: { snapshotCount } } })
}

/** The same change from two folders, as two people or two pipelines have them. */
async function twoAtOnce({ step, line }: ScenarioContext, lab: Lab, hosts: readonly string[]): Promise<void> {
  const members = hosts.map((name) => lab.host(name))
  const sampler = await startSampling(members)
  const writer = startWriting(members)
  const heldBack: string[] = []
  await step(
    `${rounds} times two runs at once: one goes through, and the other one says who holds the lock`,
    async () => {
      for (let round = 1; round <= rounds; round += 1) {
        const cluster = await changed(lab, hosts, 5000 + round)
        cpSync(cluster.folder, `${cluster.folder}.colleague`, { recursive: true })
        const outcomes = await Promise.all([
          cluster.playbook('site.yml'),
          sleep((8000 * (round - 1)) / rounds).then(() =>
            lab.ansible.playbook(`${cluster.folder}.colleague/ansible`, 'site.yml'),
          ),
        ])
        const failed = outcomes.filter(({ exitCode }) => exitCode !== 0)
        assert.ok(failed.length <= 1, `both runs failed in round ${round}`)
        for (const outcome of failed) {
          assertRefused(outcome, /locked: Another run changes lab: site\.yml of \S+ on \S+, since /)
          heldBack.push(`${round}`)
        }
        assertUnchanged(await cluster.playbook('site.yml'))
      }
    },
  )
  line(`the second run was held back in ${heldBack.length} of ${rounds} rounds`)
  assert.ok(heldBack.length > 0, 'no two runs ever met')
  line(`${await sampler.stop()} samples: at no moment were two members down`)
  line(`${await writer.stop()} writes, all of them there`)
}

/** Runs are killed while they hold the lock. */
async function killed({ step }: ScenarioContext, lab: Lab, hosts: readonly string[]): Promise<void> {
  const first = lab.host('etcd-1')
  const cluster = await changed(lab, hosts, 5900)
  const elsewhere = async (parameters: string) => {
    const command = `hostname colleague && exec ansible-playbook ${parameters}`
    const program = ['/usr/bin/unshare', '--uts', 'sh', '-c', command] as const
    const outcome = await lab.ansible.run(join(cluster.folder, 'ansible'), program)
    return { ...outcome, recap: parseRecap(outcome.output), seconds: 0 }
  }
  await step(
    'a run is killed: another control node and bootstrap.sh say how to take over, and that works',
    async () => {
      await kill(cluster, first)
      await bringBundle(cluster, first)
      assert.match((await bootstrap(first)).output, /- locked: Another run changes lab: /)
      await first.run(['touch', '-d', '+30 seconds', '/run/etcd-run'])
      const refused = await elsewhere('site.yml')
      assertRefused(refused, /locked: Another run changes lab: /)
      const [, command] =
        /type `ansible-playbook (site\.yml -e etcd_take_over=[^`]+)`/.exec(
          refused.output.replace(/\s+/g, ' '),
        ) ?? []
      assert.ok(command, refused.output)
      assertSuccess(cluster, await elsewhere(command))
    },
  )
  await step(
    'a run is killed, and a clock that was a day ahead is corrected: the lock has expired',
    async () => {
      const ahead = await changed(lab, hosts, 5903)
      await kill(ahead, first)
      // A step of the killed run may still go on, and take the lock of its host.
      const later =
        'for i in $(seq 50); do [ -s /run/etcd-run ] && break; sleep 0.1; done; touch -c -d "+1 day" /run/etcd-run'
      for (const host of ahead.hosts) await host.run(['sh', '-c', later])
      assertSuccess(ahead, await elsewhere('site.yml'))
    },
  )
  await step('a run is killed: the next one on the same control node completes it', async () => {
    const again = await changed(lab, hosts, 5901)
    await kill(again, first)
    assertSuccess(again, await again.playbook('site.yml'))
    assertUnchanged(await again.playbook('site.yml'))
    assert.equal(
      (await first.attempt(['test', '-e', '/run/etcd-run'])).exitCode,
      1,
      'the lock is still there',
    )
  })
  await step(
    'a run with --limit holds the lock on the nodes that it hides too, and releases it',
    async () => {
      const part = await changed(lab, hosts, 5902)
      const limited = part.playbook('site.yml', { arguments: ['--limit', 'etcd-1'] })
      const hidden = lab.host('etcd-3')
      await hidden.run(waitForLock)
      assert.equal((await limited).exitCode, 0)
      assert.equal(
        (await hidden.attempt(['test', '-e', '/run/etcd-run'])).exitCode,
        1,
        'the lock is still there',
      )
      assertSuccess(part, await part.playbook('site.yml'))
    },
  )
}

const waitForLock = [
  'sh',
  '-c',
  'for i in $(seq 600); do [ -s /run/etcd-run ] && exit; sleep 0.1; done; exit 1',
] as const

/** Starts site.yml and kills it as soon as it has the lock of a host. */
async function kill(cluster: GeneratedCluster, host: Host): Promise<void> {
  const dying = cluster.playbook('site.yml')
  await host.run(waitForLock)
  const [, id] = /^process=(\d+) /m.exec(await host.run(['cat', '/run/etcd-run'])) ?? []
  process.kill(Number(id), 'SIGKILL')
  assert.notEqual((await dying).exitCode, 0)
}

/** A host falls silent right after a run, while Ansible still has a connection to it. */
async function isGone({ step, line }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('a host that is gone is given up within 20 seconds, and nothing changes', async () => {
    const gone = cluster.hosts.at(-1) as Host
    const usual = await cluster.playbook('site.yml')
    assertUnchanged(usual)
    await gone.unplug()
    const outcome = await cluster.playbook('site.yml')
    await gone.plugIn()
    // What Ansible needs for itself depends on the machine of the lab.
    const waited = outcome.seconds - usual.seconds
    line(`given up after ${waited.toFixed(1)} s`)
    assertRefused(outcome, new RegExp(`fatal: \\[${gone.name}\\]: UNREACHABLE`))
    assert.ok(waited < 20, 'it took longer')
  })
}

/** A host falls silent in the middle of a run. */
async function hostsVanish(
  { step, line }: ScenarioContext,
  lab: Lab,
  hosts: readonly string[],
): Promise<void> {
  const members = hosts.map((name) => lab.host(name))
  const sampler = await startSampling(members)
  const writer = startWriting(members)
  const seconds: number[] = []
  await step(
    `${rounds} times a host vanishes during a run: the run ends soon, and the next one completes it`,
    async () => {
      for (let round = 1; round <= rounds; round += 1) {
        const cluster = await changed(lab, hosts, 6000 + round)
        const vanishing = members[round % members.length] as Host
        const run = cluster.playbook('site.yml')
        await sleep((7000 * round) / rounds)
        await vanishing.unplug()
        const from = performance.now()
        const outcome = await run
        seconds.push((performance.now() - from) / 1000)
        await vanishing.plugIn()
        if (outcome.exitCode !== 0)
          assert.match(outcome.output, /unreachable|unhealthy|did not become healthy/i)
        await untilHealthy(members)
        const next = await cluster.playbook('site.yml')
        assertSuccess(cluster, next)
        assertUnchanged(await cluster.playbook('site.yml'))
      }
    },
  )
  line(`the run ended ${seconds.map((each) => each.toFixed(1)).join(', ')} s after the host had vanished`)
  assert.ok(Math.max(...seconds) < 120, 'a run waited on')
  line(`${await sampler.stop()} samples: at no moment were two members down`)
  line(`${await writer.stop()} writes, all of them there`)
}

async function untilHealthy(members: readonly Host[]): Promise<void> {
  const [first] = members as [Host]
  await first.run([
    'sh',
    '-c',
    'set -a; . /etc/etcd/etcdctl.env; for i in $(seq 60); do etcdctl endpoint health --cluster && exit; sleep 1; done; exit 1',
  ])
}

/** A member gets another address; its machine has both for a while. */
async function oneMoves(context: ScenarioContext, lab: Lab, hosts: readonly string[]): Promise<void> {
  const members = hosts.map((name) => lab.host(name))
  const nodes = members.map(({ name, address }) => ({
    name,
    address: name === 'etcd-2' ? '10.240.0.51' : address,
    ansible: { host: address },
  }))
  const writer = startWriting(members)
  const sampler = await startSampling(members)
  const [first, second] = members as [Host, Host]
  const moved = await generateCluster(lab, { hosts, nodes })
  await context.step('a peer URL that the cluster does not take is refused with what etcd says', async () => {
    await second.addAddress('10.240.0.51')
    await addMemberAt(first, 'other', 'https://10.240.0.51:2380', '--learner')
    const says =
      /The cluster does not take the peer URL https:\/\/10\.240\.0\.51:2380 of etcd-2: .*already exists/
    // The others are told of the new peer URL, and do not restart for it.
    const { exitCode, output } = await moved.playbook('site.yml')
    assert.notEqual(exitCode, 0, output)
    assert.match(output.replaceAll(/\s+/g, ' '), says)
    const list = (await etcdctl(first, 'member', 'list')).split('\n')
    const [other = ''] = list.find((line) => line.includes('unstarted'))?.split(', ') ?? []
    await etcdctl(first, 'member', 'remove', other)
  })
  await context.step('a member moves to another address: site.yml alone takes it there', async () => {
    assertSuccess(moved, await moved.playbook('site.yml'))
    await assertFormed(moved)
    const list = await etcdctl(first, 'member', 'list')
    assert.match(list, /etcd-2, https:\/\/10\.240\.0\.51:2380, https:\/\/10\.240\.0\.51:2379/)
    assertUnchanged(await moved.playbook('site.yml'))
  })
  await context.step('and back, when its machine has lost the other address already', async () => {
    await second.run(['systemctl', 'stop', 'etcd'])
    await second.removeAddress('10.240.0.51')
    const back = await generateCluster(lab, { hosts })
    const refused = await back.playbook('site.yml')
    assertRefused(refused, /peer-url-changed: The cluster knows etcd-2 at https:\/\/10\.240\.0\.51:2380/)
    const text = (await verdictTexts(back, second)).get('peer-url-changed') ?? ''
    const command = commandsIn(text).at(-1) ?? ''
    assert.match(command, /etcdctl member update [0-9a-f]+ --peer-urls=https:\/\/10\.240\.0\.11:2380$/)
    await first.run(['sh', '-euc', command])
    assertSuccess(back, await back.playbook('site.yml'))
    await assertFormed(back)
    assertUnchanged(await back.playbook('site.yml'))
  })
  context.line(`${await sampler.stop()} samples: at no moment were two members down`)
  context.line(`${await writer.stop()} writes, all of them there`)
}

/** Somebody has set up a node alone, under the same name. */
async function twoClusters({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const fourth = lab.host('etcd-4')
  await step('a node with a cluster of its own is refused, and follows as the text says', async () => {
    const alone = await generateCluster(lab, { hosts: [fourth.name] })
    assertSuccess(alone, await alone.playbook('site.yml'))
    const four = await generateCluster(lab)
    assertRefused(
      await four.playbook('site.yml'),
      /clusters-differ: .* with the IDs [0-9a-f]+ and [0-9a-f]+\. Save/,
    )
    await fourth.run(['systemctl', 'stop', 'etcd'])
    assertSuccess(four, await four.playbook('replace.yml', { arguments: ['-e', `member=${fourth.name}`] }))
    await assertFormed(four)
    assert.match(await fourth.run(['ls', '/var/lib/etcd']), /^member\.\d{8}-\d{6}$/m)
  })
}

/** The leader is removed with etcdctl, and nobody disables it. */
async function theLeaderGoes({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step(
    'a leader that is removed stays down, after a reboot too, and site.yml leaves it alone',
    async () => {
      const four = await generateCluster(lab)
      const leader = lab.host(await leaderOf(four))
      const stays = four.hosts.filter(({ name }) => name !== leader.name)
      await etcdctl(stays[0] as Host, 'member', 'remove', await idOf(stays[0] as Host, leader))
      await leader.reboot()
      // The machine may have gone down before etcd knew of its removal. Then it hears of it from its peers.
      await waitUntilDown(leader)
      assert.equal((await leader.attempt(['systemctl', 'is-enabled', 'etcd'])).stdout, 'disabled')
      assertRefused(await four.playbook('site.yml'), /removed: The cluster has removed /)
      const rest = await generateCluster(lab, { hosts: stays.map(({ name }) => name) })
      assertSuccess(rest, await rest.playbook('site.yml'))
      await assertFormed(rest)
      assert.equal(await etcdctl(stays[0] as Host, 'get', '/lab/before', '--print-value-only'), 'kept')
    },
  )
}
