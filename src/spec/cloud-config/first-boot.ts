import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import { nameOf, nodesOf, purposesOf } from '../rules/rule.ts'
import { virtualAddressesOf } from '../rules/virtual-addresses.ts'
import { clientOwners } from './client-owners.ts'
import { fieldOf, type OwnConfig } from './config.ts'

/** What bootstrap.sh asks for at the first boot, and what neither user-data nor the network configuration brings. */
export function firstBoot(own: OwnConfig): Diagnostic[] {
  return [...clientOwners(own), ...missingAddresses(own), ...missingProgram(own)]
}

/** cloudInit.network sets `address` alone. The user's own cloud-config may set the others. */
function missingAddresses({ config, subject: { spec } }: OwnConfig): Diagnostic[] {
  if (spec.cloudInit?.network === undefined) return []
  const virtual = virtualAddressesOf(spec)
  const own = JSON.stringify(config)
  return nodesOf(spec).flatMap((indexed): Diagnostic[] => {
    const listed = purposesOf(spec)
      .filter((each) => each.indexed.pointer === indexed.pointer)
      .flatMap(({ listen }) => listen)
    const missing = listed.filter(({ value }) => {
      const canonical = canonicalAddress(value)
      if (canonical === undefined || ['0.0.0.0', '::'].includes(canonical) || isLoopback(canonical))
        return false
      const isSet = canonical === canonicalAddress(indexed.node.address ?? '') || virtual.has(canonical)
      return !isSet && !own.includes(value)
    })
    const [first] = missing
    if (!first) return []
    const addresses = [...new Set(missing.map(({ value }) => value))]
    const target = at(first.fieldPointer, '/cloudInit/network')
    return [report('network-lacks-addresses', target, { node: nameOf(indexed), addresses })]
  })
}

/** Packages with the program `host`, or that depend on one. */
const WITH_HOST = /\b(?:bind9-host|bind9-dnsutils|dnsutils|bind-utils)\b/

function missingProgram(own: OwnConfig): Diagnostic[] {
  if (own.subject.spec.etcd?.discovery === undefined) return []
  const installs = JSON.stringify([fieldOf(own, 'packages'), fieldOf(own, 'bootcmd')])
  return WITH_HOST.test(installs)
    ? []
    : [report('discovery-program', at('/etcd/discovery', '/cloudInit'), {})]
}
