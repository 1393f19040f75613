import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/** No two nodes have the same address, in any spelling. */
export const sharedAddress: Rule = ({ spec }) => {
  const owners = new Map<string, IndexedNode>()
  return nodesOf(spec).flatMap((indexed) => {
    const value = indexed.node.address === undefined ? undefined : canonicalAddress(indexed.node.address)
    if (value === undefined) return []
    const owner = owners.get(value)
    if (!owner) {
      owners.set(value, indexed)
      return []
    }
    const target = at(`${indexed.pointer}/address`, `${owner.pointer}/address`)
    return [report('address-shared', target, { value, names: [nameOf(owner), nameOf(indexed)] })]
  })
}
