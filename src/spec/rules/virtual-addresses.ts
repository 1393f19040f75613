import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import type { LenientSpec } from '../lenient.ts'
import { checkAddress } from './address.ts'
import { nameOf, nodesOf, purposesOf, type Rule } from './rule.ts'

const POINTER = '/etcd/virtualAddresses'

/** A virtual address is on one machine at a time, and on no machine for good. */
export const virtualAddresses: Rule = ({ spec }) => {
  const virtual = virtualAddressesOf(spec)
  const written = (spec.etcd?.virtualAddresses ?? []).flatMap((value, index) =>
    value === undefined ? [] : [{ value, fieldPointer: `${POINTER}/${index}` }],
  )
  const faults = written.flatMap(({ value, fieldPointer }): Diagnostic[] => {
    const owner = nodesOf(spec).find(
      ({ node }) =>
        canonicalAddress(node.address ?? '') !== undefined &&
        canonicalAddress(node.address ?? '') === canonicalAddress(value),
    )
    if (!owner) return checkAddress(value, fieldPointer, false)
    const target = at(fieldPointer, `${owner.pointer}/address`)
    return [report('virtual-address-of-node', target, { value, node: nameOf(owner) })]
  })
  const alone = purposesOf(spec).filter(
    ({ purpose, listen }) =>
      purpose !== 'metrics' &&
      listen.length > 0 &&
      listen.every(({ value }) => virtual.has(canonicalAddress(value) ?? '')),
  )
  return [
    ...faults,
    ...alone.flatMap(({ purpose, indexed, listen: [first] }) =>
      first
        ? [report('virtual-address-alone', at(first.fieldPointer), { purpose, node: nameOf(indexed) })]
        : [],
    ),
  ]
}

/** The virtual addresses, in canonical form. */
export function virtualAddressesOf({ etcd }: LenientSpec): ReadonlySet<string> {
  return new Set((etcd?.virtualAddresses ?? []).flatMap((value) => canonicalAddress(value ?? '') ?? []))
}
