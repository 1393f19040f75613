import type { Cluster, Member } from '../cluster/cluster.ts'
import { type Endpoint, LOOPBACK_4 } from '../cluster/endpoint.ts'
import { isEvery } from '../cluster/purposes.ts'
import { isLoopback } from '../ip-address.ts'

/** What Debian's /etc/hosts has for the machine's own name (Debian Reference, 5.1.1). */
const OWN_NAME_ADDRESS = '127.0.1.1'

/**
 * The DNS names in the members' URLs as one node is to find them, one in a line: the name, its member, the addresses at which
 * the member listens, and all addresses of the member. The last two have commas between.
 */
export function nameLines({ members }: Cluster, { name: node }: Pick<Member, 'name'>): string[] {
  return members.flatMap((member) => {
    const found = new Map<string, Set<string>>()
    for (const purpose of ['peer', 'client'] as const) {
      const { host } = member[purpose]
      if (host.family !== 'dns') continue
      const addresses = found.get(host.text) ?? new Set()
      for (const address of addressesOf(member, member.listeners[purpose])) addresses.add(address)
      if (member.name === node) for (const address of ownLoopback(member, purpose)) addresses.add(address)
      found.set(host.text, addresses)
    }
    return [...found].map(([name, addresses]) =>
      [name, member.name, [...addresses].join(','), member.ownAddresses.join(',')].join(' '),
    )
  })
}

function addressesOf(member: Member, listeners: readonly Endpoint[]): string[] {
  const hosts = listeners.flatMap(({ host }) => (host.family === 'dns' ? [] : [host]))
  if (hosts.some(isEvery)) return [...member.ownAddresses]
  return hosts.map(({ text }) => text).filter((text) => !isLoopback(text))
}

/** A machine may have its own name on loopback. Nobody there connects to the own peer URL; clients need a listener. */
function ownLoopback({ listeners }: Member, purpose: 'peer' | 'client'): string[] {
  const isServed = listeners[purpose].some(({ host }) => host.family !== 'dns' && isEvery(host))
  if (purpose === 'peer' || isServed) return [LOOPBACK_4.text, OWN_NAME_ADDRESS]
  return listeners[purpose].flatMap(({ host }) =>
    host.family !== 'dns' && isLoopback(host.text) ? [host.text] : [],
  )
}
