import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { inLanes, named } from '../steps/lanes.ts'
import { assertFormed, assertReplicates } from '../steps/members.ts'
import { assertInstalledByPackage, etcdPackages } from '../steps/packages.ts'
import { assertRefused, assertSuccess, bringUp, staysAsItIs, verifies } from '../steps/playbooks.ts'
import { assertStartedOnce, serviceOf, waitForNewProcess } from '../steps/service.ts'
import { assertSameSnapshot, takeSnapshot } from '../steps/snapshot.ts'
import { type Suite, suiteOf } from '../tools/base-tree.ts'

// What each Debian has.
const packaged = { bookworm: '3.4.23', trixie: '3.5.16' } as const satisfies Record<Suite, string>
// What neither has.
const absent = '3.5.21'

const fresh = [hostNumber(1), hostNumber(2, { suite: 'trixie' })]
// What is left of a run that ended right after the installation, by either way to keep the package from starting etcd.
const interrupted = [
  { host: hostNumber(3), keepDown: 'systemctl mask etcd.service' },
  {
    host: hostNumber(4, { suite: 'trixie' }),
    keepDown: 'echo exit 101 >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d',
  },
]
const stray = hostNumber(5)

// Looking for a version, apt may read what the mirror has.
const readByApt = ['/var/lib/apt/lists', '/var/lib/apt/periodic']

/** etcd by Debian's own packages, which start a cluster of one that nobody asked for unless they are kept from it. */
export const packageInstall: Scenario = {
  name: 'package-install',
  title: "Debian's packages bring etcd, and never one that nobody asked for",
  run: async (context) => {
    const hosts = [...fresh, ...interrupted.map(({ host }) => host), stray]
    await using lab = await context.startLab({
      hosts: hosts.map((host) => ({ ...host, packages: etcdPackages })),
    })
    const on = (name: string) => ({ host: lab.host(name), own: named(context, name) })
    await inLanes([
      ...fresh.map((description) => async () => {
        const { host, own } = on(description.name)
        await refusesAbsentVersion(own, lab, host)
        await installs(own, await generate(lab, host, packaged[suiteOf(description)]), host)
      }),
      ...interrupted.map((each) => async () => {
        const { host, own } = on(each.host.name)
        await completes(own, await generate(lab, host, packaged[suiteOf(each.host)]), host, each.keepDown)
      }),
      async () => {
        const { host, own } = on(stray.name)
        await refusesStray(own, await generate(lab, host, packaged.bookworm), host)
      },
    ])
  },
}

/** A cluster of one, by the packages. */
function generate(lab: Lab, { name }: Host, version: string): Promise<GeneratedCluster> {
  const etcd = { version, install: { method: 'package' } }
  return generateCluster(lab, { name: `on-${name}`, hosts: [name], etcd })
}

async function refusesAbsentVersion({ step }: ScenarioContext, lab: Lab, host: Host): Promise<void> {
  const cluster = await generate(lab, host, absent)
  const before = await takeSnapshot(cluster, readByApt)
  await step(`a version that apt does not find is refused`, async () => {
    for (const check of [true, false])
      assertRefused(
        await cluster.playbook('site.yml', { check }),
        /etcd-server.*3\.5\.21|3\.5\.21.*etcd-server/,
      )
    await assertSameSnapshot(cluster, before, readByApt)
  })
}

async function installs(context: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  await context.step(`site.yml --check --diff passes, and installs nothing`, async () => {
    const before = await takeSnapshot(cluster, readByApt)
    assertSuccess(cluster, await cluster.playbook('site.yml', { check: true }))
    await assertSameSnapshot(cluster, before, readByApt)
  })
  await bringUp(context, cluster)
  await assertInstalledByPackage(host)
  await assertStartedOnce(host)
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
  await context.step(`etcd comes back after a power cut`, async () => {
    const before = await serviceOf(host)
    await host.kill()
    await host.start()
    await waitForNewProcess(host, { ...before, mainProcess: 0 })
    await assertFormed(cluster)
    await assertReplicates(host, host, 'after')
  })
}

/** Finishes what an interrupted run has begun. */
async function completes(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
  keepDown: string,
): Promise<void> {
  await context.step(`somebody has installed the packages: ${keepDown}`, async () => {
    await host.run(['sh', '-euc', keepDown])
    await install(host)
    await host.run(['rm', '-f', '/usr/sbin/policy-rc.d'])
    assert.notEqual((await serviceOf(host)).state, 'active')
  })
  await bringUp(context, cluster)
  await assertInstalledByPackage(host)
  await assertStartedOnce(host)
  await staysAsItIs(context, cluster)
}

/** Leaves an etcd alone that runs already and is not the spec's. */
async function refusesStray(context: ScenarioContext, cluster: GeneratedCluster, host: Host): Promise<void> {
  await context.step(`the packages, installed plainly, have started an etcd`, async () => {
    await install(host)
    assert.equal((await serviceOf(host)).state, 'active')
    assert.equal(await host.run(['ls', '/var/lib/etcd']), 'default')
  })
  const passingOver = [...readByApt, '/var/lib/etcd/default/member']
  const [before, service] = [await takeSnapshot(cluster, passingOver), await serviceOf(host)]
  await context.step(`site.yml refuses and changes nothing`, async () => {
    for (const check of [true, false]) {
      const outcome = await cluster.playbook('site.yml', { check })
      assertRefused(
        outcome,
        /package-data: .*etcd-5 holds the data of an etcd .*systemctl disable --now etcd/,
      )
    }
    await assertSameSnapshot(cluster, before, passingOver)
    assert.deepEqual(await serviceOf(host), service)
  })
  await context.step(`somebody does what it says`, async () => {
    await host.run(['systemctl', 'disable', '--now', 'etcd'])
    await host.run(['mv', '/var/lib/etcd/default', '/root/moved-aside'])
  })
  await bringUp(context, cluster)
  await host.run(['rm', '-r', '/root/moved-aside'])
  await assertInstalledByPackage(host)
  await staysAsItIs(context, cluster)
}

async function install(host: Host): Promise<void> {
  await host.run(['apt-get', '--quiet', 'update'])
  const options = ['--quiet', '--yes', '--no-install-recommends']
  await host.run(['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, 'install', ...etcdPackages])
}
