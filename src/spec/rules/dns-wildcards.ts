import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/**
 * A wildcard that one node alone has covers no name of another: etcd takes a peer whose address has such a name, at any
 * depth below the wildcard's domain (client/pkg/transport/listener_tls.go, isHostInDNS), and a client takes its server.
 * One that all nodes have is a name of the whole cluster; of one that some have, dns-names.ts speaks.
 */
export const dnsWildcards: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  return nodes.flatMap((indexed) => {
    const others = nodes.filter((other) => other !== indexed)
    return (indexed.node.dnsNames ?? []).flatMap((wildcard, index): Diagnostic[] => {
      if (!wildcard?.startsWith('*.')) return []
      if (others.some(({ node }) => node.dnsNames?.includes(wildcard))) return []
      const place = `${indexed.pointer}/dnsNames/${index}`
      const covered = others
        .flatMap((other) => namesOf(other))
        .find(({ name }) => name.endsWith(wildcard.slice(1)))
      if (!covered) return []
      const { name, owner, pointer } = covered
      return [
        report('dns-wildcard-covers', at(place, pointer), { wildcard, holder: nameOf(indexed), name, owner }),
      ]
    })
  })
}

function namesOf(indexed: IndexedNode): { name: string; owner: string; pointer: string }[] {
  const { node, pointer } = indexed
  const own = { name: node.name, pointer: `${pointer}/name` }
  const further = (node.dnsNames ?? []).map((name, index) => ({
    name,
    pointer: `${pointer}/dnsNames/${index}`,
  }))
  return [own, ...further].flatMap(({ name, pointer }) =>
    name === undefined || name.startsWith('*.') ? [] : [{ name, owner: nameOf(indexed), pointer }],
  )
}
