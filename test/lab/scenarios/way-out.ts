import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SSH_KEYWORDS } from '../../../src/spec/ssh-keywords.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { attempt, failureText, run } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertNothingToDo, assertStops, bootstrap, bringBundle } from '../steps/bundle.ts'
import { bringUpByHand, completesOthers } from '../steps/channels.ts'
import { assertCloudInitDone, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster, type SpecOptions } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { assertSuccess, assertUnchanged, verifies } from '../steps/playbooks.ts'
import { askedOf, proxies, proxyPassword, releases, serveReleases } from '../steps/releases.ts'
import { waitForNewProcess } from '../steps/service.ts'

const bastion = { name: 'bastion', addresses: ['10.240.0.9'] as const }
const bastionPort = 2224
const password = 'correct horse'
const debianVersion = '3.4.23'

/** Machines that reach the world through a proxy only, are reached through a bastion only, and whose sudo asks for a password. */
export const wayOut: Scenario = {
  name: 'way-out',
  title:
    'etcd comes through a proxy from a mirror with a private CA, by every channel; SSH has keys and options, and sudo a password',
  run: async (context) => {
    const { step, startLab } = context
    const closed = { loginsFrom: bastion.name }
    await using lab = await startLab({
      hosts: [
        { ...bastion, addresses: [...bastion.addresses] },
        hostNumber(1, closed),
        hostNumber(2, { ...closed, packages: ['etcd-server', 'etcd-client'] }),
        hostNumber(3, { ...closed, isOff: true }),
      ],
      etcd: [etcdVersion],
    })
    const site = await step('the bastion serves releases and proxies; the nodes ask for a password', () =>
      prepare(lab),
    )
    await step('ssh takes the options and values that quorate takes, and no others', takesKeywords)
    await refusesWithout(context, site)
    await comesUp(context, site)
    await isSeen(context, site)
  },
}

/** What the scenario has made around the cluster. */
type Site = {
  readonly lab: Lab
  readonly keys: { readonly ops: string; readonly jump: string }
  readonly knownHosts: string
  readonly authority: string
}

async function prepare(lab: Lab): Promise<Site> {
  const gate = lab.host(bastion.name)
  const keys = { ops: join(lab.folder, 'ops_key'), jump: join(lab.folder, 'jump_key') }
  for (const file of Object.values(keys))
    await run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', file])
  const authority = await serveReleases(lab, gate)
  await addUser(gate, 'jump', keys.jump)
  await gate.run([
    'sh',
    '-euc',
    `printf 'Port 22\\nPort ${bastionPort}\\n' >/etc/ssh/sshd_config.d/ports.conf; systemctl restart ssh`,
  ])
  for (const name of ['etcd-1', 'etcd-2']) await addUser(lab.host(name), 'ops', keys.ops)
  const [first, second, third] = ['etcd-1', 'etcd-2', 'etcd-3'].map((name) => lab.host(name)) as [
    Host,
    Host,
    Host,
  ]
  // curl on the first, wget on the second, Python on the third.
  await second.run(['rm', '/usr/bin/curl'])
  for (const program of ['curl', 'wget']) rmSync(join(third.root, 'usr/bin', program))
  assert.equal((await first.attempt(['curl', '--version'])).exitCode, 0)
  const known = readFileSync(join(dirname(gate.sshConfiguration), 'known_hosts'), 'utf8')
  const [, key = ''] = /^bastion,\S+ (.*)$/m.exec(known) ?? []
  const knownHosts = join(lab.folder, 'known_hosts')
  writeFileSync(knownHosts, `${known}[${bastion.addresses[0]}]:${bastionPort} ${key}\n`)
  return { lab, keys, knownHosts, authority: authority.certificate }
}

/** A user who logs in with one key, and whom sudo asks for a password. */
async function addUser(host: Host, name: string, key: string): Promise<void> {
  const script = `useradd --create-home --shell /bin/bash "$1"
    echo "$1:$2" | chpasswd
    echo "$1 ALL=(ALL) ALL" >"/etc/sudoers.d/$1"
    install -d -m 0700 -o "$1" -g "$1" "/home/$1/.ssh"
    cat >"/home/$1/.ssh/authorized_keys"; chown "$1:" "/home/$1/.ssh/authorized_keys"`
  await host.run(['sh', '-euc', script, 'sh', name, password], { input: readFileSync(`${key}.pub`) })
}

type Install = Readonly<Record<string, unknown>>

function installOf({ lab, authority }: Site, proxy: keyof typeof proxies): Install {
  const url = `http://${bastion.addresses[0]}:${proxies[proxy]}`
  return {
    mirror: releases.url,
    mirrorAuthority: authority,
    proxy: { http: url, https: url, noProxy: ['10.240.0.1', '.direct.example'] },
    sha256: lab.mirror.digests(etcdVersion),
  }
}

