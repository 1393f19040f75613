import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Ansible } from './hosts/ansible.ts'
import { cpuSeconds, insideCgroup, makeCgroup } from './hosts/cgroup.ts'
import { Host, type HostDescription } from './hosts/host.ts'
import { type Mirror, startMirror } from './hosts/mirror.ts'
import { keepOverlay, mountOverlay } from './hosts/mount.ts'
import { connectHost, insideNamespace, makeBridge } from './hosts/network.ts'
import { personalize } from './hosts/personalize.ts'
import { beginRun } from './hosts/run.ts'
import { bridgeNamespace, hostNamespace, hostRoot, type RunRecord, sweep } from './hosts/run-record.ts'
import { admit, makeSshAccess, type SshAccess } from './hosts/ssh.ts'
import { cacheFolder } from './machine/cache.ts'
import { attempt, type Command, type CommandOptions, type Outcome } from './machine/command.ts'
import { allowInotify } from './machine/inotify.ts'
import { LabProblem } from './machine/problem.ts'
import { type Ingredients, prepare } from './prepare.ts'
import type { Progress } from './progress.ts'

/** What a scenario asks of the lab. */
export type LabOptions = {
  readonly hosts: readonly HostDescription[]
  /** The etcd releases that the mirror has to offer. */
  readonly etcd?: readonly string[]
  /** Begins the name of the folder of logs. */
  readonly name: string
  readonly progress: Progress
  /** Hosts of these names are the machines of the checkpoint; the scenario's folder holds what it held then. */
  readonly from?: Checkpoint
}

/** What a lab's hosts and the scenario's folder held when all hosts had been shut down; other labs go on from there. */
export type Checkpoint = {
  /** Holds a folder for each host, by its name, with what was written over its base tree. */
  readonly layers: string
  /** What the scenario's folder held. */
  readonly work: string
}

/** A running lab. Disposing of it ends its processes and removes its mounts, namespaces and files; the logs stay. */
export type Lab = AsyncDisposable & {
  readonly hosts: readonly Host[]
  /** The host with that name. */
  readonly host: (name: string) => Host
  readonly mirror: Mirror
  readonly ansible: Ansible
  /** A folder for the scenario's own files, gone with the lab. */
  readonly folder: string
  /** A folder that stays, for what a person may want to read afterwards. */
  readonly logs: string
  /** Runs a command on the lab's side of the network; returns what came of it. */
  readonly attempt: (command: Command, options?: CommandOptions) => Promise<Outcome>
  /** The CPU seconds (user and system) that all hosts, and all commands on the lab's side, have used so far. */
  readonly cpuSeconds: () => Promise<number>
  /** Shuts all hosts down and keeps what is on them, and in the scenario's folder, in another folder. They do not start again. */
  readonly keep: (target: string) => Promise<Checkpoint>
}

