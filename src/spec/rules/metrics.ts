import { at, report } from '../../diagnostics/report.ts'
import { parseAddress } from '../../ip-address.ts'
import { nameOf, nodesOf, purposesOf, type Rule } from './rule.ts'

/**
 * Metrics reveal a lot about a cluster, and over plain HTTP etcd serves them to everyone. etcd's documents recommend a private
 * address (op-guide/configuration.md, listen-metrics-urls; op-guide/security.md); a public one gets a warning.
 */
export const metrics: Rule = ({ spec }) => {
  const { listen, tls } = spec.etcd?.metrics ?? {}
  // With TLS, etcd asks for a client certificate.
  if (tls) return []
  const own = purposesOf(spec).filter(({ purpose }) => purpose === 'metrics')
  const elsewhere = own.flatMap(({ indexed, listen: hosts }) =>
    hosts
      .filter(({ value }) => isPublic(value))
      .map(({ fieldPointer }) => report('metrics-public', at(fieldPointer), { nodes: [nameOf(indexed)] })),
  )
  if (listen === undefined || listen === 'loopback') return elsewhere
  const open = nodesOf(spec).filter(({ node }) => !node.metrics?.listen && isPublic(node.address ?? ''))
  if (open.length === 0) return elsewhere
  return [...elsewhere, report('metrics-public', at('/etcd/metrics/listen'), { nodes: open.map(nameOf) })]
}

function isPublic(address: string): boolean {
  return parseAddress(address)?.range() === 'unicast'
}
