import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import type { PlaybookOptions, PlaybookOutcome } from '../hosts/ansible.ts'
import type { Host } from '../hosts/host.ts'
import { urlHost } from '../hosts/network.ts'
import type { Lab } from '../lab.ts'
import { run } from '../machine/command.ts'

/** The etcd that the scenarios run, unless they say otherwise. */
export const etcdVersion = '3.6.14'

/** How etcd is configured, as a spec says it. */
export const styles = ['env', 'flags', 'file'] as const
export type Style = (typeof styles)[number]

/** Hosts that a step looks at: a cluster's, or all of a lab. */
export type Hosts = { readonly hosts: readonly Host[] }

/** What quorate generated for hosts of a lab. */
export type GeneratedCluster = Hosts & {
  readonly lab: Lab
  /** `<out>/<cluster>`: holds ansible/, nodes/, pki/, secrets/. */
  readonly folder: string
  readonly playbook: (
    playbook: 'site.yml' | 'verify.yml',
    options?: PlaybookOptions,
  ) => Promise<PlaybookOutcome>
}

const command = join(import.meta.dirname, '../../../dist/cli.cjs')

type Section = Readonly<Record<string, unknown>>

/** What a spec says besides the names and addresses of its nodes. */
export type SpecOptions = {
  /** The cluster's name; `lab` unless given. */
  readonly name?: string
  /** The names of its hosts, all of the lab's unless given. */
  readonly hosts?: readonly string[]
  readonly mirror?: 'ipv4' | 'ipv6'
  /** Goes before what it would be otherwise: the scenarios' version, from the mirror. */
  readonly etcd?: Section & { readonly version?: string; readonly style?: Style }
  readonly tls?: Section
  readonly ansible?: Section
}

/**
 * Writes the spec of a cluster of the lab's hosts, with the lab's mirror, and has quorate generate it; called again
 * with the same name and other options, it changes the spec of the same cluster.
 */
export async function generateCluster(lab: Lab, options: SpecOptions = {}): Promise<GeneratedCluster> {
  const { name = 'lab', tls, ansible } = options
  const hosts = options.hosts?.map((host) => lab.host(host)) ?? lab.hosts
  const spec = {
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name,
    nodes: hosts.map((host) => ({ name: host.name, address: host.address })),
    etcd: etcdSection(lab, options),
    ...(tls && { tls }),
    ...(ansible && { ansible }),
  }
  const file = join(lab.folder, `${name}.yaml`)
  const out = join(lab.folder, 'out')
  mkdirSync(out, { recursive: true })
  writeFileSync(file, dump(spec))
  await run([process.execPath, command, 'generate', file, '--out', out])
  const folder = join(out, name)
  return {
    lab,
    hosts,
    folder,
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
