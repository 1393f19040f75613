import assert from 'node:assert/strict'
import type { Host } from '../../hosts/host.ts'
import { blocksNamedIn, commandsIn, type Texts, typesAll } from '../advice.ts'
import type { GeneratedCluster, SpecOptions } from '../cluster.ts'
import type { Channel } from '../verdicts.ts'

/** A state of a node, how it is judged, and how its texts are followed. */
export type Situation = {
  readonly title: string
  /** What root types on the host to get there. */
  readonly arrange?: string
  /** What the spec says besides, which the judge compares the host with. */
  readonly spec?: SpecOptions
  /** The codes that every channel finds, sorted. */
  readonly verdicts: readonly string[]
  /** What a first boot says instead, which tells fewer cases apart. */
  readonly firstBoot?: readonly string[]
  /** When only some channels can be asked: those. */
  readonly by?: readonly Channel[]
  /** Does what the texts say; returns the spec that they have people write. Unless given, types every command in them. */
  readonly follow?: (given: Following) => Promise<SpecOptions>
  /** What root types afterwards, so that the next situation finds the host as it was. */
  readonly cleanUp?: string
}

export type Following = {
  readonly texts: Texts
  readonly host: Host
  readonly cluster: GeneratedCluster
  readonly spec: SpecOptions
}

/** The text has people put the spec back. */
export const putsBack = async (): Promise<SpecOptions> => ({})

/** "Stop it": what the command in the text shows on the port. */
export async function stopsListener({ texts, host, spec }: Following): Promise<SpecOptions> {
  const text = texts.get('port-taken') ?? ''
  const [, port] = /listens on port (\d+)/.exec(text) ?? []
  const [show = ''] = commandsIn(text)
  const shown = await host.run(['sh', '-euc', show])
  const [, pid] = new RegExp(`:${port} .*pid=(\\d+)`).exec(shown) ?? []
  assert.ok(pid, shown)
  await host.run([
    'sh',
    '-euc',
    `kill ${pid}; while ss -Hltn sport = :${port} | grep -q .; do sleep 0.05; done`,
  ])
  return spec
}

export async function typesCommands({ texts, host, spec }: Following): Promise<SpecOptions> {
  for (const text of texts.values()) await typesAll(host, text)
  return spec
}

/** Types the first block of the section that the text on lost data names. */
export async function readsRunbook({ texts, host, cluster, spec }: Following): Promise<SpecOptions> {
  const [block = ''] = blocksNamedIn(cluster, texts.get('data-lost') ?? '')
  await host.run(['sh', '-euc', block])
  return spec
}

/** Writes the name and the token into the spec that the text gives. */
export async function takesIdentity({ texts }: Following): Promise<SpecOptions> {
  const [text = ''] = texts.values()
  const [, token] = /token\): (\S+)$|with the token (\S+), and/.exec(text)?.filter(Boolean) ?? []
  const [, name] = /member of the cluster (\S+) with/.exec(text) ?? []
  assert.ok(token, text)
  return { ...(name !== undefined && { name }), etcd: { token } }
}

/** Types the command that moves the data. */
export async function typesMoves({ texts, host, spec }: Following): Promise<SpecOptions> {
  const [command = ''] = commandsIn(texts.get('data-elsewhere') ?? '')
  await host.run(['sh', '-euc', command])
  return spec
}

/** Has another process listen on a port. */
export const squat = (port: number) =>
  `systemd-run --quiet --unit=squatter python3 -m http.server ${port}; until ss -Hltn sport = :${port} | grep -q .; do sleep 0.05; done`
