import { at, report } from '../../diagnostics/report.ts'
import { nearest } from '../nearest.ts'
import { meaningOf } from './reserved-names.ts'
import { clientHostsOf, clientsOf, isAbsent, nodesOf, type Rule } from './rule.ts'

/** Each host under install.hosts is a node or a client host. */
export const clientInstallHosts: Rule = ({ spec }) => {
  const nodes = spec.nodes?.map((node) => node?.name) ?? []
  const hosts = spec.clientHosts?.map((host) => host?.name) ?? []
  const names = [...nodes, ...hosts].filter((name) => name !== undefined)
  // A name that could not be read may be the one that is meant.
  if (spec.clientHosts === undefined || names.length < nodes.length + hosts.length) return []
  return clientsOf(spec).flatMap(({ client, pointer }) =>
    (client.install?.hosts ?? []).flatMap((name, index) => {
      const absent = nodesOf(spec).find(({ node }) => node.name === name && isAbsent(node))
      if (name !== undefined && absent)
        return [
          report('client-host-absent', at(`${pointer}/install/hosts/${index}`, `${absent.pointer}/state`), {
            name,
          }),
        ]
      if (name === undefined || names.includes(name)) return []
      const near = nearest(name, names) ?? nameAt(name, spec)
      const isReserved = meaningOf(name) !== undefined
      return [
        report('client-host-unknown', at(`${pointer}/install/hosts/${index}`), { name, near, isReserved }),
      ]
    }),
  )
}

/** The name of the host with this address or other name. */
function nameAt(text: string, spec: Parameters<Rule>[0]['spec']): string | undefined {
  const node = nodesOf(spec).find(
    ({ node }) => [node.address, node.ansible?.host].includes(text) || node.dnsNames?.includes(text),
  )
  return node?.node.name ?? clientHostsOf(spec).find(({ host }) => host.ansible?.host === text)?.host.name
}
