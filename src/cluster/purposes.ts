import { isLoopback } from '../ip-address.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import { type DnsName, hostOf, type IpAddress, ipAddress } from './endpoint.ts'

type Node = FilledSpec['nodes'][number]

/** Where a member listens for peers or clients, and where these reach it. */
export type Purpose = { readonly listen: readonly IpAddress[]; readonly advertise: IpAddress | DnsName }

/** A node's addresses for peers and for clients: its `address`, unless the spec says otherwise. */
export function purposesOf(node: Node): { readonly peer: Purpose; readonly client: Purpose } {
  return { peer: purposeOf(node, node.peer), client: purposeOf(node, node.client) }
}

function purposeOf({ address }: Node, written: Node['peer']): Purpose {
  const listen = (written?.listen ?? [address]).map(ipAddress)
  const first = listen.find((each) => !isEvery(each) && !isLoopback(each.text)) ?? ipAddress(address)
  return { listen, advertise: written?.advertise === undefined ? first : hostOf(written.advertise) }
}

/** Whether it stands for every address of the machine. Go listens on both families for either (net, ListenConfig.Listen). */
export function isEvery({ text }: IpAddress): boolean {
  return text === '0.0.0.0' || text === '::'
}

/** The IP addresses and DNS names of a node: the SANs of its certificates. */
export function reachedAt(node: Node): { readonly ipAddresses: string[]; readonly dnsNames: string[] } {
  const { peer, client } = purposesOf(node)
  const hosts = [peer, client].flatMap(({ listen, advertise }) => [...listen, advertise])
  return {
    ipAddresses: [
      ipAddress(node.address),
      ...hosts.filter((host) => host.family !== 'dns' && !isEvery(host)),
      ...node.ipAddresses.map(ipAddress),
    ].map(({ text }) => text),
    dnsNames: [...hosts.filter(({ family }) => family === 'dns').map(({ text }) => text), ...node.dnsNames],
  }
}
