import assert from 'node:assert/strict'
import { blocksOf } from '../../unit/manual/page.ts'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import { attempt, failureText } from '../machine/command.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import { commandsIn, verdictTexts } from '../steps/advice.ts'
import { assertNothingToDo, bringBundle } from '../steps/bundle.ts'
import {
  describeCluster,
  etcdVersion,
  type GeneratedCluster,
  generateCluster,
  quorateCommand,
  type SpecOptions,
} from '../steps/cluster.ts'
import { threeHosts } from '../steps/hosts.ts'
import { importCas, kubernetesFlags } from '../steps/kubernetes.ts'
import { etcdctl, etcdctlBy } from '../steps/members.ts'
import { assertRefused, assertSuccess, assertUnchanged, bringUp } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { assertSameService, servicesOf } from '../steps/service.ts'
import { startWriting } from '../steps/writer.ts'

const eventsVersion = '3.5.35'
const eventsPorts = { client: 2479, peer: 2480, metrics: 2481 }
const unit = 'etcd-events.service'
const askEvents = etcdctlBy('/etc/etcd-events/etcdctl.env')

const kube = { name: 'kube-apiserver', kubernetes: true }

/** Kubernetes' main cluster with every default, and the cluster for its events on the same hosts. */
const main = (more: SpecOptions = {}): SpecOptions => ({
  name: 'main',
  tls: { clients: [{ ...kube, install: { hosts: ['etcd-1'] } }] },
  ...more,
})
const changedMain = (snapshotCount: number) => main({ etcd: { tuning: { snapshotCount } } })
const events = (etcd: SpecOptions['etcd'] = {}): SpecOptions => ({
  name: 'events',
  sharedMachines: true,
  etcd: { version: eventsVersion, ports: eventsPorts, ...etcd },
  tls: { authority: 'provided', clients: [{ ...kube, etcdServersOverrides: ['/events'] }] },
})

/** Two clusters on the same hosts: set up one after the other and at once, changed at once, and never in each other's way. */
export const clusters: Scenario = {
  name: 'clusters',
  title:
    'two clusters with different versions run on the same hosts, and a run of one never touches the other',
  run: async (context) => {
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion, eventsVersion] })
    await refusedTogether(context, lab)
    const mainCluster = await generateCluster(lab, main())
    await bringUp(context, mainCluster)
    await refusesTheSamePorts(context, lab)
    await importCas(mainCluster, describeCluster(lab, events()))
    const writer = startWriting(lab.hosts)
    const sampler = await startSampling(lab.hosts)
    const first = [await generateCluster(lab, changedMain(20_000)), await generateCluster(lab, events())]
    await atOnce(context, 'changes main while the other one sets up events', first)
    await assertApart(context, lab)
    await opensBoth(context, first as [GeneratedCluster, GeneratedCluster])
    const eventsWriter = startWriting(lab.hosts, askEvents)
    const eventsSampler = await startSampling(lab.hosts, eventsPorts.metrics)
    const both = [
      await generateCluster(lab, changedMain(30_000)),
      await generateCluster(lab, events({ tuning: { snapshotCount: 30_000 } })),
    ]
    await atOnce(context, 'changes each cluster', both)
    context.line(`${await sampler.stop()} samples of main: at no moment were two members down`)
    context.line(`${await eventsSampler.stop()} samples of events: at no moment were two members down`)
    context.line(`${await writer.stop()} writes to main, all of them there`)
    context.line(`${await eventsWriter.stop()} writes to events, all of them there`)
    await staysApart(context, lab, both)
    await keepsItsUnit(context, lab)
    await leaves(context, lab)
  },
}

