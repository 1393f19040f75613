import assert from 'node:assert/strict'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PlaybookOutcome } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import { failureText } from '../machine/command.ts'
import type { ScenarioContext } from '../scenario.ts'
import type { GeneratedCluster } from '../steps/cluster.ts'
import { etcdctl } from '../steps/members.ts'
import { assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { commandsOf } from '../steps/runbook.ts'
import { serviceOf, servicesOf } from '../steps/service.ts'
import { clockOffBy } from '../tools/faketime.ts'
import { vault } from './prepare.ts'

/** A drop-in that schedules etcd is the user's; until etcd is started with it, it is not up to date. */
export async function noticesDropIn({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const host = cluster.lab.host('etcd-3')
  await step('a drop-in that only schedules does not stop site.yml, which restarts that member', async () => {
    const before = await servicesOf(cluster)
    await host.run([
      'sh',
      '-euc',
      'mkdir /etc/systemd/system/etcd.service.d; printf "[Service]\\nIOSchedulingClass=best-effort\\nIOSchedulingPriority=1\\n" >/etc/systemd/system/etcd.service.d/io.conf; systemctl daemon-reload',
    ])
    const found = await cluster.playbook('verify.yml')
    assert.ok(found.exitCode !== 0)
    assert.match(found.output, /not-current: /)
    assertSuccess(cluster, await cluster.playbook('site.yml', vault(cluster.lab)))
    const { mainProcess } = await serviceOf(host)
    for (const service of await servicesOf(cluster)) {
      const same = service.mainProcess === before.find((each) => each.host === service.host)?.mainProcess
      assert.equal(same, service.host !== host.name, service.host)
    }
    assert.equal(await host.run(['ionice', '--pid', String(mainProcess)]), 'best-effort: prio 1')
    const again = await cluster.playbook('site.yml')
    assertSuccess(cluster, again)
    assertUnchanged(again)
  })
}

/** 90 seconds apart: a warning with both times, in the preflight of site.yml and in verify.yml; nothing fails. */
export async function warnsOfClocks({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const host = cluster.lab.host('etcd-2')
  await step('site.yml and verify.yml warn when a clock is 90 seconds fast', async () => {
    const { LD_PRELOAD: library = '' } = await clockOffBy(90)
    const onHost = `/usr/lib/${basename(library)}`
    copyFileSync(library, join(host.root, onHost))
    writeFileSync(join(host.root, 'etc/faketimerc'), '+90s\n')
    writeFileSync(join(host.root, 'etc/ld.so.preload'), `${onHost}\n`)
    for (const playbook of ['site.yml', 'verify.yml'] as const) {
      const outcome = await cluster.playbook(playbook)
      assertSuccess(cluster, outcome)
      assertUnchanged(outcome)
      assertWarns(outcome)
    }
    writeFileSync(join(host.root, 'etc/ld.so.preload'), '')
    const outcome = await cluster.playbook('verify.yml')
    assert.doesNotMatch(outcome.output, /clocks-differ/)
  })
}

function assertWarns({ output }: PlaybookOutcome): void {
  const said = output.replace(/\s+/g, ' ')
  const time = '20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ'
  assert.match(
    said,
    new RegExp(
      `clocks-differ: WARNING: .* differ by (8|9|10)\\d seconds: etcd-[13] has ${time}, and etcd-2 has ${time}\\.`,
    ),
  )
}

/** The runbook's commands restore a snapshot where the WAL has a directory of its own. */
export async function restores({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const [host] = cluster.hosts as [Host]
  await step('a snapshot is restored where the WAL is in another directory than the data', async () => {
    const runbook = readFileSync(join(cluster.folder, 'README.md'), 'utf8')
    const blocks = commandsOf(runbook, 'Restore a snapshot')
    const commands = blocks.find((block) => block.includes('snapshot restore')) ?? ''
    assert.match(commands, / --wal-dir=\/srv\/etcd-wal\/restored /)
    await etcdctl(host, 'put', '/lab/key', 'kept')
    await etcdctl(host, 'snapshot', 'save', '/root/etcd-snapshot.db')
    await etcdctl(host, 'put', '/lab/key', 'later')
    await host.run(['systemctl', 'stop', 'etcd'])
    await host.run(['sh', '-euc', commands])
    await host.run(['systemctl', 'start', 'etcd'])
    assert.equal(await etcdctl(host, 'get', '/lab/key', '--print-value-only'), 'kept')
    assert.match(await host.run(['ls', '/srv/etcd-wal/wal']), /\.wal$/m)
    assertSuccess(cluster, await cluster.playbook('verify.yml'))
  })
}

/** With authentication on, etcd's JSON gateway refuses a certificate with a common name, and takes one without. */
export async function logsInByPassword(
  { step }: ScenarioContext,
  { lab, folder, hosts }: GeneratedCluster,
): Promise<void> {
  const [host] = hosts as [Host]
  const ask = (client: string, path: string, body: object, token?: string) => {
    const [certificate, key] = [`pki/clients/${client}.crt`, `secrets/clients/${client}.key`]
    const identity = ['--cacert', 'pki/client-ca.crt', '--cert', certificate, '--key', key]
    const header = token === undefined ? [] : ['--header', `Authorization: ${token}`]
    const url = `https://${host.address}:2379/v3/${path}`
    return lab.attempt(
      ['curl', '--silent', '--show-error', ...identity, ...header, '--data', JSON.stringify(body), url],
      { cwd: folder },
    )
  }
  await step(
    'with authentication on, a client without a common name logs in through the JSON gateway',
    async () => {
      const types = `set -a; . /etc/etcd/etcdctl.env; set +a
      etcdctl user add root --no-password; etcdctl user grant-role root root
      etcdctl user add patroni:secret; etcdctl role add patroni; etcdctl role grant-permission patroni --prefix=true readwrite /service/
      etcdctl user grant-role patroni patroni; etcdctl auth enable`
      await host.run(['sh', '-euc', types])
      const login = { name: 'patroni', password: 'secret' }
      const refused = await ask('app', 'auth/authenticate', login)
      assert.match(refused.output, /CommonName of client sending a request against gateway will be ignored/)
      const { token } = JSON.parse((await ask('patroni', 'auth/authenticate', login)).stdout)
      const range = { key: Buffer.from('/service/a').toString('base64') }
      const read = await ask('patroni', 'kv/range', range, token)
      assert.match(read.stdout, /"raft_term"/, failureText(read))
      assert.doesNotMatch((await ask('patroni', 'kv/range', range)).stdout, /"raft_term"/)
    },
  )
}
