import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dump } from 'js-yaml'
import type { PlaybookOptions, PlaybookOutcome } from '../hosts/ansible.ts'
import { urlHost } from '../hosts/network.ts'
import type { Lab } from '../lab.ts'
import { run } from '../machine/command.ts'

/** The etcd that the scenarios run, unless they say otherwise. */
export const etcdVersion = '3.6.14'

/** What quorate generated for the hosts of a lab. */
export type GeneratedCluster = {
  readonly lab: Lab
  /** `<out>/lab`: holds ansible/, nodes/, pki/, secrets/. */
  readonly folder: string
  readonly playbook: (
    playbook: 'site.yml' | 'verify.yml',
    options?: PlaybookOptions,
  ) => Promise<PlaybookOutcome>
}

const command = join(import.meta.dirname, '../../../dist/cli.cjs')

type SpecOptions = {
  readonly mirror?: 'ipv4' | 'ipv6'
  readonly ansible?: Readonly<Record<string, unknown>>
  readonly tuning?: Readonly<Record<string, unknown>>
}

/**
 * Writes the spec of a cluster of all the lab's hosts, with the lab's mirror, and has quorate generate it; called again
 * with other options, it changes the spec of the same cluster.
 */
export async function generateCluster(lab: Lab, options: SpecOptions = {}): Promise<GeneratedCluster> {
  const spec = {
    apiVersion: 'quorate/v1',
    kind: 'EtcdCluster',
    name: 'lab',
    nodes: lab.hosts.map(({ name, address }) => ({ name, address })),
    etcd: {
      version: etcdVersion,
      install: { mirror: lab.mirror.url[options.mirror ?? 'ipv4'], sha256: lab.mirror.digests(etcdVersion) },
      ...(options.tuning === undefined ? {} : { tuning: options.tuning }),
    },
    ...(options.ansible === undefined ? {} : { ansible: options.ansible }),
  }
  const file = join(lab.folder, 'lab.yaml')
  const out = join(lab.folder, 'out')
  mkdirSync(out, { recursive: true })
  writeFileSync(file, dump(spec))
  await run([process.execPath, command, 'generate', file, '--out', out])
  const folder = join(out, spec.name)
  return {
    lab,
    folder,
    playbook: (playbook, playbookOptions) =>
      lab.ansible.playbook(join(folder, 'ansible'), playbook, playbookOptions),
  }
}

/** The URL at which clients reach a host's member. */
export function clientUrl(address: string): string {
  return `https://${urlHost(address)}:2379`
}
