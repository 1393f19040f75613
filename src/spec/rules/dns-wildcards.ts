import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/**
 * A wildcard SAN of one node must not match a name of another node: etcd accepts a peer whose name matches, at any depth
 * below the wildcard's domain (client/pkg/transport/listener_tls.go, isHostInDNS), and clients accept its server. A
 * wildcard of all nodes is a name of the cluster; dns-names.ts reports one that only some nodes have.
 */
export const dnsWildcards: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  return nodes.flatMap((indexed) => {
    const others = nodes.filter((other) => other !== indexed)
    return (indexed.node.dnsNames ?? []).flatMap((wildcard, index): Diagnostic[] => {
      if (!wildcard?.startsWith('*.')) return []
      if (others.some(({ node }) => node.dnsNames?.includes(wildcard))) return []
      const fieldPointer = `${indexed.pointer}/dnsNames/${index}`
      const covered = others
        .flatMap((other) => namesOf(other))
        .find(({ name }) => name.endsWith(wildcard.slice(1)))
      if (!covered) return []
      const { name, owner, pointer } = covered
      return [
        report('dns-wildcard-covers', at(fieldPointer, pointer), {
          wildcard,
          holder: nameOf(indexed),
          name,
          owner,
        }),
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
