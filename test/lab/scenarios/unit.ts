import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { typesAll, verdictTexts } from '../steps/advice.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import { etcdVersion, type GeneratedCluster, generateCluster } from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { assertFormed } from '../steps/members.ts'
import { assertRefused, assertSuccess, assertUnchanged, bringUp, verifies } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { assertRestartedInTurn, serviceOf, servicesOf, waitForNewProcess } from '../steps/service.ts'

/** Every field of the unit, beside those that all units have. */
const systemd = {
  nice: -5,
  ioSchedulingClass: 'best-effort',
  ioSchedulingPriority: 1,
  cpuWeight: 500,
  cpuQuota: '150%',
  memoryHigh: '4GiB',
  memoryMax: '4608MiB',
  slice: 'databases-etcd.slice',
  requiresMountsFor: ['/srv/backup/etcd'],
  after: ['lab-gate.service', 'time-sync.target'],
  wants: ['time-sync.target'],
  requires: ['lab-gate.service'],
  environment: { GOGC: 50, GODEBUG: 'madvdontneed=1', LAB_TEXT: 'it\'s 5% of "$HOME" \\n' },
}

/** What systemctl shows of it. */
const shown: Readonly<Record<string, string | RegExp>> = {
  Nice: '-5',
  IOSchedulingClass: '2',
  IOSchedulingPriority: '1',
  CPUWeight: '500',
  CPUQuotaPerSecUSec: '1.500000s',
  MemoryHigh: String(4 * 2 ** 30),
  MemoryMax: String(4608 * 2 ** 20),
  Slice: 'databases-etcd.slice',
  RequiresMountsFor: /(^| )\/srv\/backup\/etcd( |$)/,
  After: /(?=.*\blab-gate\.service)(?=.*\btime-sync\.target)(?=.*\bsrv-backup\.mount)/,
  Wants: /\btime-sync\.target\b/,
  Requires: /(?=.*\blab-gate\.service)(?=.*\bsrv-backup\.mount)/,
}

/** A spec's limits, dependencies and environment of the unit, and an address that comes long after the boot. */
export const unit: Scenario = {
  name: 'unit',
  title: 'the unit has the limits, dependencies and variables of the spec, and waits for its addresses',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const cluster = await generateCluster(lab, { ...onBoth(lab), systemd })
    await missing(context, cluster)
    await bringUp(context, cluster)
    await context.step('systemd and the kernel have every field', async () => {
      for (const host of cluster.hosts) await assertThere(host)
    })
    await changes(context, cluster)
    await comesLate(context, cluster)
    await neverComes(context, cluster)
    await verifies(context, cluster)
  },
}

const sixth = ({ address }: Host) => address.replace('10.240.0.', 'fd00:10::')

/** Each member listens for clients on an IPv4 and an IPv6 address. */
const onBoth = ({ hosts }: { readonly hosts: readonly Host[] }) => ({
  nodes: hosts.map((host) => ({
    name: host.name,
    address: host.address,
    client: { listen: [host.address, sixth(host)] },
  })),
})

/** site.yml names what systemd lacks, on all nodes; what the texts say helps. */
async function missing({ step }: ScenarioContext, cluster: GeneratedCluster): Promise<void> {
  await step('site.yml refuses hosts without the mount and the unit that etcd needs', async () => {
    const outcome = await cluster.playbook('site.yml')
    assertRefused(outcome, /mount-missing: .*\/srv\/backup\/etcd.*unit-missing: .*lab-gate\.service/)
    for (const host of cluster.hosts) {
      const texts = await verdictTexts(cluster, host)
      assert.deepEqual([...texts.keys()].sort(), ['mount-missing', 'unit-missing'])
      const gate = '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/true\\n'
      await host.run(['sh', '-euc', `printf '${gate}' >/etc/systemd/system/lab-gate.service`])
      await host.run(['sh', '-euc', 'echo "tmpfs /srv/backup tmpfs size=1M 0 0" >>/etc/fstab'])
      for (const text of texts.values()) await typesAll(host, text)
    }
  })
}

async function assertThere(host: Host): Promise<void> {
  for (const [property, want] of Object.entries(shown)) {
    const value = await host.run(['systemctl', 'show', `--property=${property}`, '--value', 'etcd.service'])
    if (typeof want === 'string') assert.equal(value, want, property)
    else assert.match(value, want, property)
  }
  const { mainProcess } = await serviceOf(host)
  const variables = (await host.run(['cat', `/proc/${mainProcess}/environ`])).split('\0')
  for (const [name, value] of Object.entries(systemd.environment))
    assert.ok(variables.includes(`${name}=${value}`), variables.join('\n'))
  assert.equal(await host.run(['ps', '-o', 'ni=', '-p', String(mainProcess)]), ' -5')
  assert.equal(await host.run(['ionice', '--pid', String(mainProcess)]), 'best-effort: prio 1')
  assert.equal(await host.run(['findmnt', '--noheadings', '--output=FSTYPE', '/srv/backup']), 'tmpfs')
}

