import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import {
  assertNoRemains,
  assertNothingToDo,
  assertStops,
  bootstrap,
  bootstraps,
  bringBundle,
  bundleFolder,
} from '../steps/bundle.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { interruptions } from '../steps/interruptions.ts'
import { addMember, assertFormed, assertReplicates, etcdctl } from '../steps/members.ts'
import { assertAllNew, assertAsInFolder, pki, shownBy } from '../steps/pki.ts'
import { assertSameService, serviceOf, waitForNewProcess } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'

const authorities = { server: 'client-ca', peer: 'peer-ca' } as const

/** What the bundle's script promises to somebody who has nothing but a shell on the machine. */
export const bundle: Scenario = {
  name: 'bundle',
  title: 'the script of a bundle sets up a node, survives being killed, and never harms a member',
  run: async (context) => {
    const hosts = [1, 2, 4].map((number) => hostNumber(number))
    await using lab = await context.startLab({
      hosts: [...hosts, hostNumber(3, { suite: 'trixie' })],
      etcd: [etcdVersion],
    })
    const alone = lab.host('etcd-4')
    const single = await generateCluster(lab, { name: 'single', hosts: [alone.name] })
    await looksOnly(context, single, alone)
    await refusesWhatIsBrought(context, lab, single, alone)
    await interruptions(context, single, alone)
    await staysAsItIs(context, alone)
    await renews(context, single, alone)
    await changes(context, lab, alone)
    await refusesLostData(context, alone)
    await forms(context, lab)
    await joins(context, lab, alone)
  },
}

async function looksOnly({ step }: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  await bringBundle(cluster, host)
  await step('--check lists what it would do on a fresh host, and changes nothing', async () => {
    const before = await takeSnapshot({ hosts: [host] })
    const outcome = await bootstrap(host, '--check')
    assert.equal(outcome.exitCode, 2, failureText(outcome))
    for (const line of outcome.output.trimEnd().split('\n'))
      assert.match(line, new RegExp(`^${host.name}: (make|install|link|write|enable|start) +\\S`))
    await assertSameSnapshot({ hosts: [host] }, before)
  })
}

async function refusesWhatIsBrought(
  { step }: ScenarioContext,
  lab: Lab,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  await step('a file that was changed on its way is refused', async () => {
    await host.run(['sh', '-c', `echo >>${bundleFolder}/rootfs/etc/default/etcd`])
    await assertStops(host, /bundle-differs: rootfs\/etc\/default\/etcd/)
    await host.run(['rm', `${bundleFolder}/rootfs/etc/default/etcd`])
    await assertStops(host, /bundle-incomplete: rootfs\/etc\/default\/etcd is missing/)
  })
  await step('a bundle with another table, and an account that is not root, are refused', async () => {
    await bringBundle(cluster, host)
    await host.run(['sh', '-c', `echo >>${bundleFolder}/files.txt`])
    await assertStops(host, /files\.txt does not belong to this script/)
    await bringBundle(cluster, host)
    const copy = `cp -r ${bundleFolder} /tmp/copy; chmod -R a+rX /tmp/copy; su -s /bin/sh nobody -c 'sh /tmp/copy/bootstrap.sh'`
    const outcome = await host.attempt(['sh', '-c', copy])
    assert.match(outcome.output, /failed: Run this as root\. Nothing was changed/)
    await host.run(['rm', '-r', '/tmp/copy'])
  })
  await step('the bundle of another node is refused', async () => {
    const other = await generateCluster(lab, { hosts: ['etcd-1', 'etcd-2', 'etcd-3'] })
    await bringBundle(other, host, { node: 'etcd-1' })
    await assertStops(host, /address-missing: This machine does not have the address 10\.240\.0\.10\./)
  })
  await bringBundle(cluster, host)
  await step('a run beside another one is refused', () =>
    assertStops(host, /Another run of this is under way on this machine/, [
      'flock',
      '/run/etcd-bootstrap.lock',
    ]),
  )
}

