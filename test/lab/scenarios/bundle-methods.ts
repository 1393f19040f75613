import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import {
  assertNoRemains,
  assertNothingToDo,
  assertStops,
  bootstrap,
  bootstraps,
  bringBundle,
} from '../steps/bundle.ts'
import { bringUpByHand } from '../steps/channels.ts'
import { assertCloudInitDone, assertNothingFailed, seedAll } from '../steps/cloud-init.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { hostNumber } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { assertInstalledByPackage, etcdPackages } from '../steps/packages.ts'
import { assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { assertStartedOnce, waitForNewProcess } from '../steps/service.ts'
import { type StagedInstall, stage, withWrongDigest } from '../steps/staging.ts'

const onNode = '/srv/staged'

/** Every way to get etcd onto a machine, without Ansible. */
export const bundleMethods: Scenario = {
  name: 'bundle-methods',
  title: 'without Ansible, etcd comes by packages or from a staging directory as well',
  run: async (context) => {
    const packages = etcdPackages
    await using lab = await context.startLab({
      hosts: [
        hostNumber(1, { packages }),
        hostNumber(2, { packages, suite: 'trixie', isOff: true }),
        hostNumber(3),
        hostNumber(4),
      ],
      etcd: [etcdVersion],
    })
    const [byScript, byCloudInit] = [lab.host('etcd-1'), lab.host('etcd-2')]
    await context.step('etcd-2: cloud-init has apt install etcd', async () => {
      const cluster = await generatePackaged(lab, byCloudInit, '3.5.16')
      seedAll(cluster)
      await byCloudInit.start()
      await assertCloudInitDone(byCloudInit)
      await assertNothingFailed(byCloudInit)
      await judgePackaged(cluster, byCloudInit)
    })
    await context.step('etcd-1: what keeps apt from installing etcd is told, and can be mended', async () => {
      await bringBundle(await generatePackaged(lab, byScript, '3.4.23'), byScript)
      await meetsTrouble(byScript)
    })
    await context.step('etcd-1: the script has apt install etcd, also after it was killed', async () => {
      const cluster = await generatePackaged(lab, byScript, '3.4.23')
      await killDpkg(byScript)
      await bootstraps(byScript)
      await judgePackaged(cluster, byScript)
    })
    await context.step(
      'etcd-1: packages that are held no longer are seen to while the member is stopped',
      async () => {
        await byScript.run(['apt-mark', 'unhold', 'etcd-server'])
        await assertStops(byScript, /restart-needed: .*a change of etcd-server needs a restart/)
        await byScript.run(['systemctl', 'stop', 'etcd'])
        await bootstraps(byScript)
        await waitForNewProcess(byScript, { mainProcess: 0 })
        await assertInstalledByPackage(byScript)
        await assertNothingToDo(byScript)
      },
    )
    await takesStaged(context, lab)
  },
}

function generatePackaged(lab: Lab, { name }: Host, version: string): Promise<GeneratedCluster> {
  const etcd = { version, install: { method: 'package' } }
  return generateCluster(lab, { name: `on-${name}`, hosts: [name], etcd, cloudInit: { keys: 'embed' } })
}

async function judgePackaged(cluster: GeneratedCluster, host: Host): Promise<void> {
  await waitForNewProcess(host, { mainProcess: 0 })
  await assertFormed(cluster)
  await assertInstalledByPackage(host)
  await assertStartedOnce(host)
  await judge(cluster, host)
}

/** The script and site.yml agree that nothing is left to do. */
async function judge(cluster: GeneratedCluster, host: Host): Promise<void> {
  await bringBundle(cluster, host, { keys: false })
  await assertNothingToDo(host)
  await assertNoRemains(host)
  const outcome = await cluster.playbook('site.yml')
  assertSuccess(cluster, outcome)
  assertUnchanged(outcome)
}

/** The script says what apt says: no room, a dpkg that was interrupted, a hook that fails. */
async function meetsTrouble(host: Host): Promise<void> {
  const meets = async (begin: string, says: RegExp, end: string) => {
    await host.run(['sh', '-euc', begin])
    const outcome = await bootstrap(host)
    assert.equal(outcome.exitCode, 1, failureText(outcome))
    assert.match(outcome.output, says)
    await host.run(['sh', '-euc', end])
  }
  const archives = '/var/cache/apt/archives'
  await meets(
    `mount -t tmpfs -o size=64k none ${archives}`,
    /enough free space(.|\n)*failed: apt cannot download the packages\. Correct what its lines above say/,
    `umount ${archives}`,
  )
  await meets(
    'touch /var/lib/dpkg/updates/0000',
    /dpkg was interrupted, you must(.|\n)*failed: apt cannot download the packages/,
    'dpkg --configure -a',
  )
  const hook = '/etc/apt/apt.conf.d/99hook'
  await meets(
    `echo 'DPkg::Pre-Invoke { "false"; };' >${hook}`,
    /DPkg::Pre-Invoke(.|\n)*failed: apt has failed\. Correct what its lines above say/,
    `rm ${hook}`,
  )
}

/** Starts the script and ends it as dpkg is at work. */
async function killDpkg(host: Host): Promise<void> {
  const script = `
    setsid sh /root/quorate/bootstrap.sh >/dev/null 2>&1 &
    until pgrep -x dpkg && [ -d /usr/share/doc/etcd-server ]; do sleep 0.01; done >/dev/null
    env kill -KILL -- -$!
    wait`
  await host.attempt(['timeout', '60', 'sh', '-c', script])
}

async function takesStaged({ step }: ScenarioContext, lab: Lab): Promise<void> {
  const [archive, programs] = [await stage(lab, 'archive'), await stage(lab, 'programs')]
  const host = lab.host('etcd-3')
  const generate = (name: string, install: StagedInstall) =>
    generateCluster(lab, { name: `on-${name}`, hosts: [name], etcd: { install } })
  await step('etcd-3: what is staged on the node is refused until it is right', async () => {
    const install = archive.install('node', onNode)
    const cluster = await generate(host.name, install)
    await bringBundle(cluster, host)
    await assertStops(host, /staged-file-missing: /)
    cpSync(archive.folder, join(host.root, onNode), { recursive: true })
    await bringBundle(await generate(host.name, withWrongDigest(install)), host)
    await assertStops(host, /staged-file-differs: .* has the SHA-256 digest \w{64}, and the spec has f{64}/)
  })
  await step('etcd-3: then the script takes the archive from there', async () => {
    const cluster = await generate(host.name, archive.install('node', onNode))
    await bringUpByHand(cluster, host)
    await waitForNewProcess(host, { mainProcess: 0 })
    await assertFormed(cluster)
    await judge(cluster, host)
  })
  const other = lab.host('etcd-4')
  await step('etcd-4: programs that are staged here go with the bundle', async () => {
    const cluster = await generate(other.name, programs.install('control-node', programs.folder))
    await bringUpByHand(cluster, other)
    await waitForNewProcess(other, { mainProcess: 0 })
    await assertFormed(cluster)
    await judge(cluster, other)
  })
}
