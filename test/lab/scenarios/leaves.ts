import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { dump, load } from 'js-yaml'
import { valueAt } from '../../unit/spec/fields/leaves.ts'
import type { PlaybookOutcome } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import {
  accounts,
  type ClusterName,
  cloudConfig,
  type Digests,
  digestsFor,
  lateAddress,
  leavesSpecs,
  newestVersion,
  sshPorts,
} from '../leaves/clusters.ts'
import { lookAt, type Seen } from '../leaves/seen.ts'
import { LEAVES } from '../leaves/table.ts'
import { failureText } from '../machine/command.ts'
import { explain } from '../machine/problem.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { bringBundle } from '../steps/bundle.ts'
import { cloudInitOf, seedAll, waitForHealth } from '../steps/cloud-init.ts'
import { clusterOf, etcdVersion, type GeneratedCluster, generate, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import {
  assertRefused,
  assertSuccess,
  assertUnchanged,
  bringUp,
  staysAsItIs,
  verifies,
} from '../steps/playbooks.ts'
import { serviceOf, servicesOf } from '../steps/service.ts'
import { stage } from '../steps/staging.ts'
import { architecture } from '../tools/etcd-release.ts'
import { clockOffBy } from '../tools/faketime.ts'

/** Seconds after its boot at which the fifth host gets the address of its node. */
const addressComesAfter = 50

/** Every leaf of the schema has another value than its default, and is seen on a host that runs. */
export const leaves: Scenario = {
  name: 'leaves',
  title:
    'every field of the spec is seen on a host; the playbooks run from a project of one’s own, and warn when clocks differ',
  run: async (context) => {
    const hosts = [...[1, 2, 3, 4].map((number) => hostNumber(number)), hostNumber(5, { isOff: true })]
    await using lab = await context.startLab({ hosts, etcd: [etcdVersion, newestVersion] })
    const digests = await digestsOf(lab)
    const booting = boots(context, lab, digests)
    // It may fail while nobody waits for it yet.
    booting.catch(() => {})
    await preparesHosts(context, lab)
    await triesOtherMachines(context, lab)
    const alone = await comesUpAlone(context, lab, digests)
    const members = await comesUpFromOwnProject(context, lab, digests)
    const cloud = await booting
    await context.step(`${LEAVES.length} leaves are seen`, () => seeLeaves({ alone, members, cloud }))
    await staysAsItIs(context, members.cluster, vault(lab))
    await verifies(context, members.cluster, vault(lab))
    await noticesDropIn(context, members.cluster)
    await warnsOfClocks(context, members.cluster)
    await logsInByPassword(context, alone.cluster)
  },
}

/** Checks each row of the table, and throws all that is wrong together. */
async function seeLeaves(clusters: Readonly<Record<ClusterName, Seen>>): Promise<void> {
  const wrong: string[] = []
  for (const row of LEAVES) {
    if (!('check' in row)) continue
    const seen = clusters[row.on]
    try {
      await row.check(valueAt(seen.spec, row.leaf), seen)
    } catch (problem) {
      wrong.push(`${row.leaf} (${row.seen}): ${explain(problem)}`)
    }
  }
  assert.ok(wrong.length === 0, wrong.join('\n'))
}

async function digestsOf(lab: Lab): Promise<Digests> {
  const { folder, install } = await stage(lab, 'programs')
  const { programs = {} } = install('node', '/srv/staged').staging
  const target = join(lab.host('etcd-4').root, 'srv/staged')
  mkdirSync(target)
  for (const program of Object.keys(programs)) copyFileSync(join(folder, program), join(target, program))
  return {
    mirror: lab.mirror.url.ipv4,
    archive: lab.mirror.digests(newestVersion)[architecture] ?? '',
    programs,
  }
}

const clusterFor = (
  lab: Lab,
  name: ClusterName,
  digests: Digests,
  hosts: readonly Host[],
): GeneratedCluster =>
  clusterOf(lab, leavesSpecs[name](digests), { hosts, ...(name === 'members' && withClients(lab)) })

const withClients = (lab: Lab) => ({ clientHosts: [lab.host('etcd-4')], env: vault(lab).env })

/** The password of the vaults, for quorate and for Ansible. */
function vault(lab: Lab): { readonly env: Readonly<Record<string, string>> } {
  const file = join(lab.folder, 'password')
  writeFileSync(file, 'correct horse\n', { mode: 0o600 })
  return { env: { ANSIBLE_VAULT_PASSWORD_FILE: file } }
}

/** The fifth host boots with its user-data, and gets its address so late that the boot has to wait for it. */
async function boots({ line }: ScenarioContext, lab: Lab, digests: Digests): Promise<Seen> {
  writeFileSync(join(lab.folder, 'leaves-cloud-config.yaml'), `#cloud-config\n${dump(cloudConfig)}`)
  const host = lab.host('etcd-5')
  const cluster = await generate(clusterFor(lab, 'cloud', digests, [host]))
  seedAll(cluster)
  await host.start()
  await sleep(addressComesAfter * 1000)
  assert.match(
    host.consoleLog(),
    new RegExp(`etcd-5: wait +until this machine has the address ${lateAddress}`),
  )
  await host.run(['ip', 'address', 'add', `${lateAddress}/24`, 'dev', 'eth0'])
  await waitForHealth(host)
  const { text } = await cloudInitOf(host)
  assert.match(text, /^status: done$/m, text)
  assertSuccess(cluster, await cluster.playbook('verify.yml'))
  line(`etcd-5 is healthy; its address came ${addressComesAfter} s after its boot`)
  return lookAt(leavesSpecs.cloud(digests), cluster)
}

/** The hosts take logins as other users and at other ports, and have their disks: see /etcd/paths/wal. */
async function preparesHosts({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const ports = [22, ...Object.values(sshPorts)]
  const users = Object.values(accounts).map(
    (name) => `useradd --create-home --shell /bin/bash ${name}
      install -d -m 0700 -o ${name} -g ${name} /home/${name}/.ssh
      install -m 0600 -o ${name} -g ${name} /root/.ssh/authorized_keys /home/${name}/.ssh/
      echo "${name} ALL=(ALL) NOPASSWD: ALL" >>/etc/sudoers.d/lab`,
  )
  const sshd = [...ports.map((port) => `Port ${port}`), 'LogLevel VERBOSE'].join('\\n')
  const disk = { 'etcd-1': '/srv/disk', 'etcd-2': '/srv/disk/wal' }
  await step('the hosts get users, ports of sshd, and a disk for the WAL', async () => {
    const known = join(dirname(lab.host('etcd-1').sshConfiguration), 'known_hosts')
    const names: string[] = []
    for (const host of lab.hosts.filter(({ name }) => name !== 'etcd-5')) {
      const mount = disk[host.name as keyof typeof disk]
      await host.run([
        'sh',
        '-euc',
        [
          ...users,
          `printf '${sshd}\\n' >/etc/ssh/sshd_config.d/ports.conf; systemctl restart ssh`,
          ...(mount
            ? [`mkdir -p ${mount}; mount -t tmpfs -o size=512m tmpfs ${mount}; mkdir ${mount}/lost+found`]
            : []),
        ].join('\n'),
      ])
      const line = readFileSync(known, 'utf8')
        .split('\n')
        .find((each) => each.startsWith(`${host.name},`))
      const [addresses = '', kind, key] = (line ?? '').split(' ')
      for (const port of Object.values(sshPorts))
        names.push(
          `${addresses
            .split(',')
            .map((address) => `[${address}]:${port}`)
            .join(',')} ${kind} ${key}`,
        )
    }
    writeFileSync(known, `${readFileSync(known, 'utf8')}${names.join('\n')}\n`)
  })
}

/** What bootstrap.sh says on machines of every kind, of an archive that the host itself serves: the digest of the spec. */
async function triesOtherMachines({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const machines = { x86_64: 'amd64', aarch64: 'arm64', ppc64le: 'ppc64le', s390x: 's390x' }
  await step('bootstrap.sh compares the archive of each kind of machine with its digest', async () => {
    const host = lab.host('etcd-4')
    const sha256 = digestsFor(lab.mirror.digests(newestVersion)[architecture] ?? '')
    const install = { mirror: 'http://127.0.0.1:8099', sha256 }
    const cluster = await generateCluster(lab, {
      name: 'machines',
      hosts: ['etcd-4'],
      etcd: { version: newestVersion, install },
    })
    await bringBundle(cluster, host)
    const serve = [
      'python3',
      '-m',
      'http.server',
      '--bind',
      '127.0.0.1',
      '--directory',
      '/root/mirror',
      '8099',
    ]
    await host.run(['sh', '-euc', `mkdir -p /root/archives /root/mirror/v${newestVersion} /root/machine`])
    await host.run(['systemd-run', '--quiet', '--unit=mirror', ...serve] as unknown as ['systemd-run'])
    for (const [machine, name] of Object.entries(machines)) {
      const archive = `/root/mirror/v${newestVersion}/etcd-v${newestVersion}-linux-${name}.tar.gz`
      const script = `echo no archive >${archive}
        printf '#!/bin/sh\\necho ${machine}\\n' >/root/machine/uname; chmod +x /root/machine/uname
        ! PATH=/root/machine:$PATH sh /root/quorate/bootstrap.sh >/root/archives/${machine} 2>&1`
      await host.run(['sh', '-euc', script])
    }
    await host.run(['sh', '-euc', 'systemctl stop mirror; rm -rf /root/quorate /root/machine /root/mirror'])
  })
}

async function comesUpAlone(context: ScenarioContext, lab: Lab, digests: Digests): Promise<Seen> {
  const host = lab.host('etcd-4')
  const cluster = await generate(clusterFor(lab, 'alone', digests, [host]))
  await bringUp(context, cluster)
  await host.run(['sh', '-c', 'journalctl _COMM=sudo --output=cat --quiet >/root/sudo-of-alone'])
  return lookAt(leavesSpecs.alone(digests), cluster)
}

/** As docs/channels.md says under "Ansible in a project of your own". Without that, everything says how it is used. */
async function comesUpFromOwnProject(context: ScenarioContext, lab: Lab, digests: Digests): Promise<Seen> {
  const { step } = context
  const members = ['etcd-1', 'etcd-2', 'etcd-3'].map((name) => lab.host(name))
  const cluster = await generate(clusterFor(lab, 'members', digests, members))
  const project = writesProject(lab, cluster)
  const run = (playbook: string, env: Readonly<Record<string, string>> = {}, inventory = 'inventory.yml') =>
    lab.ansible.playbook(project, playbook, {
      env: { ...vault(lab).env, ...env },
      arguments: ['-i', inventory],
    })
  await step(
    'a play without hosts fails, and so do the role alone and an inventory that differs',
    async () => {
      for (const choice of ['pinned', 'debian'] as const) {
        const parameters = ['ansible-playbook', 'ansible/site.yml'] as const
        const { exitCode, output } = await lab.ansible.run(cluster.folder, [...parameters], choice)
        assert.ok(exitCode !== 0, output)
        assert.match(
          output.replace(/\s+/g, ' '),
          /The inventory has no host in the group etcd\. Run ansible-playbook in the folder/,
        )
      }
      const roles = { ANSIBLE_ROLES_PATH: join(cluster.folder, 'ansible/roles') }
      assertRefused(await run('role.yml', roles), /The role etcd does nothing by itself/)
      assertRefused(
        await run('playbook.yml', {}, 'smaller.yml'),
        /inventory-differs: .* Missing: etcd-3, etcd-4\. Not in the spec: etcd-9\./,
      )
    },
  )
  await step(
    'site.yml brings the cluster up, imported into a playbook, with an inventory of child groups',
    async () => {
      assertSuccess(cluster, await run('playbook.yml'))
    },
  )
  await step(
    'etcd writes its WAL to a directory on a mount, to a mount point, and to a plain directory',
    async () => {
      for (const [name, mount] of [
        ['etcd-1', '/srv/disk'],
        ['etcd-2', '/srv/disk/wal'],
        ['etcd-3', '/'],
      ] as const) {
        const found = await lab.host(name).run(['stat', '--format=%m %U', '/srv/disk/wal/wal'])
        assert.equal(found, `${mount} _etcd`, name)
      }
      assertSuccess(cluster, await run('verify.yml'))
    },
  )
  const fingerprint = await pinsCa(context, lab, digests, members)
  return lookAt(leavesSpecs.members({ ...digests, fingerprint }), cluster, vault(lab).env)
}

/** The spec names the CA by the fingerprint that openssl prints on a member; with another one, nothing is generated. */
async function pinsCa(
  { step }: ScenarioContext,
  lab: Lab,
  digests: Digests,
  members: readonly Host[],
): Promise<string> {
  const [first] = members as readonly [Host]
  const openssl = 'openssl x509 -noout -fingerprint -sha256 -in /srv/pki-etcd/lab-ca.pem'
  const [, fingerprint = ''] = (await first.run(['sh', '-c', openssl])).split('=')
  await step('the spec names the CA by its fingerprint, and no other CA passes', async () => {
    const other = fingerprint.replace(/^../, fingerprint.startsWith('00') ? '11' : '00')
    const refused = await clusterFor(lab, 'members', { ...digests, fingerprint: other }, members).quorate(
      'generate',
    )
    assert.equal(refused.exitCode, 1, failureText(refused))
    assert.match(refused.output, /authorityFingerprints/)
    await generate(clusterFor(lab, 'members', { ...digests, fingerprint }, members))
  })
  return fingerprint
}

type Group = { hosts?: Record<string, object>; children?: Record<string, Group>; vars?: object }

/** A project of one's own: the playbook and the inventory of the manual, with the connections that the cluster's inventory has. */
function writesProject(lab: Lab, { folder }: GeneratedCluster): string {
  const project = join(lab.folder, 'project')
  mkdirSync(project)
  const manual = readFileSync(join(import.meta.dirname, '../../../docs/channels.md'), 'utf8')
  const [, playbook = '', inventory = ''] =
    /```yml\n(# playbook\.yml\n.*?)```.*?```yml\n(# inventory\.yml\n.*?)```/s.exec(manual) ?? []
  const imported = relative(project, join(folder, 'ansible'))
  const write = (name: string, text: string) => writeFileSync(join(project, name), text)
  write('playbook.yml', playbook.replace('etcd/prod-etcd/ansible', imported))
  write('verify.yml', `- ansible.builtin.import_playbook: ${imported}/verify.yml\n`)
  write('role.yml', dump([{ hosts: 'etcd', gather_facts: false, roles: ['etcd'] }]))
  const generated = load(readFileSync(join(folder, 'ansible/inventory.yml'), 'utf8')) as { all: Group }
  const { etcd, etcd_client_hosts } = generated.all.children as Record<string, Group>
  const own = load(inventory) as { all: { children: Record<string, Group> } }
  const zones = own.all.children.etcd as Group
  zones.vars = etcd?.vars ?? {}
  for (const { hosts = {} } of Object.values(zones.children ?? {}))
    for (const name of Object.keys(hosts)) hosts[name] = etcd?.hosts?.[name] ?? {}
  own.all.children.etcd_client_hosts = { children: { control_plane: etcd_client_hosts as Group } }
  own.all.children.others = { hosts: { elsewhere: {} } }
  write('inventory.yml', dump(own))
  const smaller = { etcd: { hosts: { 'etcd-1': {}, 'etcd-2': {}, 'etcd-9': {} } } }
  write('smaller.yml', dump({ all: { children: smaller } }))
  return project
}

/** A drop-in that schedules etcd is the user's; until etcd is started with it, it is not up to date. */
async function noticesDropIn({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  const host = cluster.lab.host('etcd-3')
  await step(
    'a drop-in that only schedules is no reason to refuse, but one to restart that member',
    async () => {
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
    },
  )
}

/** 90 seconds apart: a warning with both times, in the preflight of site.yml and in verify.yml; nothing fails. */
async function warnsOfClocks({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
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

/** With authentication on, etcd's JSON gateway refuses a certificate with a common name, and takes one without. */
async function logsInByPassword(
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
