import { dump } from 'js-yaml'
import type { CloudInit, Member } from '../../cluster/cluster.ts'

/** Sets a node's address (cloud-init, Networking config Version 2), as 21.4 and later understand it. */
export function networkConfig(network: NonNullable<CloudInit['network']>, member: Member): string {
  const { interface: name, prefixLength, gateway, nameservers, searchDomains } = network
  const { macAddress, address } = member
  const ethernet = {
    // If the MAC address selects the interface, we set its name.
    ...(macAddress && { match: { macaddress: macAddress }, 'set-name': name }),
    addresses: [`${address.text}/${prefixLength}`],
    ...(gateway && { routes: [{ to: gateway.family === 6 ? '::/0' : '0.0.0.0/0', via: gateway.text }] }),
    ...((nameservers.length > 0 || searchDomains.length > 0) && {
      nameservers: { addresses: nameservers, search: searchDomains },
    }),
  }
  return dump({ version: 2, ethernets: { [name]: ethernet } })
}