/** What quorate says of two specs in one command, before anything runs. */
async function refusedTogether({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('quorate refuses both specs together while their ports are the same', async () => {
    describeCluster(lab, main())
    const files = ['main', 'events'].map((name) => `${lab.folder}/${name}.yaml`)
    const validate = () => attempt([...quorateCommand, 'validate', ...files])
    describeCluster(lab, events({ ports: undefined }))
    const refused = await validate()
    assert.equal(refused.exitCode, 1, failureText(refused))
    assert.match(refused.output, /port 2379 is the client port of both\. \[clusters-share-port\]/)
    describeCluster(lab, events())
    const accepted = await validate()
    assert.equal(accepted.exitCode, 0, failureText(accepted))
  })
}

/** A cluster that was generated without the other spec meets its ports on the host. */
async function refusesTheSamePorts({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('a cluster with the ports of main is refused, and the text names main', async () => {
    const third = await generateCluster(lab, { name: 'third', sharedMachines: true })
    const texts = await verdictTexts(third, lab.hosts[0] as Host)
    assert.deepEqual([...texts.keys()], ['port-taken'])
    assert.match(texts.get('port-taken') ?? '', / etcd\.service runs here too, for the cluster main\./)
  })
}

async function atOnce(
  { step }: ScenarioContext,
  title: string,
  both: readonly GeneratedCluster[],
): Promise<void> {
  await step(`two runs of site.yml at once: one ${title}`, async () => {
    const outcomes = await Promise.all(both.map((cluster) => cluster.playbook('site.yml')))
    for (const [index, cluster] of both.entries()) {
      const outcome = outcomes[index]
      assert.ok(outcome)
      assertSuccess(cluster, outcome)
      for (const { changed } of Object.values(outcome.recap)) assert.ok(changed > 0, outcome.log)
    }
  })
}

/** Each cluster has its unit, account, directories, programs and data. */
async function assertApart({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('each cluster has a unit, an account, directories, programs and keys of its own', async () => {
    const [first] = lab.hosts as [Host]
    const owner = async (path: string) => (await first.run(['stat', '-c', '%U', path])).trim()
    assert.equal(await owner('/var/lib/etcd/member'), 'etcd')
    assert.equal(await owner('/var/lib/etcd-events/member'), 'etcd-events')
    for (const [service, version] of [
      ['etcd.service', etcdVersion],
      [unit, eventsVersion],
    ]) {
      const pid = await first.run(['systemctl', 'show', '--property=MainPID', '--value', `${service}`])
      const program = (await first.run(['readlink', `/proc/${pid.trim()}/exe`])).trim()
      assert.match(program, new RegExp(`/v${version}/etcd$`))
    }
    await etcdctl(first, 'put', '/lab/where', 'main')
    await askEvents(first, 'put', '/lab/where', 'events')
    assert.match(await etcdctl(first, 'get', '/lab/where'), /main/)
    assert.match(await askEvents(first, 'get', '/lab/where'), /events/)
  })
}

/** kube-apiserver has one CA and one client certificate for all its clusters: those of its flags for main are valid in events. */
async function opensBoth(
  { step }: ScenarioContext,
  [mainCluster, eventsCluster]: [GeneratedCluster, GeneratedCluster],
): Promise<void> {
  await step(
    'what the flags of kube-apiserver name for main opens events at the servers of its flag',
    async () => {
      const flags = kubernetesFlags(mainCluster)
      const [resource, servers = ''] = (
        kubernetesFlags(eventsCluster).get('etcd-servers-overrides') ?? ''
      ).split('#')
      assert.equal(resource, '/events')
      const credentials = ['cacert=etcd-cafile', 'cert=etcd-certfile', 'key=etcd-keyfile'].map((pair) => {
        const [option = '', flag = ''] = pair.split('=')
        return `--${option}=${flags.get(flag)}`
      })
      const [first] = mainCluster.hosts as [Host]
      const get = ['get', '/lab/where', '--print-value-only']
      const endpoints = `--endpoints=${servers.replaceAll(';', ',')}`
      assert.equal(await first.run(['etcdctl', endpoints, ...credentials, ...get]), 'events')
    },
  )
}

/** Neither has anything to do, through any channel, and verify.yml passes for both. */
async function staysApart(
  { step }: ScenarioContext,
  lab: Lab,
  both: readonly GeneratedCluster[],
): Promise<void> {
  const services = async () => [...(await servicesOf(lab)), ...(await servicesOf(lab, unit))]
  const before = await services()
  for (const playbook of ['site.yml', 'verify.yml'] as const) {
    await step(`two runs of ${playbook} at once change nothing`, async () => {
      const outcomes = await Promise.all(both.map((cluster) => cluster.playbook(playbook)))
      for (const [index, outcome] of outcomes.entries()) {
        assertSuccess(both[index] as GeneratedCluster, outcome)
        assertUnchanged(outcome)
      }
    })
  }
  await step('by bootstrap.sh, nothing is left to do for either', async () => {
    for (const host of lab.hosts) {
      for (const cluster of both) {
        await bringBundle(cluster, host)
        await assertNothingToDo(host)
      }
    }
  })
  assertSameService(before, await services())
}

/** A cluster that exists cannot get another unit: its member would be left behind, and a new one would start without data. */
async function keepsItsUnit({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('a cluster keeps its unit: site.yml says so, and putting it back is all', async () => {
    const before = await servicesOf(lab)
    const renamed = await generateCluster(lab, main({ sharedMachines: true }))
    const refused = await renamed.playbook('site.yml')
    assertRefused(refused, /unit-elsewhere: main has the unit etcd\.service on etcd-\d/)
    const back = await generateCluster(lab, changedMain(30_000))
    assertUnchanged(await back.playbook('site.yml'))
    assertSameService(before, await servicesOf(lab))
  })
}

/** The commands of docs/shared-machines.md take one cluster away, and the one of the text the unit of the other. */
async function leaves({ step }: ScenarioContext, lab: Lab): Promise<void> {
  await step('events is removed, and main does not notice', async () => {
    const before = await servicesOf(lab)
    const removal = blocksOf('docs/shared-machines.md').find(({ text }) =>
      text.includes('systemctl disable --now'),
    )
    assert.ok(removal)
    for (const host of lab.hosts) {
      await host.run(['sh', '-euc', removal.text])
      assert.equal(await host.run(['find', '/etc', '/opt', '/var/lib', '-name', '*etcd-events*']), '')
    }
    assertSameService(before, await servicesOf(lab))
  })
  await step(
    'who needs main no more types the command of the text, and it starts anew as another unit',
    async () => {
      const renamed = await generateCluster(lab, main({ sharedMachines: true }))
      for (const host of lab.hosts) {
        const [command = ''] = commandsIn((await verdictTexts(renamed, host)).get('unit-elsewhere') ?? '')
        await host.run(['sh', '-euc', command])
      }
      assertSuccess(renamed, await renamed.playbook('site.yml'))
      const [first] = lab.hosts as [Host]
      assert.equal(await etcdctlBy('/etc/etcd-main/etcdctl.env')(first, 'get', '/lab/where'), '')
    },
  )
}
