import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { describeCluster, etcdVersion, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed, etcdctl, idOf, leaderOf, untilHealthy } from '../steps/members.ts'
import { Operator, restore } from '../steps/operator.ts'
import { assertFails, assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { assertSameService, serviceOf, servicesOf } from '../steps/service.ts'

const quota = { etcd: { tuning: { quota: '16MiB' } } }
const larger = { etcd: { tuning: { quota: '64MiB' } } }

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
    await fillsDisk(context, operator)
    await reboots(context, operator)
    await restores(context, operator)
    await replaces(context, operator)
    await removes(context, operator)
    await adds(context, operator)
    await changes(context, operator)
    await startsFromOneMember(context, operator)
    operator.assertAllTyped('runbook')
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
    const seconds = await operator.onNode(first, 'The disk is slow', 0)
    assert.match(seconds, /^wal_fsync_duration_seconds_mean [\d.e-]+$/m)
    assert.match(seconds, /^backend_commit_duration_seconds_mean [\d.e-]+$/m)
  })
  await step('A member is down', async () => {
    await third.run(['systemctl', 'stop', 'etcd'])
    assert.match(await operator.tries(third, 'A member is down', 0), /inactive \(dead\)/)
    await operator.here('A member is down', 2)
    await operator.onNode(third, 'A member is down', 1)
    await assertFormed(operator.cluster)
  })
}

async function makesRoom({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first] = hosts as [Host]
  const section = 'The database is full (NOSPACE)'
  const change = { etcd: { ...quota.etcd, logging: { level: 'debug' } } }
  await step(`${section}: a change is refused, and the text names this section`, async () => {
    await fill(first, '/lab/large')
    await generateCluster(lab, change)
    const before = await servicesOf(operator.cluster)
    const why =
      /members-unhealthy: .* etcd says: [^{}]*NOSPACE[^{}]* see "The database is full \(NOSPACE\)" in/
    assertFails(await operator.cluster.playbook('site.yml'), why)
    assertFails(
      await operator.cluster.playbook('verify.yml'),
      /alarm: [^{}]*NOSPACE[^{}]* raise etcd\.tuning\.quota/,
    )
    assertSameService(before, await servicesOf(operator.cluster))
  })
  await step(`${section}: room is made, and the change goes through`, async () => {
    await operator.onNode(first, section, 0)
    const leader = await leaderOf(operator.cluster)
    for (const host of hosts.toSorted(
      (one, other) => Number(one.name === leader) - Number(other.name === leader),
    ))
      await operator.onNode(host, section, 1)
    await operator.onNode(first, section, 2)
    await etcdctl(first, 'put', '/lab/key', 'written')
    assert.equal(await etcdctl(first, 'alarm', 'list'), '')
    assertSuccess(operator.cluster, await operator.cluster.playbook('site.yml'))
  })
  await step(
    `${section}: with keys that are in use, a larger quota is rolled out, and the alarm ends`,
    async () => {
      const written = await fill(first, '/lab/used/$i')
      await etcdctl(first, 'alarm', 'disarm')
      // Another member may have been full first, and this one may take another write.
      await fill(first, '/lab/again')
      await assert.rejects(fillOnce(first, '/lab/again'), /database space exceeded/)
      assert.match(await etcdctl(first, 'alarm', 'list'), /NOSPACE/)
      describeCluster(lab, larger)
      await operator.here(section, 3)
      const checked = await operator.cluster.playbook('site.yml', { check: true })
      assertSuccess(operator.cluster, checked)
      await operator.here(section, 4)
      assert.equal(await etcdctl(first, 'alarm', 'list'), '')
      const found = await etcdctl(first, 'get', '/lab/used/', '--prefix', '--keys-only')
      assert.equal(found.split('\n').filter(Boolean).length, written, 'an acknowledged write is gone')
      await fillOnce(first, '/lab/after')
      const again = await operator.cluster.playbook('site.yml')
      assertSuccess(operator.cluster, again)
      assertUnchanged(again)
      await etcdctl(first, 'del', '/lab/used/', '--prefix')
    },
  )
}

const environment = 'set -a; . /etc/etcd/etcdctl.env; set +a'
const value = 'v=$(head -c 500000 /dev/zero | tr "\\0" x)'

/** Writes to a key, or to keys with $i in them, until etcd has no room; returns how many writes it took. */
async function fill(host: Host, key: string): Promise<number> {
  const put = `printf %s "$v" | etcdctl put "${key}" >/dev/null 2>&1 || { echo $((i - 1)); exit 0; }`
  const written = await attempts(
    host,
    `${environment}; ${value}; for i in $(seq 60); do ${put}; done; exit 1`,
  )
  assert.match(await etcdctl(host, 'alarm', 'list'), /NOSPACE/)
  return Number(written)
}

