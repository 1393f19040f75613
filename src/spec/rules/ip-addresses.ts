import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { checkAddress } from './address.ts'
import { areAllMembers, type IndexedNode, nameOf, nodesOf, purposesOf, type Rule } from './rule.ts'

type Use = { readonly value: string; readonly indexed: IndexedNode; readonly fieldPointer: string }

/**
 * An additional address belongs to one node, or to all nodes as a virtual IP. It is never an address of another node: etcd
 * identifies peers by the SANs of their certificates (client/pkg/transport/listener_tls.go).
 */
export const ipAddresses: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  const isAlone = spec.nodes?.length === 1
  const uses = nodes.flatMap((indexed) =>
    (indexed.node.ipAddresses ?? []).flatMap((value, index): Use[] =>
      value === undefined
        ? []
        : [{ value, indexed, fieldPointer: `${indexed.pointer}/ipAddresses/${index}` }],
    ),
  )
  const faults = uses.map(({ value, fieldPointer }) => checkAddress(value, fieldPointer, isAlone))
  const sound = uses.filter((_, index) => faults[index]?.length === 0)
  const owners = new Map(
    [
      ...purposesOf(spec).flatMap(({ indexed, listen }) =>
        listen.map(({ value, fieldPointer }) => ({ indexed, value, fieldPointer })),
      ),
      ...nodes.map((indexed) => ({
        indexed,
        value: indexed.node.address ?? '',
        fieldPointer: `${indexed.pointer}/address`,
      })),
    ].map((each) => [canonicalAddress(each.value), each]),
  )
  const holders = Map.groupBy(sound, ({ value }) => canonicalAddress(value))
  const clashes = [...holders].flatMap(([address, holding]): Diagnostic[] => {
    const owner = address === undefined ? undefined : owners.get(address)
    const foreign = owner ? holding.filter(({ indexed }) => indexed.pointer !== owner.indexed.pointer) : []
    if (owner && foreign.length > 0) {
      return foreign.map(({ value, indexed, fieldPointer }) =>
        report('ip-address-of-other', at(fieldPointer, owner.fieldPointer), {
          value,
          names: [nameOf(owner.indexed), nameOf(indexed)],
        }),
      )
    }
    const sharing = [...new Set(holding.map(({ indexed }) => indexed))]
    const [first] = holding
    const second = holding.find(({ indexed }) => indexed !== first?.indexed)
    if (!first || !second || areAllMembers(sharing, spec)) return []
    const { value } = second
    return [
      report('ip-address-shared', at(second.fieldPointer, first.fieldPointer), {
        value,
        nodes: sharing.map(nameOf),
      }),
    ]
  })
  return [...faults.flat(), ...clashes]
}
