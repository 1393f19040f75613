import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { endsInNumber } from './address-form.ts'
import { areAllMembers, nameOf, nodesOf, type Rule } from './rule.ts'

/**
 * A DNS name belongs to one node, or to all nodes as a name of the cluster. It is never the name of another node: etcd
 * identifies peers by the SANs of their certificates (client/pkg/transport/listener_tls.go).
 */
export const dnsNames: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  const named = new Map(
    nodes.flatMap(({ node, pointer }) => (node.name === undefined ? [] : [[node.name, pointer]])),
  )
  const holders = Map.groupBy(
    nodes.flatMap((indexed) =>
      (indexed.node.dnsNames ?? []).flatMap((name, index) =>
        name === undefined ? [] : [{ name, indexed, fieldPointer: `${indexed.pointer}/dnsNames/${index}` }],
      ),
    ),
    ({ name }) => name,
  )
  return [...holders].flatMap(([name, uses]): Diagnostic[] => {
    if (endsInNumber(name))
      return uses.map(({ fieldPointer }) => report('name-is-number', at(fieldPointer), { name }))
    const owner = named.get(name)
    const foreign = owner === undefined ? [] : uses.filter(({ indexed }) => indexed.pointer !== owner)
    if (foreign.length > 0) {
      return foreign.map(({ indexed, fieldPointer }) =>
        report('dns-name-of-other', at(fieldPointer, `${owner}/name`), { name, node: nameOf(indexed) }),
      )
    }
    const sharing = [...new Set(uses.map(({ indexed }) => indexed))]
    const [first, second] = uses
    if (!first || !second || sharing.length < 2 || areAllMembers(sharing, spec)) return []
    return [
      report('dns-name-shared', at(second.fieldPointer, first.fieldPointer), {
        name,
        nodes: sharing.map(nameOf),
      }),
    ]
  })
}
