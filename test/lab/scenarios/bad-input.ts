import assert from 'node:assert/strict'
import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { type Command, failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { assertStops, bootstraps, bringBundle, tableOf } from '../steps/bundle.ts'
import { assertNoBundleLeft, cloudInitOf, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { serviceOf, waitForNewProcess } from '../steps/service.ts'
import { architecture } from '../tools/etcd-release.ts'

const nobodys = 'f'.repeat(64)
// Where each host might have a mirror of its own.
const closed = 'http://127.0.0.1:8099'

/** What is wrong with a spec, by the host that finds out, and what is said. */
const rows = [
  {
    host: 'etcd-1',
    wrong: 'an archive for other machines alone',
    install: (lab: Lab) => ({
      mirror: lab.mirror.url.ipv4,
      sha256: { [architecture === 'amd64' ? 'arm64' : 'amd64']: nobodys },
    }),
    why: /no-archive: /,
  },
  {
    host: 'etcd-2',
    wrong: 'a digest that the archive does not have',
    install: (lab: Lab) => ({ mirror: lab.mirror.url.ipv4, sha256: { [architecture]: nobodys } }),
    why: /has the SHA-256 digest \w{64}, but it should be f{64}\. It is not used/,
  },
  {
    host: 'etcd-3',
    wrong: 'a mirror that does not answer',
    install: (lab: Lab) => ({ mirror: closed, sha256: lab.mirror.digests(etcdVersion) }),
    why: /Cannot download \S+:8099\/\S+: see above\. Check that the mirror .* is up/,
  },
] as const

/** Machines that are not themselves, as far as a script can tell. */
const machines: readonly { readonly what: string; readonly how: Command; readonly why: RegExp }[] = [
  {
    what: 'a machine without systemd',
    how: ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /run/systemd; exec "$@"', 'sh'],
    why: /no-systemd: /,
  },
  {
    what: 'a machine of another kind',
    how: ['setarch', architecture === 'amd64' ? 'linux32' : 'armv7l'],
    why: /no-archive: .*(i686|armv\w+) machine/,
  },
]

/** What cannot work is noticed before anything is changed, and is said where somebody looks for it. */
export const badInput: Scenario = {
  name: 'bad-input',
  title: 'a bundle that does not fit its machine stops before it changes anything, also under cloud-init',
  run: async (context) => {
    await using lab = await context.startLab({
      hosts: [
        hostNumber(1, { isOff: true }),
        hostNumber(2, { isOff: true }),
        hostNumber(3, { isOff: true, suite: 'trixie' }),
        hostNumber(4),
      ],
      etcd: [etcdVersion],
    })
    const clusters = new Map<string, GeneratedCluster>()
    for (const { host, install } of rows) {
      const cluster = await generateCluster(lab, {
        name: `on-${host}`,
        hosts: [host],
        etcd: { install: install(lab) },
        cloudInit: { keys: 'embed' },
      })
      clusters.set(host, cluster)
      seedAll(cluster)
    }
    await context.step('three hosts boot whose user-data cannot work', () =>
      Promise.all(rows.map(({ host }) => lab.host(host).start())),
    )
    for (const { host, wrong, why } of rows) {
      await context.step(
        `${host}: ${wrong}: cloud-init reports the failure, the console says why`,
        async () => {
          await assertFailed(lab.host(host), why)
          await assertUntouched(clusters.get(host) as GeneratedCluster, lab.host(host))
        },
      )
      await context.step(`${host}: by hand, it is the same`, async () => {
        await bringBundle(clusters.get(host) as GeneratedCluster, lab.host(host))
        await assertStops(lab.host(host), why)
      })
    }
    await mends(context, clusters.get('etcd-3') as GeneratedCluster, lab.host('etcd-3'))
    const wrong = lab.host('etcd-2')
    await context.step(`${wrong.name}: with the right digest in the spec, it is set up`, async () => {
      await setsUp(await generateCluster(lab, { name: 'on-etcd-2', hosts: [wrong.name] }), wrong)
    })
    const fit = lab.host('etcd-4')
    const cluster = await generateCluster(lab, { name: 'on-etcd-4', hosts: [fit.name] })
    await bringBundle(cluster, fit)
    for (const { what, how, why } of machines)
      await context.step(`${what} is refused`, () => assertStops(fit, why, how))
    await refusesContents(context, lab, fit)
    await context.step(
      `${fit.name}: on a machine that has systemd, with a real release, it is set up`,
      async () => {
        await setsUp(await generateCluster(lab, { name: 'on-etcd-4', hosts: [fit.name] }), fit)
      },
    )
  },
}

/** What the text asks for is there now: the same command sets the node up. */
async function setsUp(cluster: GeneratedCluster, host: Host): Promise<void> {
  await bringBundle(cluster, host)
  await bootstraps(host)
  await waitForNewProcess(host, { mainProcess: 0 })
  await assertFormed(cluster)
}

/** Files that have the digest of the spec, and are not the release. */
async function refusesContents({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  const name = basename(lab.mirror.path(etcdVersion))
  const top = basename(name, '.tar.gz')
  const rows = [
    {
      what: 'no archive',
      make: `echo no archive >${name}`,
      why: /Cannot unpack \S+\. Nothing was changed/,
    },
    {
      what: 'the archive of another program',
      make: `mkdir ${top}; printf '#!/bin/sh\\necho another program\\n' >${top}/etcd; chmod +x ${top}/etcd; tar -czf ${name} ${top}`,
      why: /What was downloaded is not etcd [\d.]+, or does not run here\. It says: another program/,
    },
  ]
  for (const { what, make, why } of rows)
    await step(`${host.name}: what was downloaded is ${what}: nothing is changed`, async () => {
      const folder = `/srv/${dirname(lab.mirror.path(etcdVersion))}`
      await host.run(['sh', '-euc', `rm -rf ${folder}; mkdir -p ${folder}; cd ${folder}; ${make}`])
      const serve = ['python3', '-m', 'http.server', '--bind', '127.0.0.1', '--directory', '/srv', '8099']
      await host.attempt(['systemd-run', '--quiet', '--unit=wrong-mirror', ...serve])
      await host.run(['sh', '-c', 'until ss -Hltn sport = :8099 | grep -q .; do sleep 0.05; done'])
      const digest = (await host.run(['sha256sum', `${folder}/${name}`])).slice(0, 64)
      const install = { mirror: closed, sha256: { [architecture]: digest } }
      await bringBundle(
        await generateCluster(lab, { name: 'on-etcd-4', hosts: [host.name], etcd: { install } }),
        host,
      )
      await assertStops(host, why)
    })
  await host.run(['systemctl', 'stop', 'wrong-mirror'])
}

/** cloud-init has failed, and the host's console says why and how to go on. */
async function assertFailed(host: Host, why: RegExp): Promise<void> {
  const { text, exitCode } = await cloudInitOf(host)
  assert.match(text, /^status: error$/m)
  assert.notEqual(exitCode, 0, text)
  const said = host.consoleLog().replaceAll('\r', '')
  assert.match(said, why)
  assert.match(said, /Nothing was changed\. When that is solved, run sh \/var\/lib\/quorate\/bootstrap\.sh\./)
}

/** Once its mirror answers, a host that cloud-init could not set up is set up by what the console says; wget does as well. */
async function mends({ step }: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  const { mirror } = cluster.lab
  await step(
    `${host.name}: without curl, wget and python3, nothing is begun; any one of them does`,
    async () => {
      await host.run(['sh', '-euc', 'cd /usr/bin; mkdir away; mv curl wget python3 away'])
      await assertStops(host, /no-download-program: /)
      for (const program of ['python3', 'wget']) {
        await host.run(['mv', `/usr/bin/away/${program}`, '/usr/bin'])
        await assertStops(host, /Connection refused(.|\n)*Cannot download \S+: see above/)
      }
    },
  )
  await step(`${host.name}: the next boot tries again`, async () => {
    const said = host.consoleLog().length
    await host.reboot()
    await cloudInitOf(host)
    assert.match(host.consoleLog().slice(said), /Cannot download \S+:8099\/\S+: see above/)
    assert.match((await cloudInitOf(host)).text, /^status: error$/m)
  })
  await step(`${host.name}: once its mirror answers, it is set up by what the console says`, async () => {
    const file = join(host.root, 'srv', mirror.path(etcdVersion))
    mkdirSync(dirname(file))
    copyFileSync(mirror.file(etcdVersion), file)
    const serve = ['python3', '-m', 'http.server', '--bind', '127.0.0.1', '--directory', '/srv', '8099']
    await host.run(['systemd-run', '--quiet', '--unit=mirror', ...serve])
    const outcome = await host.attempt(['sh', '/var/lib/quorate/bootstrap.sh'])
    assert.equal(outcome.exitCode, 0, failureText(outcome))
    await waitForNewProcess(host, { mainProcess: 0 })
    await assertFormed(cluster)
  })
  await step(`${host.name}: the boot after that has nothing left to do, and tidies up`, async () => {
    const { mainProcess } = await serviceOf(host)
    await host.reboot()
    assert.match((await cloudInitOf(host)).text, /^status: done$/m)
    await assertNoBundleLeft(host)
    await waitForNewProcess(host, { mainProcess })
  })
}

/** Nothing of what the table of a host has is there. */
async function assertUntouched(cluster: GeneratedCluster, host: Host): Promise<void> {
  for (const { path } of tableOf(cluster, host.name).filter(({ kind }) => kind !== 'account')) {
    assert.equal((await host.attempt(['test', '-e', path])).exitCode, 1, `${path} is on ${host.name}`)
  }
  assert.equal((await host.attempt(['id', 'etcd'])).exitCode, 1, `${host.name} has the account`)
  assert.equal(await host.run(['find', '/opt']), '/opt')
}
