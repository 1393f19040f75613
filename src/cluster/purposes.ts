import { isLoopback } from '../ip-address.ts'
import type { FilledSpec } from '../spec/spec.types.ts'
import { type DnsName, hostOf, type IpAddress, ipAddress, LOOPBACK_4 } from './endpoint.ts'

type Node = FilledSpec['nodes'][number]
type Etcd = FilledSpec['etcd']

/** Where a member listens for peers or clients, and where these reach it. */
export type Purpose = { readonly listen: readonly IpAddress[]; readonly advertise: IpAddress | DnsName }

/** A node's addresses for peers and for clients: its `address`, unless the spec says otherwise. */
export function purposesOf(node: Node, etcd: Etcd): { readonly peer: Purpose; readonly client: Purpose } {
  return { peer: purposeOf(node, node.peer, etcd), client: purposeOf(node, node.client, etcd) }
}

function purposeOf({ address }: Node, written: Node['peer'], etcd: Etcd): Purpose {
  const listen = (written?.listen ?? [address]).map(ipAddress)
  const isOwn = (each: IpAddress) => !isEvery(each) && !isLoopback(each.text) && !isVirtual(each, etcd)
  const first = listen.find(isOwn) ?? ipAddress(address)
  return { listen, advertise: written?.advertise === undefined ? first : hostOf(written.advertise) }
}

/** Where etcd listens for clients: on 127.0.0.1 too, unless the spec turns that off. */
export function clientListeners({ listen }: Purpose, { localhostListener }: Etcd): readonly IpAddress[] {
  return localhostListener && !listen.some(servesLocalhost) ? [...listen, LOOPBACK_4] : listen
}

/** Where tools on the node itself reach its member. */
export function localClient({ listen }: Purpose, etcd: Etcd): IpAddress {
  if (etcd.localhostListener || listen.some(servesLocalhost)) return LOOPBACK_4
  return listen.find((each) => !isVirtual(each, etcd)) ?? LOOPBACK_4
}

const servesLocalhost = (address: IpAddress) => isEvery(address) || address.text === LOOPBACK_4.text

/** Where etcd serves metrics on a node; never empty. */
export function metricsListeners(node: Node, { metrics }: Etcd): readonly IpAddress[] {
  return node.metrics?.listen?.map(ipAddress) ?? METRICS_HOSTS[metrics.listen](ipAddress(node.address))
}

const EVERY_4: IpAddress = { family: 4, text: '0.0.0.0' }

/** By etcd.metrics.listen. */
const METRICS_HOSTS: Readonly<
  Record<Etcd['metrics']['listen'], (address: IpAddress) => readonly IpAddress[]>
> = {
  loopback: () => [LOOPBACK_4],
  node: (address) => [address],
  both: (address) => (address.text === LOOPBACK_4.text ? [LOOPBACK_4] : [address, LOOPBACK_4]),
  all: () => [EVERY_4],
}

/** Whether it moves between the machines. */
export function isVirtual({ text }: IpAddress, { virtualAddresses }: Etcd): boolean {
  return virtualAddresses.some((address) => ipAddress(address).text === text)
}

/** Whether it stands for every address of the machine. Go listens on both families for either (net, ListenConfig.Listen). */
export function isEvery({ text }: IpAddress): boolean {
  return text === '0.0.0.0' || text === '::'
}

/** The IP addresses and DNS names of a node: the SANs of its certificates. */
export function reachedAt(
  node: Node,
  etcd: Etcd,
): { readonly ipAddresses: string[]; readonly dnsNames: string[] } {
  const { peer, client } = purposesOf(node, etcd)
  const hosts = [
    ...[peer, client].flatMap(({ listen, advertise }) => [...listen, advertise]),
    ...(etcd.metrics.tls ? metricsListeners(node, etcd) : []),
  ]
  return {
    ipAddresses: [
      ipAddress(node.address),
      ...hosts.filter((host) => host.family !== 'dns' && !isEvery(host)),
      ...[...node.ipAddresses, ...etcd.virtualAddresses].map(ipAddress),
    ].map(({ text }) => text),
    dnsNames: [...hosts.filter(({ family }) => family === 'dns').map(({ text }) => text), ...node.dnsNames],
  }
}
