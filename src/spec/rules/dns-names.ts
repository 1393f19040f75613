import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { endsInNumber } from './address-form.ts'
import { nameOf, nodesOf, type Rule } from './rule.ts'

/**
 * A DNS name goes to one node or, as a name of the whole cluster, to all of them; never to a node beside the one that has
 * it as its name: peers are told apart by the names in their certificates (etcd, client/pkg/transport/listener_tls.go).
 */
export const dnsNames: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  const named = new Map(
    nodes.flatMap(({ node, pointer }) => (node.name === undefined ? [] : [[node.name, pointer]])),
  )
  const holders = Map.groupBy(
    nodes.flatMap((indexed) =>
      (indexed.node.dnsNames ?? []).flatMap((name, index) =>
        name === undefined ? [] : [{ name, indexed, place: `${indexed.pointer}/dnsNames/${index}` }],
      ),
    ),
    ({ name }) => name,
  )
  return [...holders].flatMap(([name, uses]): Diagnostic[] => {
    if (endsInNumber(name)) return uses.map(({ place }) => report('name-is-number', at(place), { name }))
    const owner = named.get(name)
    const foreign = owner === undefined ? [] : uses.filter(({ indexed }) => indexed.pointer !== owner)
    if (foreign.length > 0) {
      return foreign.map(({ indexed, place }) =>
        report('dns-name-of-other', at(place, `${owner}/name`), { name, node: nameOf(indexed) }),
      )
    }
    const sharing = [...new Set(uses.map(({ indexed }) => indexed))]
    const [first, second] = uses
    if (!first || !second || sharing.length < 2 || sharing.length === spec.nodes?.length) return []
    return [report('dns-name-shared', at(second.place, first.place), { name, nodes: sharing.map(nameOf) })]
  })
}
