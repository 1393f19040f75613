import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { canonicalAddress, type ParsedAddress, parseAddress } from '../../ip-address.ts'
import { fieldAt, titleAt } from '../fields.ts'
import { isTemplate } from '../template.ts'
import { localNode } from './loopback.ts'
import { type IndexedNode, nameOf, nodesOf, type Rule } from './rule.ts'

const NETWORK = '/cloudInit/network'
const GATEWAY = `${NETWORK}/gateway`

/** A node with a valid address. */
type Addressed = { readonly indexed: IndexedNode; readonly address: ParsedAddress }

/** cloudInit.network contains every node's address and the gateway. */
export const network: Rule = ({ spec }) => {
  const section = spec.cloudInit?.network
  if (section === undefined) return []
  const { prefixLength, gateway, nameservers = [] } = section
  const nodes = nodesOf(spec).flatMap((indexed): Addressed[] => {
    const address = parseAddress(indexed.node.address ?? '')
    return address ? [{ indexed, address }] : []
  })
  const servers = nameservers.flatMap((value, index) =>
    value === undefined ? [] : checkForm(value, `${NETWORK}/nameservers/${index}`),
  )
  const local = localNode(spec)
  if (local) {
    const target = { ...atKey(NETWORK), related: [local.pointer] }
    const node = nameOf(local.indexed)
    return [report('network-loopback', target, { value: local.value, node }), ...servers]
  }
  const long = prefixLength === undefined ? [] : checkPrefix(prefixLength, nodes)
  if (gateway === undefined) return [...long, ...servers]
  const form = checkForm(gateway, GATEWAY)
  const parsed = parseAddress(gateway)
  const unfit = parsed ? checkGateway(gateway, parsed, long.length > 0 ? undefined : prefixLength, nodes) : []
  return [...long, ...form, ...unfit, ...servers]
}

function checkForm(value: string, pointer: Pointer): Diagnostic[] {
  if (canonicalAddress(value) !== undefined) return []
  if (isTemplate(value)) return [report('value-is-template', at(pointer), { value })]
  const prefix = /^(.+)\/\d{1,3}$/.exec(value)?.[1]
  const fixed = prefix && canonicalAddress(prefix)
  const example = String(fieldAt(pointer)?.examples?.[0])
  return [report('network-address-invalid', at(pointer), { value, title: titleAt(pointer), fixed, example })]
}

function checkPrefix(length: number, nodes: readonly Addressed[]): Diagnostic[] {
  const short = nodes.filter(({ address }) => address.kind() === 'ipv4')
  if (length <= 32 || short.length === 0) return []
  const target = at(`${NETWORK}/prefixLength`, ...short.map(addressOf))
  return [report('network-prefix-long', target, { length, nodes: short.map(named) })]
}

const named = ({ indexed }: Addressed) => nameOf(indexed)
const addressOf = ({ indexed }: Addressed) => `${indexed.pointer}/address`

function checkGateway(
  value: string,
  gateway: ParsedAddress,
  length: number | undefined,
  nodes: readonly Addressed[],
): Diagnostic[] {
  const others = nodes.filter(({ address }) => address.kind() !== gateway.kind())
  const alike = nodes.filter((node) => !others.includes(node))
  const same = alike.find(({ address }) => address.toString() === gateway.toString())
  // A link-local gateway works in every network (RFC 4861, section 6.1.2).
  const isAnywhere = length === undefined || gateway.range() === 'linkLocal'
  const outside = isAnywhere ? [] : alike.filter(({ address }) => !address.match(gateway, length))
  const target = (concerned: readonly Addressed[]) => at(GATEWAY, ...concerned.map(addressOf))
  return [
    ...(others.length > 0
      ? [report('gateway-family', target(others), { value, nodes: others.map(named) })]
      : []),
    ...(same ? [report('gateway-is-node', target([same]), { value, node: named(same) })] : []),
    ...(outside.length > 0 && length !== undefined
      ? [report('gateway-outside', target(outside), { value, length, nodes: outside.map(named) })]
      : []),
  ]
}
