import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import { RECOMMENDED_VERSION } from '../../../src/etcd/releases.ts'
import type { PlaybookOptions, PlaybookOutcome } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import type { Lab } from '../lab.ts'
import { attempt, type CommandOptions, failureText, type Outcome } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'

/** The etcd that the scenarios run, unless they say otherwise: the default. */
export const etcdVersion = RECOMMENDED_VERSION

/** How etcd is configured, as a spec says it. */
export const styles = ['env', 'flags', 'file'] as const
export type Style = (typeof styles)[number]

/** Hosts that a step looks at: a cluster's, or all of a lab. */
export type Hosts = { readonly hosts: readonly Host[] }

/** What quorate generated for hosts of a lab. */
export type GeneratedCluster = Hosts & {
  readonly lab: Lab
  /** What the inventory calls the members, host by host. */
  readonly nodes: readonly string[]
  /** The hosts that are no members and hold certificates of clients. */
  readonly clientHosts: readonly Host[]
  /** `<out>/<cluster>`: holds ansible/, nodes/, pki/, secrets/. */
  readonly folder: string
  /** Runs a verb of quorate on the cluster's spec, with further parameters; returns what came of it. */
  readonly quorate: (
    verb: 'generate' | `pki ${'status' | 'renew' | 'import'}`,
    parameters?: readonly string[],
    options?: Pick<CommandOptions, 'env'>,
  ) => Promise<Outcome>
  readonly playbook: (
    playbook: 'site.yml' | 'verify.yml' | 'replace.yml' | 'restart.yml' | 'stop.yml',
    options?: PlaybookOptions,
  ) => Promise<PlaybookOutcome>
}

/** What runs quorate, as it is built. */
const builtProgram = join(import.meta.dirname, '../../../dist/cli.cjs')
export const quorateCommand = [process.execPath, builtProgram] as const

/** Whoever runs the lab may have keys of their own. */
const ownKeys = { ANSIBLE_VAULT_PASSWORD_FILE: undefined, AGE_IDENTITY_FILE: undefined }

type Section = Readonly<Record<string, unknown>>

/** What a spec says besides the names and addresses of its nodes. */
export type SpecOptions = {
  /** The cluster's name; `lab` unless given. */
  readonly name?: string
  /** The names of its hosts, all of the lab's unless given. */
  readonly hosts?: readonly string[]
  /** In place of the nodes that the hosts make. */
  readonly nodes?: readonly (Section & { readonly name: string })[]
  /** Whether its hosts have another cluster too. */
  readonly sharedMachines?: boolean
  readonly mirror?: 'ipv4' | 'ipv6'
  /** Goes before what it would be otherwise: the scenarios' version, from the mirror. */
  readonly etcd?: Section & { readonly version?: string; readonly style?: Style }
  readonly tls?: Section
  readonly secrets?: Section
  /** The names of the lab's hosts that hold certificates of clients and are no members. */
  readonly clientHosts?: readonly string[]
  readonly ansible?: Section
  readonly cloudInit?: Section
  readonly systemd?: Section
  /** What quorate finds in its environment besides. */
  readonly env?: CommandOptions['env']
  /** The cli.cjs of another build of quorate, to compare with. */
  readonly program?: string | undefined
}

/**
 * Writes the spec of a cluster of the lab's hosts, with the lab's mirror, and has quorate generate it; called again
 * with the same name and other options, it changes the spec of the same cluster.
 */
export async function generateCluster(lab: Lab, options: SpecOptions = {}): Promise<GeneratedCluster> {
  return generate(describeCluster(lab, options))
}

/** Has quorate generate a cluster whose spec lies there. */
export async function generate(cluster: GeneratedCluster): Promise<GeneratedCluster> {
  const outcome = await cluster.quorate('generate')
  if (outcome.exitCode !== 0) throw new LabProblem(failureText(outcome))
  return cluster
}

/** Writes the spec as `generateCluster` does, and has nothing generated from it yet. */
export function describeCluster(lab: Lab, options: SpecOptions = {}): GeneratedCluster {
  const { name = 'lab', tls, secrets, ansible, cloudInit, systemd } = options
  const hosts = options.hosts?.map((host) => lab.host(host)) ?? lab.hosts
  const clientHosts = (options.clientHosts ?? []).map((host) => lab.host(host))
  const spec = {
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name,
    nodes: options.nodes ?? hosts.map((host) => ({ name: host.name, address: host.address })),
    ...(options.sharedMachines && { sharedMachines: true }),
    etcd: etcdSection(lab, options),
    ...(clientHosts.length > 0 && {
      clientHosts: clientHosts.map((host) => ({ name: host.name, ansible: { host: host.address } })),
    }),
    ...(tls && { tls }),
    ...(secrets && { secrets }),
    ...(ansible && { ansible }),
    ...(cloudInit && { cloudInit }),
    ...(systemd && { systemd }),
  }
  return clusterOf(lab, spec, { hosts, clientHosts, env: options.env, program: options.program })
}

/**
 * Writes a spec down as it stands, and has nothing generated from it yet. `hosts` are the machines of its nodes, in the
 * same order, and may have other names.
 */
export function clusterOf(
  lab: Lab,
  spec: Section & { readonly name: string; readonly nodes: readonly { readonly name: string }[] },
  {
    hosts,
    clientHosts = [],
    env: givenEnv,
    program = builtProgram,
  }: Hosts & {
    readonly clientHosts?: readonly Host[]
    readonly env?: CommandOptions['env']
    readonly program?: string | undefined
  },
): GeneratedCluster {
  const file = join(lab.folder, `${spec.name}.yaml`)
  const out = join(lab.folder, 'out')
  mkdirSync(out, { recursive: true })
  writeFileSync(file, dump(spec))
  const folder = join(out, spec.name)
  return {
    lab,
    hosts,
    nodes: spec.nodes.map(({ name }) => name),
    clientHosts,
    folder,
    quorate: (verb, parameters = [], { env } = {}) =>
      attempt([process.execPath, program, ...verb.split(' '), file, '--out', out, ...parameters], {
        env: { ...ownKeys, ...givenEnv, ...env },
      }),
    playbook: (playbook, playbookOptions) =>
      lab.ansible.playbook(join(folder, 'ansible'), playbook, playbookOptions),
  }
}

function etcdSection(lab: Lab, { etcd = {}, mirror = 'ipv4' }: SpecOptions): Section {
  const version = etcd.version ?? etcdVersion
  // Asked for here only, since the mirror has no release of a version that comes otherwise.
  const install = etcd.install ?? { mirror: lab.mirror.url[mirror], sha256: lab.mirror.digests(version) }
  return { ...etcd, version, install }
}

/** The URL at which clients reach a host's member. */
export function clientUrl(address: string): string {
  return `https://${urlHost(address)}:2379`
}