async function staysAsItIs({ step }: ScenarioContext, host: Host): Promise<void> {
  await step('a second run changes nothing', async () => {
    const [before, service] = [await takeSnapshot({ hosts: [host] }), await serviceOf(host)]
    const outcome = await bootstraps(host)
    assert.equal(outcome.output, `${host.name}: as it should be.`)
    await assertSameSnapshot({ hosts: [host] }, before)
    assertSameService([service], [await serviceOf(host)])
    await assertNothingToDo(host)
  })
}

async function renews({ step }: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  for (const keys of ['same keys', 'new keys'] as const) {
    const [old, service] = [await shownBy(cluster, authorities), await serviceOf(host)]
    await pki(cluster, 'renew', keys === 'new keys' ? ['--all', '--new-keys'] : ['--all'])
    if (keys === 'new keys') {
      await step('certificates of new keys are refused without these', async () => {
        await bringBundle(cluster, host, { keys: false })
        await assertStops(host, /key-of-another-certificate: \S+server\.key/)
      })
    }
    await step(`renewed certificates are swapped under the member (${keys})`, async () => {
      await bringBundle(cluster, host, { keys: keys === 'new keys' })
      await bootstraps(host)
      const now = await shownBy(cluster, authorities)
      await assertAsInFolder(cluster, now)
      assertAllNew(old, now, keys)
      assertSameService([service], [await serviceOf(host)])
      await assertNothingToDo(host)
      await assertNoRemains(host)
    })
  }
}

