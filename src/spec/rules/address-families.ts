import { at, report } from '../../diagnostics/report.ts'
import { checkAddress } from './address.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/** All nodes should use one IP family: each member must reach the address of every other. */
export const addressFamilies: Rule = ({ spec }) => {
  const ipv4: IndexedNode[] = []
  const ipv6: IndexedNode[] = []
  for (const indexed of nodesOf(spec)) {
    const value = indexed.node.address
    // The rule `address` reports invalid addresses.
    if (value !== undefined && checkAddress(value, indexed.pointer, true).length === 0)
      (value.includes(':') ? ipv6 : ipv4).push(indexed)
  }
  const [odd] = ipv6.length <= ipv4.length ? ipv6 : ipv4
  if (!odd || ipv4.length === 0 || ipv6.length === 0) return []
  return [
    report('address-families', at(`${odd.pointer}/address`), {
      ipv4: ipv4.map(nameOf),
      ipv6: ipv6.map(nameOf),
    }),
  ]
}
