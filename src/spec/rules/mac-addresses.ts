import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/** A MAC address is one interface's, and of use where cloud-init sets the addresses. */
export const macAddresses: Rule = ({ spec, isWritten }) => {
  const owners = new Map<string, IndexedNode>()
  return nodesOf(spec).flatMap((indexed): Diagnostic[] => {
    const value = indexed.node.macAddress
    if (value === undefined) return []
    const place = `${indexed.pointer}/macAddress`
    if (!isWritten('/cloudInit/network')) {
      const reason = 'cloud-init only configures the network if the spec has cloudInit.network'
      return [report('setting-unused', atKey(place), { title: 'MAC address', reason })]
    }
    const reason = unfitness(value)
    if (reason !== undefined) return [report('mac-address-unfit', at(place), { value, reason })]
    const owner = owners.get(value.toLowerCase())
    if (owner) {
      const target = at(place, `${owner.pointer}/macAddress`)
      return [report('mac-address-shared', target, { value, names: [nameOf(owner), nameOf(indexed)] })]
    }
    owners.set(value.toLowerCase(), indexed)
    return []
  })
}

/** Why no interface can have an address: the lowest bit of the first byte marks a group (IEEE 802, section 8.2.2). */
function unfitness(value: string): string | undefined {
  if (/^[0:]+$/.test(value)) return 'it is all zeros'
  return Number.parseInt(value.slice(0, 2), 16) % 2 === 1 ? 'it is a multicast address' : undefined
}