async function generateFor(site: Site, install: Install, more: SpecOptions = {}): Promise<GeneratedCluster> {
  const { lab, keys, knownHosts } = site
  const hash = await run(['openssl', 'passwd', '-6', password])
  const login = { name: 'ops', passwd: hash, lock_passwd: false, sudo: 'ALL=(ALL) ALL', shell: '/bin/bash' }
  return generateCluster(lab, {
    hosts: ['etcd-1', 'etcd-2', 'etcd-3'],
    etcd: { install },
    ansible: {
      user: 'ops',
      becomePassword: 'prompt',
      privateKeyFile: keys.ops,
      sshOptions: { UserKnownHostsFile: knownHosts, IdentitiesOnly: true, SetEnv: 'LC_LAB=way-out' },
      bastion: { host: bastion.addresses[0], port: bastionPort, user: 'jump', privateKeyFile: keys.jump },
    },
    cloudInit: {
      keys: 'embed',
      config: {
        users: [
          'default',
          { ...login, ssh_authorized_keys: [readFileSync(`${keys.ops}.pub`, 'utf8').trim()] },
        ],
      },
    },
    ...more,
  })
}

/** Options that Debian 12's ssh, 9.2, does not have yet. */
const LATER = ['ChannelTimeout', 'ObscureKeystrokeTiming', 'Tag', 'WarnWeakCrypto']

async function takesKeywords(): Promise<void> {
  const examples = {
    flag: ['yes', 'no', 'true', 'false'],
    number: ['3'],
    time: ['30', '5m', 'none'],
    text: [],
  }
  const answer = async (option: string) => attempt(['ssh', '-G', '-o', option, 'machine'])
  for (const [name, kind] of SSH_KEYWORDS) {
    const values = typeof kind === 'string' ? examples[kind] : kind
    for (const value of values) {
      const outcome = await answer(`${name}=${value}`)
      assert.equal(outcome.exitCode, 0, `${name}=${value}: ${failureText(outcome)}`)
    }
    const outcome = await answer(`${name}=nonsense`)
    if (kind !== 'text') assert.notEqual(outcome.exitCode, 0, name)
    else assert.equal(/Bad configuration option/.test(outcome.output), LATER.includes(name), name)
  }
}

