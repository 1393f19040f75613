import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

/** A MAC address belongs to one interface, and only cloudInit.network uses it. */
export const macAddresses: Rule = ({ spec, isWritten }) => {
  const owners = new Map<string, IndexedNode>()
  return nodesOf(spec).flatMap((indexed): Diagnostic[] => {
    const value = indexed.node.macAddress
    if (value === undefined) return []
    const fieldPointer = `${indexed.pointer}/macAddress`
    if (!isWritten('/cloudInit/network')) {
      const reason = 'cloud-init only configures the network if the spec has cloudInit.network'
      return [report('setting-unused', atKey(fieldPointer), { title: 'MAC address', reason })]
    }
    const reason = unfitness(value)
    if (reason !== undefined) return [report('mac-address-unfit', at(fieldPointer), { value, reason })]
    const owner = owners.get(value.toLowerCase())
    if (owner) {
      const target = at(fieldPointer, `${owner.pointer}/macAddress`)
      return [report('mac-address-shared', target, { value, names: [nameOf(owner), nameOf(indexed)] })]
    }
    owners.set(value.toLowerCase(), indexed)
    return []
  })
}

/** Why no interface can have this address: the lowest bit of the first byte means multicast (IEEE 802, section 8.2.2). */
function unfitness(value: string): string | undefined {
  if (/^[0:]+$/.test(value)) return 'it is all zeros'
  return Number.parseInt(value.slice(0, 2), 16) % 2 === 1 ? 'it is a multicast address' : undefined
}