/** Installs and builds what is missing, starts the hosts and waits until all take logins. Whatever fails, nothing is left behind. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { progress } = options
  const swept = await sweep()
  if (swept > 0) progress.line(`took down ${swept} earlier lab(s) that died`)
  const allowed = allowInotify(options.hosts.length)
  if (allowed !== undefined) progress.line(allowed)
  const ingredients = await prepare(options, progress)
  const run = beginRun(options.hosts.map(({ name }) => name))
  try {
    const on = options.hosts.flatMap(({ name, isOff }) => (isOff ? [] : [name]))
    const title = on.length > 0 ? `${on.join(', ')} take SSH logins` : 'the hosts are there, and off'
    const lab = await progress.step(title, () => assemble(options, run.record, ingredients))
    return { ...lab, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() }
  } catch (problem) {
    await run[Symbol.asyncDispose]()
    throw problem
  }
}

async function assemble(
  options: LabOptions,
  record: RunRecord,
  ingredients: Ingredients,
): Promise<Omit<Lab, keyof AsyncDisposable>> {
  const logs = await logFolder(options.name, record.id)
  const folder = join(record.folder, 'work')
  if (options.from === undefined) mkdirSync(folder)
  else await cp(options.from.work, folder, { recursive: true, verbatimSymlinks: true })
  const addresses = options.hosts.map(({ name, addresses: [first = ''] }) => [name, first] as const)
  const access = await makeSshAccess(record.folder, new Map(addresses))
  const bridge = bridgeNamespace(record.id)
  await makeBridge(bridge)
  const ownCgroup = await makeCgroup(`${record.cgroup}/lab`)
  const inside = (command: Command) => insideCgroup(ownCgroup, insideNamespace(bridge, command))
  const hosts: Host[] = []
  for (const [index, description] of options.hosts.entries()) {
    hosts.push(await makeHost(description, index, { options, record, ingredients, access, logs }))
  }
  const mirror = startMirror(join(record.folder, 'mirror'), ingredients, inside)
  const on = hosts.filter((_, index) => !options.hosts[index]?.isOff)
  await Promise.all([mirror, ...on.map((host) => host.start())])
  return {
    hosts,
    host: (name) => {
      const found = hosts.find((host) => host.name === name)
      if (found === undefined) throw new LabProblem(`The lab has no host ${name}.`)
      return found
    },
    mirror: await mirror,
    ansible: new Ansible({
      programs: ingredients.ansible,
      inside,
      access,
      home: join(record.folder, 'ansible'),
      logs,
    }),
    folder,
    logs,
    attempt: (command, commandOptions) => attempt(inside(command), commandOptions),
    cpuSeconds: () => cpuSeconds(record.cgroup),
    keep: (target) => keep(hosts, folder, target),
  }
}

async function makeHost(
  description: HostDescription,
  index: number,
  given: {
    options: LabOptions
    record: RunRecord
    ingredients: Ingredients
    access: SshAccess
    logs: string
  },
): Promise<Host> {
  const { record, access } = given
  const { name, addresses } = description
  const namespace = hostNamespace(record.id, name)
  await connectHost(bridgeNamespace(record.id), namespace, index, addresses)
  const tree = given.ingredients.tree(description)
  const root = hostRoot(record.folder, name)
  const install = async (layers: readonly string[] = []) => {
    await mountOverlay([...layers, tree], join(root, '..'))
    personalize(root, description, given.options.hosts)
    await admit(access, root, [name, ...addresses])
  }
  await install(layersOf(given.options, name))
  const bastion = given.options.hosts.find((host) => host.name === description.loginsFrom)
  return new Host({
    description,
    machine: namespace,
    root,
    install: () => install(),
    cgroup: `${record.cgroup}/${name}`,
    namespace,
    bridgeNamespace: bridgeNamespace(record.id),
    port: index,
    access,
    bastion: bastion?.addresses[0],
    console: join(given.logs, `${name}.console.log`),
  })
}

function layersOf({ from }: LabOptions, host: string): readonly string[] {
  const layer = from === undefined ? undefined : join(from.layers, host)
  return layer !== undefined && existsSync(layer) ? [layer] : []
}

async function keep(hosts: readonly Host[], folder: string, target: string): Promise<Checkpoint> {
  await Promise.all(hosts.map((host) => host.shutDown()))
  const kept = { layers: join(target, 'layers'), work: join(target, 'work') }
  mkdirSync(kept.layers, { recursive: true })
  for (const { name, root } of hosts) await keepOverlay(root, join(kept.layers, name))
  await rename(folder, kept.work)
  return kept
}

// Enough for one run of all scenarios.
const logFoldersKept = 60

async function logFolder(name: string, id: string): Promise<string> {
  const parent = join(cacheFolder(), 'logs')
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const folder = join(parent, `${time}-${name}-${id}`)
  mkdirSync(folder, { recursive: true })
  const old = readdirSync(parent).sort().slice(0, -logFoldersKept)
  for (const entry of old) await rm(join(parent, entry), { recursive: true, force: true })
  return folder
}
