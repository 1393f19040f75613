import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { mappedIPv4, type ParsedAddress, parseAddress } from '../../ip-address.ts'
import { explainAddress } from './address-form.ts'
import { nodesOf, type Rule } from './rule.ts'

/** etcd can listen on the node's address, and other members can reach it (etcd, embed/config.go, checkBindURLs). */
export const address: Rule = ({ spec }) => {
  const nodes = nodesOf(spec)
  return nodes.flatMap(({ node, pointer }) =>
    node.address === undefined
      ? []
      : checkAddress(node.address, `${pointer}/address`, spec.nodes?.length === 1),
  )
}

type Kind =
  | 'address-unspecified'
  | 'address-multicast'
  | 'address-broadcast'
  | 'address-link-local'
  | 'address-loopback'
  | 'address-reserved'

/** Address ranges that no member can use, by ipaddr.js's names. */
const REFUSED: Readonly<Record<string, Kind>> = {
  unspecified: 'address-unspecified',
  multicast: 'address-multicast',
  broadcast: 'address-broadcast',
  linkLocal: 'address-link-local',
  loopback: 'address-loopback',
  discard: 'address-reserved',
}

/** Problems with an address. `alone`: the cluster has one node, which may use a loopback address. */
export function checkAddress(value: string, pointer: string, alone: boolean): Diagnostic[] {
  const target = at(pointer)
  const parsed = parseAddress(value)
  if (parsed === undefined) return [explainAddress(value, target)]
  const fixed = mappedIPv4(parsed)
  if (fixed !== undefined) return [report('address-mapped', target, { value, fixed })]
  const kind = REFUSED[parsed.range()] ?? (isFutureUse(parsed) ? 'address-reserved' : undefined)
  if (!kind || (kind === 'address-loopback' && alone)) return []
  return [report(kind, target, { value })]
}

/** 240.0.0.0/4, reserved for future use (RFC 1112, section 4). */
function isFutureUse(parsed: ParsedAddress): boolean {
  return parsed.kind() === 'ipv4' && (parsed.toByteArray()[0] ?? 0) >= 240
}
