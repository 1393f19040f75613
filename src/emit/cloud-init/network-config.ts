import { dump } from 'js-yaml'
import type { CloudInit, Member } from '../../cluster/cluster.ts'

/** How a node's address is set (cloud-init, Networking config Version 2), as 21.4 and later understand it. */
export function networkConfig(network: NonNullable<CloudInit['network']>, member: Member): string {
  const { interface: name, prefixLength, gateway, nameservers, searchDomains } = network
  const { macAddress, address } = member
  const ethernet = {
    // Of an interface that is known by its hardware address, the name is ours to say.
    ...(macAddress && { match: { macaddress: macAddress }, 'set-name': name }),
    addresses: [`${address.text}/${prefixLength}`],
    ...(gateway && { routes: [{ to: gateway.family === 6 ? '::/0' : '0.0.0.0/0', via: gateway.text }] }),
    ...((nameservers.length > 0 || searchDomains.length > 0) && {
      nameservers: { addresses: nameservers, search: searchDomains },
    }),
  }
  return dump({ version: 2, ethernets: { [name]: ethernet } })
}
