import type { FilledSpec } from '../spec/spec.types.ts'
import type { CloudInit } from './cluster.ts'
import { ipAddress } from './endpoint.ts'

/**
 * The settings of the nodes' user-data.
 *
 * @param config the user's own cloud-config, from the spec or from a file
 */
export function resolveCloudInit(
  { tls, cloudInit: { provider, keys, network } }: FilledSpec,
  config: CloudInit['config'],
): Omit<CloudInit, 'isAskedFor'> {
  return {
    provider,
    keys: tls.enabled ? keys : 'none',
    config,
    network: network && {
      interface: network.interface,
      prefixLength: network.prefixLength,
      gateway: network.gateway === undefined ? undefined : ipAddress(network.gateway),
      nameservers: network.nameservers.map((address) => ipAddress(address).text),
      searchDomains: network.searchDomains,
    },
  }
}
