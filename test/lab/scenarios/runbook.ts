import assert from 'node:assert/strict'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import {
  describeCluster,
  etcdVersion,
  type GeneratedCluster,
  generateCluster,
  quorateCommand,
} from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl, idOf, leaderOf } from '../steps/members.ts'
import { waitUntilOpen } from '../steps/replacement.ts'
import { commandsOf, countBlocks, fillIn, homes } from '../steps/runbook.ts'
import { serviceOf } from '../steps/service.ts'

const quota = { etcd: { tuning: { quota: '16MiB' } } }
const shell = ['/bin/sh', '-euc'] as const

/** An operator who reads the runbook of one cluster and types its commands, as they are there. */
class Operator {
  readonly cluster: GeneratedCluster
  /** How many blocks of each section have been typed. */
  readonly #typed = new Map<string, Set<number>>()
  readonly #programs: string

  constructor(cluster: GeneratedCluster) {
    this.cluster = cluster
    this.#programs = join(cluster.lab.folder, 'programs')
    mkdirSync(this.#programs)
    const quorate = `#!/bin/sh\nexec ${quorateCommand.join(' ')} "$@"\n`
    writeFileSync(join(this.#programs, 'quorate'), quorate, { mode: 0o755 })
  }

  /** Types a block of a section on a host, as root. */
  async onNode(
    host: Host,
    section: string,
    index: number,
    words: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    return host.run([...shell, fillIn(this.#take(section, index), words)])
  }

  /** As `onNode`, for commands of which some are expected to fail. */
  async tries(host: Host, section: string, index: number): Promise<string> {
    return (await host.attempt(['/bin/sh', '-c', this.#take(section, index)])).output
  }

  /** Types a block on the control node: in the folder of the runbook, or for quorate in that of the spec. */
  async here(section: string, index: number, words: Readonly<Record<string, string>> = {}): Promise<string> {
    const { lab, folder, hosts } = this.cluster
    const commands = fillIn(this.#take(section, index), { SPEC: 'lab.yaml', ...words })
    const programs = [this.#programs, ...hosts.flatMap(({ root }) => globSync(join(root, 'opt/etcd/*/')))]
    const place = commands.startsWith('quorate ') ? lab.folder : folder
    const outcome = await lab.ansible.run(place, [...shell, commands], 'pinned', { programs })
    assert.equal(outcome.exitCode, 0, `${failureText(outcome)}\n    (all of it: ${outcome.log})`)
    return outcome.output
  }

  /** Every block that is this scenario's has been typed. */
  assertAllTyped(): void {
    const own = (rows: readonly string[]) =>
      rows.flatMap((home, index) => (home === 'runbook' ? [index] : []))
    const wanted = Object.entries(homes.several).flatMap(([section, rows]) =>
      own(rows).map((index) => `${section} ${index}`),
    )
    const typed = [...this.#typed].flatMap(([section, indices]) =>
      [...indices].map((index) => `${section} ${index}`),
    )
    assert.deepEqual(typed.sort(), wanted.sort())
  }

  /** How many blocks a section has. */
  count(section: string): number {
    return countBlocks(this.#runbook())[section] ?? 0
  }

  #take(section: string, index: number): string {
    const commands = commandsOf(this.#runbook(), section)[index]
    assert.ok(commands, `"${section}" has no block ${index}`)
    const indices = this.#typed.get(section) ?? new Set()
    this.#typed.set(section, indices.add(index))
    return commands
  }

  #runbook(): string {
    return readFileSync(join(this.cluster.folder, 'README.md'), 'utf8')
  }
}

/** Every command of the runbook, taken out of README.md and typed as an operator would. */
export const runbook: Scenario = {
  name: 'runbook',
  title: 'every command of a runbook does what the runbook says',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await generateCluster(lab, quota)
    const operator = new Operator(cluster)
    await setsUp(context, operator)
    await looks(context, operator)
    await makesRoom(context, operator)
    await restores(context, operator)
    await replaces(context, operator)
    await removes(context, operator)
    await adds(context, operator)
    await changes(context, operator)
    await startsFromOneMember(context, operator)
    operator.assertAllTyped()
  },
}

async function setsUp({ step }: ScenarioContext, operator: Operator): Promise<void> {
  await step('Set up the cluster with Ansible', async () => {
    await operator.here('Set up the cluster with Ansible', 0)
    await assertFormed(operator.cluster)
  })
}

async function looks({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { hosts } = operator.cluster
  const [first, , third] = hosts as [Host, Host, Host]
  await step('Check the cluster, Read the logs', async () => {
    await operator.here('Check the cluster', 0)
    const said = await operator.onNode(first, 'Check the cluster', 1)
    for (const { address } of hosts) assert.ok(said.includes(`https://${address}:2379`), said)
    assert.equal((await operator.here('Check the cluster', 2)).match(/is healthy/g)?.length, 3)
    assert.match(await operator.onNode(first, 'Read the logs', 0), /etcd/)
    assert.match(await operator.onNode(first, 'Read the logs', 1), /"health":"true"/)
  })
  await step('A member is down', async () => {
    await third.run(['systemctl', 'stop', 'etcd'])
    assert.match(await operator.tries(third, 'A member is down', 0), /inactive \(dead\)/)
    await operator.onNode(third, 'A member is down', 1)
    await assertFormed(operator.cluster)
  })
}

async function makesRoom({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { hosts } = operator.cluster
  const [first] = hosts as [Host]
  const section = 'The database is full (NOSPACE)'
  await step(section, async () => {
    const fill =
      'set -a; . /etc/etcd/etcdctl.env; set +a; v=$(head -c 500000 /dev/zero | tr "\\0" x); for i in $(seq 60); do printf %s "$v" | etcdctl put /lab/large || exit 0; done; exit 1'
    await attempts(first, fill)
    assert.match(await etcdctl(first, 'alarm', 'list'), /NOSPACE/)
    await operator.onNode(first, section, 0)
    const leader = await leaderOf(operator.cluster)
    for (const host of hosts.toSorted(
      (one, other) => Number(one.name === leader) - Number(other.name === leader),
    ))
      await operator.onNode(host, section, 1)
    await operator.onNode(first, section, 2)
    await etcdctl(first, 'put', '/lab/key', 'written')
    assert.equal(await etcdctl(first, 'alarm', 'list'), '')
  })
}

const attempts = (host: Host, script: string) => host.run(['sh', '-uc', script])

async function restores({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first, , third] = hosts as [Host, Host, Host]
  const snapshot = join(lab.folder, 'snapshot.db')
  await step('Back up the data', async () => {
    await etcdctl(first, 'put', '/lab/kept', 'kept')
    await operator.onNode(first, 'Back up the data', 0)
    await operator.here('Back up the data', 1, { NAME: first.name, SNAPSHOT: snapshot })
  })
  await step('Restore a snapshot', async () => {
    await etcdctl(first, 'del', '/lab/kept')
    await etcdctl(first, 'put', '/lab/later', 'lost')
    await restore(operator, snapshot)
    assert.equal((await etcdctl(third, 'get', '/lab/kept', '--print-value-only')).trim(), 'kept')
    assert.equal(await etcdctl(third, 'get', '/lab/later'), '')
    const last = operator.count('Restore a snapshot') - 1
    for (const host of hosts) await operator.onNode(host, 'Restore a snapshot', last)
  })
}

/** Types the commands that restore a snapshot. */
async function restore(operator: Operator, snapshot: string, option = ''): Promise<void> {
  const { hosts } = operator.cluster
  const section = 'Restore a snapshot'
  await operator.here(section, 0, { SNAPSHOT: snapshot })
  await operator.here(section, 1)
  for (const [index, host] of hosts.entries())
    await operator.onNode(host, section, 2 + index, option === '' ? {} : { restore: `restore ${option}` })
  await operator.here(section, 2 + hosts.length)
  await assertFormed(operator.cluster)
}

async function replaces({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { hosts } = operator.cluster
  const [first, second, third] = hosts as [Host, Host, Host]
  const section = 'Replace a lost member'
  await step(section, async () => {
    await third.run(['systemctl', 'stop', 'etcd'])
    await third.run(['rm', '-rf', '/var/lib/etcd/member'])
    await waitUntilOpen([first, second])
    await operator.onNode(first, section, 0, { ID: await idOf(first, third), ...wordsOf(third) })
    await operator.onNode(third, section, 1)
    await operator.here(section, 2)
    assert.equal((await etcdctl(third, 'get', '/lab/kept', '--print-value-only')).trim(), 'kept')
  })
}

async function removes({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first, , third] = hosts as [Host, Host, Host]
  const section = 'Remove a member'
  await step(section, async () => {
    await waitUntilOpen(hosts)
    await operator.onNode(first, section, 0, { ID: await idOf(first, third) })
    describeCluster(lab, { ...quota, hosts: ['etcd-1', 'etcd-2'] })
    await operator.here(section, 1)
    await operator.here(section, 2)
    await operator.onNode(third, section, 3)
    await third.reboot()
    assert.equal((await serviceOf(third)).state, 'inactive')
  })
}

async function adds({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first, second, third] = hosts as [Host, Host, Host]
  const section = 'Add a member'
  await step(`${section}, on a new machine`, async () => {
    await third.reinstall()
    await third.start()
    describeCluster(lab, quota)
    // The runbook of two members begins with how to promote the second one. The next runbook, of three, does not.
    await operator.here(section, 1)
    await operator.here(section, 0)
    await waitUntilOpen([first, second])
    await operator.onNode(first, section, 1, wordsOf(third))
    await operator.here(section, 2)
    await assertFormed(operator.cluster)
  })
}

async function changes({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first] = hosts as [Host]
  await step('Change the configuration', async () => {
    describeCluster(lab, { etcd: { tuning: { quota: '32MiB' } } })
    await operator.here('Change the configuration', 0)
    await operator.here('Change the configuration', 1)
    assert.match(await first.run(['cat', '/etc/default/etcd']), /ETCD_QUOTA_BACKEND_BYTES="?33554432/)
  })
  await step('Renew or rotate certificates', async () => {
    const serial = ['openssl', 'x509', '-noout', '-serial', '-in', '/etc/etcd/pki/server.crt'] as const
    const before = await first.run(serial)
    // Certificates that are new have a year left.
    await operator.here('Renew or rotate certificates', 0, { '--within 30d': '--within 400d' })
    await operator.here('Renew or rotate certificates', 1)
    assert.notEqual(await first.run(serial), before)
  })
}

async function startsFromOneMember({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first, second, third] = hosts as [Host, Host, Host]
  const section = 'The quorum is lost'
  await step(`${section}, but no data`, async () => {
    for (const host of [second, third]) await host.run(['systemctl', 'stop', 'etcd'])
    for (const host of hosts) await operator.onNode(host, section, 0)
    await untilHealthy(first)
  })
  await step(`${section}, and two machines with it`, async () => {
    await etcdctl(first, 'put', '/lab/last', 'kept')
    for (const host of [second, third]) {
      await host.reinstall()
      await host.start()
    }
    await operator.onNode(first, section, 1)
    await operator.onNode(first, section, 2)
    await operator.here(section, 3)
    const copy = join(lab.folder, 'copy.db')
    writeFileSync(copy, readFileSync(join(first.root, 'root/etcd-snapshot.db')))
    await restore(operator, copy, '--skip-hash-check')
    for (const host of hosts)
      assert.equal((await etcdctl(host, 'get', '/lab/last', '--print-value-only')).trim(), 'kept')
  })
}

async function untilHealthy(host: Host): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (
      await etcdctl(host, 'endpoint', 'health', '--cluster').then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(500)
  }
  assert.fail('the cluster is not healthy within 30 s')
}

const wordsOf = ({ name, address }: Host) => ({ NAME: name, 'PEER-URL': `https://${address}:2380` })
