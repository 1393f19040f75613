import { isIPv6 } from 'node:net'
import { attempt, type Command, run } from '../machine/command.ts'

/**
 * The bridge's own addresses, and with them the lab's own networks. A host that has an IPv4 address in another one
 * reaches the rest of the lab through the bridge, which is the first host of that network too.
 */
export const bridgeAddresses = { ipv4: '10.240.0.1', ipv6: 'fd00:10::1' } as const

/** Makes the namespace that holds a bridge and nothing else yet. */
export async function makeBridge(namespace: string): Promise<void> {
  await run(['ip', 'netns', 'add', namespace])
  // Without snooping, neighbour discovery (IPv6's ARP, sent by multicast) reaches every host from the first packet on.
  await inside(namespace, 'link add bridge type bridge mcast_snooping 0')
  for (const address of Object.values(bridgeAddresses)) await addAddress(namespace, 'bridge', address)
  await inside(namespace, 'link set lo up')
  await inside(namespace, 'link set bridge up')
}

/** Makes a host's namespace, whose eth0 leads into the bridge as its `number`th port and has the given addresses. */
export async function connectHost(
  bridge: string,
  namespace: string,
  number: number,
  addresses: readonly string[],
): Promise<void> {
  const port = `host${number}`
  await run(['ip', 'netns', 'add', namespace])
  // Both ends are made where they belong: the machine's own namespace never sees them.
  await inside(bridge, `link add ${port} type veth peer name eth0 netns ${namespace}`)
  await inside(bridge, `link set ${port} master bridge up`)
  for (const address of addresses) await addAddress(namespace, 'eth0', address)
  await inside(namespace, 'link set lo up')
  await inside(namespace, 'link set eth0 up')
  const foreign = addresses.map(gatewayOf).find((gateway) => gateway !== undefined)
  if (foreign !== undefined) await routeThroughBridge(bridge, namespace, foreign)
}

/** A host's own address, and the one that it has for everybody else. */
export type Translation = { readonly inside: string; readonly outside: string }

/** Puts a host behind 1:1 NAT: it sends and receives under an address that it does not have. The others know the way there. */
export async function translate(
  namespace: string,
  own: Translation,
  others: readonly Translation[],
): Promise<void> {
  for (const { inside: gateway, outside } of others)
    await inside(namespace, `route add ${outside}/32 via ${gateway}`)
  await inside(namespace, `route add ${own.outside}/32 dev eth0`)
  const network = own.outside.replace(/\d+$/, '0/24')
  const rules = `table ip nat {
    chain prerouting { type nat hook prerouting priority dstnat; ip daddr ${own.outside} dnat to ${own.inside}; }
    chain output { type nat hook output priority -100; ip daddr ${own.outside} dnat to ${own.inside}; }
    chain postrouting { type nat hook postrouting priority srcnat; ip saddr ${own.inside} ip daddr ${network} snat to ${own.outside}; }
  }`
  await run(insideNamespace(namespace, ['nft', '--file', '-']), { input: rules })
}

/** Takes a host off the bridge, or puts it back: it keeps its addresses, and nothing gets through. */
export async function switchPort(bridge: string, number: number, state: 'up' | 'down'): Promise<void> {
  await inside(bridge, `link set host${number} ${state}`)
}

/** The bridge's address in the network of an address; none in the lab's own networks, which need no way out. */
function gatewayOf(address: string): string | undefined {
  const gateway = address.replace(/\d+$/, '1')
  return isIPv6(address) || gateway === bridgeAddresses.ipv4 ? undefined : gateway
}

async function routeThroughBridge(bridge: string, namespace: string, gateway: string): Promise<void> {
  await inside(bridge, `address replace ${gateway}/24 dev bridge`)
  // Networks stay apart although all hosts hang on one bridge: it tells nobody of a shorter way.
  const script =
    'cd /proc/sys/net/ipv4; echo 1 >ip_forward; for of in all bridge; do echo 0 >conf/$of/send_redirects; done'
  await run(insideNamespace(bridge, ['sh', '-euc', script]))
  await inside(namespace, `route add default via ${gateway}`)
}

/** The command that runs another in a network namespace. */
export function insideNamespace(namespace: string, command: Command): Command {
  return ['nsenter', `--net=/run/netns/${namespace}`, ...command]
}

/** Removes a network namespace, if it is there. */
export async function removeNamespace(namespace: string): Promise<void> {
  const list = await attempt(['ip', 'netns', 'list'])
  if (list.stdout.split('\n').some((line) => line.split(' ')[0] === namespace)) {
    await run(['ip', 'netns', 'delete', namespace])
  }
}

/** An address as it stands in a URL. */
export function urlHost(address: string): string {
  return isIPv6(address) ? `[${address}]` : address
}

/** Gives a link in a namespace an address. */
export async function addAddress(namespace: string, link: string, address: string): Promise<void> {
  // nodad: an address is usable at once, without a second's search for a duplicate.
  await inside(namespace, `address add ${address}/${isIPv6(address) ? '64 nodad' : '24'} dev ${link}`)
}

/** Takes an address off a link inside a namespace. */
export async function removeAddress(namespace: string, link: string, address: string): Promise<void> {
  await inside(namespace, `address delete ${address}/${isIPv6(address) ? '64' : '24'} dev ${link}`)
}

async function inside(namespace: string, command: string): Promise<void> {
  await run(['ip', '-n', namespace, ...command.split(' ')])
}
