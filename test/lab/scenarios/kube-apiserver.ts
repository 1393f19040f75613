import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Lab } from '../lab.ts'
import type { Scenario, ScenarioContext } from '../scenario.ts'
import {
  describeCluster,
  etcdVersion,
  type GeneratedCluster,
  generateCluster,
  type SpecOptions,
} from '../steps/cluster.ts'
import { exampleNamed } from '../steps/examples.ts'
import { threeHosts } from '../steps/hosts.ts'
import { startKubeApiserver, startMakingObjects } from '../steps/kube-apiserver.ts'
import { importCas } from '../steps/kubernetes.ts'
import { etcdctl, etcdctlBy } from '../steps/members.ts'
import { assertSuccess, assertUnchanged } from '../steps/playbooks.ts'
import { startSampling } from '../steps/sampler.ts'
import { kubeApiserver } from '../tools/go-program.ts'

const metricsPort = 2481
const askEvents = etcdctlBy('/etc/etcd-events/etcdctl.env')

/** The two examples, with one more setting. */
const specs = (snapshotCount: number) => ({
  main: tuned('kubernetes-main.yaml', snapshotCount),
  events: tuned('kubernetes-events.yaml', snapshotCount),
})

function tuned(example: string, snapshotCount: number): SpecOptions {
  const { name, nodes, sharedMachines, etcd, tls } = exampleNamed(example).spec
  return {
    name,
    nodes,
    sharedMachines: sharedMachines === true,
    etcd: { ...etcd, tuning: { snapshotCount } },
    ...(tls && { tls }),
  }
}

/** The examples kubernetes-main.yaml and kubernetes-events.yaml, with a kube-apiserver that was built from Kubernetes' sources. */
export const kubeApiserverScenario: Scenario = {
  name: 'kube-apiserver',
  title:
    'a real kube-apiserver keeps its events in a second cluster on the same hosts, while both clusters change',
  run: async (context) => {
    const binary = await context.step('kube-apiserver is there', kubeApiserver)
    await using lab = await context.startLab({ hosts: threeHosts, etcd: [etcdVersion] })
    const [first] = lab.hosts as [Host]
    const clusters = await generateBoth(context, lab)
    await context.step('two runs of site.yml at once bring both clusters up', () =>
      plays(clusters, 'site.yml'),
    )
    await context.step('kube-apiserver is ready with the flags of both', () =>
      startKubeApiserver(first, binary, clusters),
    )
    const writer = await startMakingObjects(first)
    const samplers = [await startSampling(lab.hosts), await startSampling(lab.hosts, metricsPort)]
    const { main, events } = specs(20_000)
    const changed = [await generateCluster(lab, main), await generateCluster(lab, events)]
    await context.step('two runs of site.yml at once restart every member of both', () =>
      plays(changed, 'site.yml'),
    )
    for (const sampler of samplers)
      context.line(`${await sampler.stop()} samples: at no moment were two members down`)
    const made = await writer.stop()
    await context.step(
      'every acknowledged object is there: events in events, all others in main',
      async () => {
        assert.ok(made.configmaps.length > 20 && made.events.length > 20, 'too few objects')
        await assertHolds(first, askEvents, 'events', made.events)
        await assertHolds(first, etcdctl, 'configmaps', made.configmaps)
        assert.equal(await etcdctl(first, 'get', '/registry/events', '--prefix', '--keys-only'), '')
        const elsewhere = (await askEvents(first, 'get', '/registry/', '--prefix', '--keys-only')).split('\n')
        assert.deepEqual(
          elsewhere.filter((key) => key && !key.startsWith('/registry/events/')),
          [],
        )
      },
    )
    context.line(
      `${made.configmaps.length} ConfigMaps and ${made.events.length} events were acknowledged; ${made.failures.length} failed`,
    )
    for (const playbook of ['site.yml', 'verify.yml'] as const)
      await context.step(`${playbook} of both changes nothing`, async () => {
        for (const outcome of await plays(changed, playbook)) assertUnchanged(outcome)
      })
  },
}

/** Main makes its CAs, and events gets them. */
async function generateBoth({ step }: ScenarioContext, lab: Lab): Promise<GeneratedCluster[]> {
  const { main, events } = specs(10_000)
  const mainCluster = await generateCluster(lab, main)
  const eventsCluster = describeCluster(lab, events)
  await step('the CAs of main are imported into events', () => importCas(mainCluster, eventsCluster))
  return [mainCluster, eventsCluster]
}

async function plays(clusters: readonly GeneratedCluster[], playbook: 'site.yml' | 'verify.yml') {
  const outcomes = await Promise.all(clusters.map((cluster) => cluster.playbook(playbook)))
  for (const [index, outcome] of outcomes.entries())
    assertSuccess(clusters[index] as GeneratedCluster, outcome)
  return outcomes
}

async function assertHolds(
  host: Host,
  ask: typeof etcdctl,
  kind: 'configmaps' | 'events',
  names: readonly string[],
): Promise<void> {
  const prefix = `/registry/${kind}/default/`
  const keys = new Set((await ask(host, 'get', prefix, '--prefix', '--keys-only')).split('\n'))
  assert.deepEqual(
    names.filter((name) => !keys.has(`${prefix}${name}`)),
    [],
    `acknowledged ${kind} are gone`,
  )
}