async function changes({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  const changed = await generateCluster(lab, {
    name: 'single',
    hosts: [host.name],
    etcd: { logging: { level: 'debug' } },
  })
  await bringBundle(changed, host)
  const before = await serviceOf(host)
  await step('another configuration is refused while the member runs', async () => {
    const why =
      /restart-needed: .*a change of \/etc\/default\/etcd needs a restart\. Run site\.yml\..*systemctl stop etcd/
    await assertStops(host, why)
    assertSameService([before], [await serviceOf(host)])
  })
  await step('an etcd that does not stay up is no success, and the script says what etcd says', async () => {
    await typesAll(host, (await verdictTexts(changed, host)).get('restart-needed') ?? '')
    await host.run(['chown', 'root', '/var/lib/etcd/member/snap/db'])
    const { exitCode, output } = await bootstrap(host)
    assert.equal(exitCode, 1, output)
    assert.match(output, /failed: etcd does not stay up\. Its journal ends with: .*permission denied/)
    await host.run(['systemctl', 'stop', 'etcd'])
    await host.run(['chown', 'etcd', '/var/lib/etcd/member/snap/db'])
  })
  await step('a program that keeps changing what is written is named', async () => {
    const script = 'while :; do echo >>/etc/etcd/etcdctl.env; done'
    await host.run(['systemd-run', '--unit=other-program', 'sh', '-c', script])
    const { exitCode, output } = await bootstrap(host)
    assert.equal(exitCode, 1, output)
    assert.match(output, /These are still not as they should be: \/etc\/etcd\/etcdctl\.env\. Another program/)
    await host.run(['systemctl', 'stop', 'other-program'])
  })
  await step('once it is stopped, the script applies the change and starts it', async () => {
    await bootstraps(host)
    await waitForNewProcess(host, before)
    await etcdctl(host, 'endpoint', 'health')
    await assertNothingToDo(host)
  })
}

async function refusesLostData({ step }: ScenarioContext, host: Host): Promise<void> {
  await step('a member that has lost its data is refused', async () => {
    await host.run(['systemctl', 'stop', 'etcd'])
    await host.run(['rm', '-r', '/var/lib/etcd/member'])
    await assertStops(host, /data-lost: .*\/var\/lib\/etcd holds none/)
  })
}

/** Two of three members form the cluster; the third comes later, as one that has never run. */
async function forms({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const cluster = await generateCluster(lab, { hosts: ['etcd-1', 'etcd-2', 'etcd-3'] })
  const [first, second, third] = cluster.hosts as [Host, Host, Host]
  await step('two of three members come up, each by its script', async () => {
    await Promise.all([first, second].map((host) => bringBundle(cluster, host)))
    const before = await Promise.all([first, second].map((host) => serviceOf(host)))
    await Promise.all([first, second].map(bootstraps))
    await Promise.all(
      before.map((service, index) => waitForNewProcess(cluster.hosts[index] as Host, service)),
    )
  })
  await step('the third waits for its keys', async () => {
    await bringBundle(cluster, third, { keys: false })
    const { output } = await bootstraps(third)
    assert.match(output, /ready\. etcd waits for its private keys/)
    assert.equal((await serviceOf(third)).state, 'inactive')
    await assertNothingToDo(third)
  })
  await step('with them it comes late, and joins the others', async () => {
    await bringBundle(cluster, third)
    await bootstraps(third)
    await assertFormed(cluster)
    await assertReplicates(first, third, 'late')
    for (const host of cluster.hosts) {
      await assertNothingToDo(host)
      await assertNoRemains(host)
    }
  })
}

/** A member is added to a cluster that lives, and one that has run is not begun anew. */
async function joins({ step }: ScenarioContext, lab: Lab, added: Host): Promise<void> {
  const cluster = await generateCluster(lab)
  const [first] = cluster.hosts as [Host]
  await bringBundle(cluster, added)
  await step('a node that the cluster does not know is refused', async () => {
    await added.run(['rm', '-rf', '/etc/etcd/joined'])
    const outcome = await bootstrap(added)
    assert.equal(outcome.exitCode, 1, failureText(outcome))
    assert.match(
      outcome.output,
      /not-a-member .*10\.240\.0\.13:2380 is not one of its members\.(.|\n)* etcd is not started, and not at the next boot/,
    )
    assert.equal((await serviceOf(added)).state, 'inactive')
    await assertStops(added, /not-a-member: .*10\.240\.0\.13:2380 is not one of its members/)
  })
  await step(
    'it begins no cluster of its own, whoever starts it, and whenever its machine boots',
    async () => {
      const enabled = await added.attempt(['systemctl', 'is-enabled', 'etcd'])
      assert.equal(enabled.stdout, 'disabled')
      await added.run(['systemctl', 'enable', 'etcd'])
      await added.reboot()
      await added.run(['systemctl', 'start', 'etcd'])
      assert.equal((await serviceOf(added)).state, 'inactive')
      assert.match(
        await added.journal('etcd.service'),
        /The cluster runs already, and this member has no data/,
      )
      assert.equal((await added.attempt(['find', '/var/lib/etcd', '-name', '*.wal'])).stdout, '')
    },
  )
  await step('nor when its keys come by hand', async () => {
    const key = '/etc/etcd/pki/peer.key'
    await added.run(['mv', key, '/root/peer.key'])
    await added.run(['systemctl', 'start', 'etcd'])
    await added.run(['systemctl', 'is-active', 'etcd-keys'])
    await added.run(['mv', '/root/peer.key', key])
    await waitForEnd(added, 'etcd-keys')
    assert.equal((await serviceOf(added)).state, 'inactive')
    assert.equal((await added.attempt(['find', '/var/lib/etcd', '-name', '*.wal'])).stdout, '')
  })
  await step('once it was added there, it joins', async () => {
    await addMember(first, added)
    await bootstraps(added)
    await assertFormed(cluster)
    await assertReplicates(first, added, 'added')
    await assertNothingToDo(added)
    await assertNoRemains(added)
  })
  await step('a member that has run and comes back without anything is refused', async () => {
    await added.run(['systemctl', 'stop', 'etcd'])
    await added.run(['rm', '-r', '/var/lib/etcd/member', '/etc/etcd/joined'])
    const outcome = await bootstrap(added)
    assert.equal(outcome.exitCode, 1, failureText(outcome))
    assert.match(outcome.output, /data-lost-elsewhere/)
    assert.equal((await serviceOf(added)).state, 'inactive')
  })
}

/** Waits until a unit has done what it is there for, and until what it has started is over. */
async function waitForEnd(host: Host, unit: string): Promise<void> {
  const state = async (name: string) => (await host.attempt(['systemctl', 'is-active', name])).stdout
  for (let tries = 0; (await state(unit)) === 'active' || (await state('etcd')) === 'activating'; tries++) {
    assert.ok(tries < 100, `${unit} still runs`)
    await sleep(100)
  }
}
