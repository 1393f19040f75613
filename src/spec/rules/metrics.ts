import { at, report } from '../../diagnostics/report.ts'
import { parseAddress } from '../../ip-address.ts'
import { nameOf, nodesOf, type Rule } from './rule.ts'

/**
 * Metrics reveal a lot about a cluster, and etcd serves them without TLS. etcd's documents recommend a private address
 * (op-guide/configuration.md, listen-metrics-urls; op-guide/security.md); a public one gets a warning.
 */
export const metrics: Rule = ({ spec }) => {
  const listen = spec.etcd?.metrics?.listen
  if (listen === undefined || listen === 'loopback') return []
  const open = nodesOf(spec).filter(({ node }) => isPublic(node.address ?? ''))
  return open.length > 0
    ? [report('metrics-public', at('/etcd/metrics/listen'), { nodes: open.map(nameOf) })]
    : []
}

function isPublic(address: string): boolean {
  return parseAddress(address)?.range() === 'unicast'
}
