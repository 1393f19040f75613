import { join } from 'node:path'
import type { HostDescription } from '../hosts/host.ts'
import { folderUntilExit } from '../hosts/run.ts'
import type { Checkpoint, Lab } from '../lab.ts'
import type { ScenarioContext } from '../scenario.ts'
import {
  describeCluster,
  etcdVersion,
  type GeneratedCluster,
  generateCluster,
  type Style,
} from './cluster.ts'
import { threeHosts } from './hosts.ts'
import { assertFormed, untilHealthy } from './members.ts'
import { bringUp } from './playbooks.ts'

/** What a checkpoint is of: a cluster of etcd-1 to etcd-3 whose spec says nothing else. */
type Kind = { readonly version: string; readonly style?: Style | undefined }

/** What a scenario asks for, besides that. */
export type FromCheckpoint = Partial<Kind> & {
  /** Hosts that are no members, new machines. */
  readonly hosts?: readonly HostDescription[]
  /** The etcd releases that the mirror has to offer, besides the one that runs. */
  readonly etcd?: readonly string[]
}

const checkpoints = new Map<string, Promise<Checkpoint>>()

/**
 * Starts a lab in which the cluster of etcd-1 to etcd-3 runs already, a few seconds after their boot. `lab.cluster` is what
 * `generateCluster(lab, { hosts: ['etcd-1', 'etcd-2', 'etcd-3'] })` gives, with its PKI.
 *
 * The first scenario of a process that asks for a kind brings it up with site.yml and shuts it down; all start from what is on
 * its hosts and in the folder of the control node then. Use it where the subject of a scenario is not how a cluster comes up.
 */
export async function fromCheckpoint(
  context: ScenarioContext,
  { version = etcdVersion, style, hosts = [], etcd = [] }: FromCheckpoint = {},
): Promise<Lab & { readonly cluster: GeneratedCluster }> {
  const kind: Kind = { version, style }
  const from = await context.step(`the checkpoint of etcd ${version} by ${style ?? 'env'} is there`, () =>
    checkpointOf(context, kind),
  )
  const lab = await context.startLab({ hosts: [...threeHosts, ...hosts], etcd: [version, ...etcd], from })
  try {
    const cluster = describeCluster(lab, specOf(kind))
    await context.step('the cluster runs', () => untilHealthy(lab.host('etcd-1')))
    return { ...lab, cluster }
  } catch (problem) {
    await lab[Symbol.asyncDispose]()
    throw problem
  }
}

function specOf({ version, style }: Kind) {
  return { hosts: threeHosts.map(({ name }) => name), etcd: { version, ...(style && { style }) } }
}

function checkpointOf(context: ScenarioContext, kind: Kind): Promise<Checkpoint> {
  const key = JSON.stringify(kind)
  const found = checkpoints.get(key) ?? make(context, kind)
  checkpoints.set(key, found)
  return found
}

async function make(context: ScenarioContext, kind: Kind): Promise<Checkpoint> {
  await using lab = await context.startLab({ hosts: threeHosts, etcd: [kind.version] })
  const cluster = await generateCluster(lab, specOf(kind))
  await bringUp(context, cluster)
  await assertFormed(cluster)
  // await: the lab must not go before.
  return await context.step('its hosts are shut down, and kept', () =>
    lab.keep(join(folderUntilExit(), 'kept')),
  )
}