/** A limit, a variable and a dependency change, one member at a time. */
async function changes(context: ScenarioContext, { lab }: GeneratedCluster): Promise<void> {
  const { requiresMountsFor: _, slice: __, ...rest } = systemd
  const changed = await generateCluster(lab, {
    ...onBoth(lab),
    systemd: { ...rest, memoryMax: '5GiB', environment: { ...systemd.environment, GOGC: 60 } },
  })
  await context.step(
    'site.yml alone changes the unit of a running cluster, one member at a time',
    async () => {
      const before = await servicesOf(changed)
      const sampler = await startSampling(lab.hosts)
      assertSuccess(changed, await changed.playbook('site.yml'))
      context.line(`${await sampler.stop()} samples: at no moment were two members down`)
      assertRestartedInTurn(before, await servicesOf(changed))
      await assertFormed(changed)
      for (const host of lab.hosts) {
        const properties = ['MemoryMax', 'Slice', 'Environment']
        const value = await host.run([
          'systemctl',
          'show',
          `--property=${properties.join(',')}`,
          'etcd.service',
        ])
        assert.match(value, /^MemoryMax=5368709120$/m)
        assert.match(value, /^Slice=system\.slice$/m)
        assert.match(value, /GOGC=60/)
      }
    },
  )
  await context.step('a second run, and the bundle, find nothing to do', async () => {
    assertUnchanged(await changed.playbook('site.yml'))
    await bringBundle(changed, lab.hosts[0] as Host)
    await assertNothingToDo(lab.hosts[0] as Host)
  })
}

const LATE_SECONDS = 20

/** A host boots without its addresses; they come one after the other, and the kernel looks for a duplicate of the second. */
async function comesLate({ step, line }: ScenarioContext, { hosts }: GeneratedCluster): Promise<void> {
  const host = hosts.at(-1) as Host
  await step(
    `etcd waits for addresses that come ${LATE_SECONDS} s after the boot, and starts once`,
    async () => {
      const addresses = [host.address, sixth(host)]
      for (const address of addresses) await host.removeAddress(address)
      const booting = host.reboot()
      await sleep(1000 * LATE_SECONDS)
      const state = await serviceOf(host)
      assert.equal(state.state, 'activating')
      await host.addAddress(host.address)
      await untilWaitingFor(host, sixth(host))
      // Without `nodad`: for a second or two, the kernel looks for a duplicate, and etcd could not listen there.
      await host.run(['ip', 'address', 'add', `${sixth(host)}/64`, 'dev', 'eth0'])
      const given = performance.now()
      await booting
      while ((await serviceOf(host)).state !== 'active') {
        assert.ok(performance.now() - given < 15_000, await host.journal('etcd.service'))
        await sleep(200)
      }
      line(`etcd is up ${((performance.now() - given) / 1000).toFixed(1)} s after its addresses`)
      assert.equal((await serviceOf(host)).restarts, 0)
      const journal = await host.run(['journalctl', '--boot', '--unit=etcd', '--output=cat', '--no-pager'])
      for (const address of addresses)
        assert.match(journal, new RegExp(`^etcd waits for the address ${address}$`, 'm'))
      assert.doesNotMatch(journal, /cannot assign requested address|Failed/)
    },
  )
}

async function untilWaitingFor(host: Host, address: string): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await host.journal('etcd.service')).includes(`etcd waits for the address ${address}`)) {
    assert.ok(Date.now() < deadline, await host.journal('etcd.service'))
    await sleep(200)
  }
}

/** The wait is part of the start, which systemd ends. It starts again, and waits again. */
async function neverComes({ step }: ScenarioContext, { hosts }: GeneratedCluster): Promise<void> {
  const host = hosts.at(-1) as Host
  await step(
    'a start whose address does not come fails with a timeout, and a later one succeeds',
    async () => {
      // systemd.startTimeout, which is 10 minutes by default.
      const dropIn = '/run/systemd/system/etcd.service.d/timeout.conf'
      await host.run([
        'sh',
        '-euc',
        `mkdir -p ${dropIn.replace(/[^/]*$/, '')}; printf '[Service]\\nTimeoutStartSec=5\\n' >${dropIn}; systemctl daemon-reload`,
      ])
      await host.removeAddress(sixth(host))
      const outcome = await host.attempt(['systemctl', 'restart', 'etcd.service'])
      assert.notEqual(outcome.exitCode, 0)
      assert.match(outcome.output, /^Job for etcd\.service failed because a timeout was exceeded\.$/m)
      const journal = await host.run([
        'journalctl',
        '--boot',
        '--unit=etcd',
        '--output=cat',
        '--no-pager',
        '--lines=20',
      ])
      const waits = `etcd waits for the address ${sixth(host)}`
      assert.match(
        journal,
        new RegExp(
          `^${waits}$[\\s\\S]*operation timed out\\. Terminating\\.$[\\s\\S]*Failed with result 'timeout'\\.$`,
          'm',
        ),
      )
      await host.addAddress(sixth(host))
      await host.run(['rm', '-r', dropIn.replace(/\/[^/]*$/, '')])
      await host.run(['systemctl', 'daemon-reload'])
      await waitForNewProcess(host, { mainProcess: 0 })
    },
  )
}