/** Without one of them, there is no way to the release, and the script says what is wrong. */
async function refusesWithout({ step }: ScenarioContext, site: Site): Promise<void> {
  const first = site.lab.host('etcd-1')
  const install = installOf(site, 'open')
  const { mirrorAuthority: _, ...untrusted } = install
  const direct = { ...install, proxy: { ...(install.proxy as object), noProxy: ['.lab.example'] } }
  const rows = [
    [
      'without the CA',
      untrusted,
      /certificate problem[\s\S]*Cannot download .*through the proxy \(etcd\.install\.proxy\)/,
    ],
    ['with a mirror that needs no proxy', direct, /Could not resolve host: releases\.lab\.example/],
    ['without the password of the proxy', installOf(site, 'closed'), /407/],
  ] as const
  for (const [title, wrong, why] of rows) {
    await step(`bootstrap.sh stops ${title}`, async () => {
      await bringBundle(await generateFor(site, wrong, { name: 'wrong', hosts: ['etcd-1'] }), first)
      await assertStops(first, why)
    })
  }
  await step('apt uses the proxy', async () => {
    const second = site.lab.host('etcd-2')
    const url = `http://${bastion.addresses[0]}:${proxies.open}`
    const etcd = { version: debianVersion, install: { method: 'package', proxy: { http: url } } }
    await bringBundle(await generateFor(site, {}, { name: 'packages', hosts: ['etcd-2'], etcd }), second)
    const outcome = await bootstrap(second, '--check')
    assert.equal(outcome.exitCode, 2, failureText(outcome))
    const asked = askedOf(site.lab.host(bastion.name), 'open').join('\n')
    assert.match(asked, /^10\.240\.0\.11 GET http:\/\/10\.240\.0\.1:8080\/debian\/bookworm\//m)
  })
  await step('apt has a proxy with a password of its own', async () => {
    const second = site.lab.host('etcd-2')
    const { user, password: secret } = proxyPassword
    const setting = `Acquire::http::Proxy "http://${user}:${secret}@${bastion.addresses[0]}:${proxies.closed}";\n`
    const write = 'umask 077; cat >/etc/apt/apt.conf.d/proxy'
    await second.run(['sh', '-euc', write], { input: setting })
    const etcd = { version: debianVersion, install: { method: 'package' } }
    await bringBundle(await generateFor(site, {}, { name: 'packages', hosts: ['etcd-2'], etcd }), second)
    const outcome = await bootstrap(second, '--check')
    assert.equal(outcome.exitCode, 2, failureText(outcome))
    assert.match(askedOf(site.lab.host(bastion.name), 'closed').join('\n'), /^10\.240\.0\.11 GET /m)
  })
}

/** Each channel sets up a node. */
async function comesUp(context: ScenarioContext, site: Site): Promise<void> {
  const { step } = context
  const [first, second, third] = ['etcd-1', 'etcd-2', 'etcd-3'].map((name) => site.lab.host(name)) as [
    Host,
    Host,
    Host,
  ]
  await step('etcd-1 comes up by the line of the runbook, through a proxy with a password', async () => {
    const { user, password: secret } = proxyPassword
    const curlrc = 'umask 077; cat >/root/.curlrc'
    await first.run(['sh', '-euc', curlrc], { input: `proxy-user = "${user}:${secret}"\n` })
    await bringUpByHand(await generateFor(site, installOf(site, 'closed')), first, password)
  })
  const cluster = await generateFor(site, installOf(site, 'open'))
  await step('etcd-3 comes up by cloud-init', async () => {
    seedAll(cluster, [third])
    await third.start()
    await assertCloudInitDone(third)
    for (const host of [first, third]) await waitForNewProcess(host, { mainProcess: 0 })
  })
  await step('site.yml asks for the password of sudo, sets up etcd-2 and leaves the others alone', () =>
    completesOthers(cluster, [first, third], { with: 'debian', input: `${password}\n` }),
  )
  await assertFormed(cluster)
  await assertReplicates(first, second, 'way-out')
  const file = join(site.lab.folder, 'become-password')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  const unattended = { env: { ANSIBLE_BECOME_ASK_PASS: 'false' } }
  await step('site.yml takes the password from a file, and changes nothing', async () => {
    const outcome = await cluster.playbook('site.yml', {
      ...unattended,
      arguments: ['--become-password-file', file],
    })
    assertSuccess(cluster, outcome)
    assertUnchanged(outcome)
  })
  const vault = join(site.lab.folder, 'vault-password')
  writeFileSync(vault, 'vault\n', { mode: 0o600 })
  const variables = join(site.lab.folder, 'become.yml')
  writeFileSync(variables, `ansible_become_password: ${password}\n`, { mode: 0o600 })
  const encrypt = ['ansible-vault', 'encrypt', '--vault-password-file', vault, variables] as const
  assert.equal((await site.lab.ansible.run(site.lab.folder, [...encrypt])).exitCode, 0)
  await verifies(context, cluster, {
    ...unattended,
    arguments: ['--extra-vars', `@${variables}`, '--vault-password-file', vault],
  })
  await bringBundle(cluster, first)
  await assertNothingToDo(first)
}

/** The hosts say how they were reached, and from where etcd came. */
async function isSeen({ step }: ScenarioContext, site: Site): Promise<void> {
  const { lab, keys, authority } = site
  const gate = lab.host(bastion.name)
  const nodes = ['etcd-1', 'etcd-2', 'etcd-3'].map((name) => lab.host(name))
  await step('the release has come through the proxies, and no machine trusts the CA', async () => {
    const download = (address: string) => `${address} CONNECT releases.lab.example:8443`
    assert.ok(askedOf(gate, 'closed').includes(download('10.240.0.10')), askedOf(gate, 'closed').join('\n'))
    for (const address of ['10.240.0.11', '10.240.0.12'])
      assert.ok(askedOf(gate, 'open').includes(download(address)), askedOf(gate, 'open').join('\n'))
    const line = readFileSync(authority, 'utf8').split('\n')[2] as string
    for (const host of nodes) {
      const found = await host.attempt([
        'grep',
        '-rlF',
        '-e',
        line,
        '/etc',
        '/opt',
        '/usr/local',
        '/var/lib/etcd',
        '/run',
      ])
      assert.equal(found.stdout, '', host.name)
    }
  })
  await step(
    'the bastion and the nodes have taken their keys, sudo asks, and the options of ssh hold',
    async () => {
      await acceptedKey(gate, 'jump', bastionPort, keys.jump)
      for (const host of nodes) {
        await acceptedKey(host, 'ops', 22, keys.ops)
        const outcome = await host.attempt(['su', 'ops', '-c', 'sudo -n true'])
        assert.match(outcome.output, /a password is required/, host.name)
      }
      const raw = ['--extra-vars', 'ansible_become=false', '--module-name', 'ansible.builtin.raw']
      const shown = await lab.ansible.run(
        join(lab.folder, 'out/lab/ansible'),
        ['ansible', 'etcd', ...raw, '--args', 'echo "LC_LAB is $LC_LAB"'],
        'pinned',
        { input: `${password}\n` },
      )
      assert.equal(shown.output.match(/^LC_LAB is way-out/gm)?.length, nodes.length, failureText(shown))
    },
  )
}

async function acceptedKey(host: Host, user: string, port: number, key: string): Promise<void> {
  const [, fingerprint = ''] = (await run(['ssh-keygen', '-lf', `${key}.pub`])).split(' ')
  const log = await host.run(['journalctl', '--unit=ssh', '--output=cat', '--no-pager', '--quiet'])
  const logins = log.split('\n').filter((line) => line.startsWith(`Accepted publickey for ${user} from `))
  assert.ok(logins.length > 0 && logins.every((line) => line.endsWith(` ${fingerprint}`)), log)
  const listening = await host.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
  assert.match(listening, new RegExp(`:${port}\\b`))
}