async function fillOnce(host: Host, key: string): Promise<void> {
  await host.run(['sh', '-euc', `${environment}; ${value}; printf %s "$v" | etcdctl put ${key}`])
}

const attempts = (host: Host, script: string) => host.run(['sh', '-uc', script])

/** The disk of a member is full: it stops, and runs again once what may be deleted is deleted. */
async function fillsDisk({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const [first, second] = operator.cluster.hosts as [Host, Host]
  const section = 'The disk is full'
  const data = '/var/lib/etcd'
  const aside = `${data}/member.20260101-000000`
  await step(section, async () => {
    await sh(second, `systemctl stop etcd; mv ${data}/member /root/aside`)
    await sh(second, `mount -t tmpfs -o size=300M,mode=700 etcd ${data}; chown etcd:etcd ${data}`)
    await sh(second, `cp -a /root/aside ${data}/member; systemctl start etcd`)
    await untilHealthy(first)
    await sh(second, `mkdir ${aside}; head -c 1G /dev/zero >${aside}/db 2>/dev/null || true`)
    const put = 'printf %s "$v" | etcdctl put /lab/disk/$i >/dev/null 2>&1 || true'
    await sh(first, `${environment}; ${value}; for i in $(seq 20); do ${put}; done`)
    const stopped = 'journalctl -u etcd | grep -q "no space left on device"'
    await sh(second, `for i in $(seq 60); do ${stopped} && exit; sleep 0.5; done; exit 1`)
    const shown = await operator.onNode(second, section, 0)
    assert.match(shown, /100%/)
    assert.ok(shown.includes(aside), shown)
    await operator.onNode(second, section, 1)
    await sh(second, `rm -r ${aside}`)
    await operator.onNode(second, section, 2)
    await untilHealthy(first)
    await sh(second, `systemctl stop etcd; rm -r /root/aside; cp -a ${data}/member /root/aside`)
    await sh(second, `umount ${data}; mv /root/aside ${data}/member; systemctl start etcd`)
    await untilHealthy(first)
    await etcdctl(first, 'del', '/lab/disk/', '--prefix')
  })
}

const sh = (host: Host, script: string) => host.run(['sh', '-euc', script])

async function reboots({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { cluster } = operator
  const section = 'Reboot a machine'
  await step(`${section}: another member leads first`, async () => {
    await operator.here(section, 0)
    const leader = cluster.lab.host(await leaderOf(cluster))
    const [next] = cluster.hosts.filter(({ name }) => name !== leader.name) as [Host]
    await operator.onNode(leader, section, 1, { ID: await idOf(leader, next) })
    assert.equal(await leaderOf(cluster), next.name)
    await leader.reboot()
    await untilHealthy(next)
    await operator.here(section, 0)
  })
}

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

async function replaces({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { hosts } = operator.cluster
  const [first, , third] = hosts as [Host, Host, Host]
  const section = 'Replace a lost member'
  const corrupt = 'A database is corrupt'
  await step(`${corrupt}, ${section}`, async () => {
    await raiseCorrupt(first, await idOf(first, third))
    const outcome = await operator.cluster.playbook('verify.yml')
    assertFails(outcome, /alarm: [^{}]*CORRUPT[^{}]* See "A database is corrupt" in the README/)
    await assert.rejects(etcdctl(first, 'put', '/lab/corrupt', 'x'), /etcdserver: corrupt cluster/)
    const [id = '', ...list] = (await operator.onNode(first, corrupt, 0)).split('\n')
    assert.ok(
      list.some((line) => line.startsWith(`${id}, started, ${third.name},`)),
      `${id}\n${list}`,
    )
    await operator.onNode(third, corrupt, 1)
    await operator.onNode(first, corrupt, 2)
    await operator.here(section, 0, { NAME: third.name })
    assert.equal((await etcdctl(third, 'get', '/lab/kept', '--print-value-only')).trim(), 'kept')
  })
}

/** Has etcd raise the alarm that it raises when a member's data differs from that of the others. */
async function raiseCorrupt(host: Host, id: string): Promise<void> {
  // As text: the ID is larger than a number of JSON can hold.
  const alarm = JSON.stringify({ action: 'ACTIVATE', memberID: String(BigInt(`0x${id}`)), alarm: 'CORRUPT' })
  const post =
    'curl --silent --show-error --fail --cacert $ETCDCTL_CACERT --cert $ETCDCTL_CERT --key $ETCDCTL_KEY'
  await host.run([
    'sh',
    '-euc',
    `${environment}; ${post} https://127.0.0.1:2379/v3/maintenance/alarm --data '${alarm}'`,
  ])
}

async function removes({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [, , third] = hosts as [Host, Host, Host]
  const section = 'Remove a member'
  await step(section, async () => {
    const smaller = { ...larger, hosts: ['etcd-1', 'etcd-2'] }
    const nodes = hosts.map(({ name, address }) => ({
      name,
      address,
      ...(name === third.name && { state: 'absent' }),
    }))
    describeCluster(lab, { ...smaller, nodes })
    await operator.here(section, 0)
    await operator.here(section, 1)
    describeCluster(lab, smaller)
    await operator.here(section, 2)
    await third.reboot()
    assert.equal((await serviceOf(third)).state, 'inactive')
  })
}

async function adds({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [, , third] = hosts as [Host, Host, Host]
  const section = 'Add a member'
  await step(`${section}, on a new machine`, async () => {
    await reinstall(third)
    describeCluster(lab, larger)
    await operator.here(section, 0)
    const unreachable = 'A machine cannot be reached'
    const why = new RegExp(`Host key verification failed.* or see "${unreachable}" in`)
    assertFails(await operator.cluster.playbook('site.yml'), why)
    await operator.here(unreachable, 0, { ADDRESS: `${third.address} -f ${knownHostsOf(third)}` })
    await acceptsHostKey(operator, third)
    await operator.here(section, 1)
    await assertFormed(operator.cluster)
  })
}

/** Makes a new machine, of which the control node knows only the old host key. */
async function reinstall(host: Host): Promise<void> {
  const before = readFileSync(knownHostsOf(host))
  await host.reinstall()
  await host.start()
  writeFileSync(knownHostsOf(host), before)
}

async function acceptsHostKey({ cluster }: Operator, host: Host): Promise<void> {
  const options = ['-F', host.sshConfiguration, '-o', 'StrictHostKeyChecking=accept-new']
  const login = ['/usr/bin/ssh', ...options, `root@${host.address}`, 'true'] as const
  const { exitCode, output } = await cluster.lab.ansible.run(cluster.folder, login)
  assert.equal(exitCode, 0, output)
}

const knownHostsOf = ({ sshConfiguration }: Host) => join(dirname(sshConfiguration), 'known_hosts')

async function changes({ step }: ScenarioContext, operator: Operator): Promise<void> {
  const { lab, hosts } = operator.cluster
  const [first] = hosts as [Host]
  await step('Change the configuration', async () => {
    describeCluster(lab, { etcd: { tuning: { quota: '96MiB' } } })
    await operator.here('Change the configuration', 0)
    await operator.here('Change the configuration', 1)
    assert.match(await first.run(['cat', '/etc/default/etcd']), /ETCD_QUOTA_BACKEND_BYTES="?100663296/)
  })
  await step('Renew or rotate certificates', async () => {
    const serial = ['openssl', 'x509', '-noout', '-serial', '-in', '/etc/etcd/pki/server.crt'] as const
    const before = await first.run(serial)
    // Certificates that are new have a year left.
    await operator.here('Renew or rotate certificates', 0, { '--within 30d': '--within 400d' })
    await operator.here('Renew or rotate certificates', 1)
    assert.notEqual(await first.run(serial), before)
  })
  await step('A CA has expired, Upgrade etcd', async () => {
    const ca = ['cat', '/etc/etcd/pki/client-ca.crt'] as const
    const before = await first.run(ca)
    await operator.here('A CA has expired', 0, {
      CA: 'client-ca peer-ca',
      '--within 30d': '--within 400d',
    })
    await operator.here('A CA has expired', 1)
    assert.notEqual(await first.run(ca), before)
    await operator.here('Upgrade etcd', 0)
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
    await operator.onNode(first, section, 1)
  })
  await step(`${section}, and two machines with it`, async () => {
    await etcdctl(first, 'put', '/lab/last', 'kept')
    await third.reinstall()
    await third.start()
    await second.run(['systemctl', 'stop', 'etcd'])
    await second.run(['rm', '-rf', '/var/lib/etcd/member'])
    const outcome = await operator.cluster.playbook('site.yml')
    assertFails(
      outcome,
      /quorum-lost: etcd-2 was a member and has lost its data.* see "The quorum is lost" in/,
    )
    assertFails(outcome, /members-silent: etcd-3 has no data.* see "The quorum is lost" in/)
    await operator.onNode(first, section, 2)
    const copy = join(lab.folder, 'copy.db')
    await operator.here(section, 3, { NAME: first.name, SNAPSHOT: copy })
    // The third machine has not run etcd.
    for (const host of [first, second]) await operator.onNode(host, section, 4)
    await operator.here(section, 5)
    await restore(operator, copy, '--skip-hash-check')
    for (const host of hosts)
      assert.equal((await etcdctl(host, 'get', '/lab/last', '--print-value-only')).trim(), 'kept')
  })
}
