import { at, report } from '../../diagnostics/report.ts'
import { nearest } from '../nearest.ts'
import { meaningOf } from './reserved-names.ts'
import { clientHostsOf, clientsOf, nodesOf, type Rule } from './rule.ts'

/** A client is installed on hosts that the spec knows. */
export const clientInstallHosts: Rule = ({ spec }) => {
  const nodes = spec.nodes?.map((node) => node?.name) ?? []
  const hosts = spec.clientHosts?.map((host) => host?.name) ?? []
  const names = [...nodes, ...hosts].filter((name) => name !== undefined)
  // Where a name could not be read, it may be the one that is meant.
  if (spec.clientHosts === undefined || names.length < nodes.length + hosts.length) return []
  return clientsOf(spec).flatMap(({ client, pointer }) =>
    (client.install?.hosts ?? []).flatMap((name, index) => {
      if (name === undefined || names.includes(name)) return []
      const near = nearest(name, names) ?? nameAt(name, spec)
      const isReserved = meaningOf(name) !== undefined
      return [
        report('client-host-unknown', at(`${pointer}/install/hosts/${index}`), { name, near, isReserved }),
      ]
    }),
  )
}

/** The name of the host that somebody calls by its address, or by another of its names. */
function nameAt(text: string, spec: Parameters<Rule>[0]['spec']): string | undefined {
  const node = nodesOf(spec).find(
    ({ node }) => [node.address, node.ansible?.host].includes(text) || node.dnsNames?.includes(text),
  )
  return node?.node.name ?? clientHostsOf(spec).find(({ host }) => host.ansible?.host === text)?.host.name
}
