import { domainToASCII } from 'node:url'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report, type Target } from '../../diagnostics/report.ts'
import { canonicalAddress, isLoopback } from '../../ip-address.ts'
import type { LenientSpec } from '../lenient.ts'
import { isRange, isTemplate } from '../template.ts'
import { explainAddress, isName } from './address-form.ts'
import { type IndexedNode, type IndexedPurpose, nameOf } from './rule.ts'
import { virtualAddressesOf } from './virtual-addresses.ts'

/** Says what is written instead of an address or a DNS name under `advertise`. */
export function explainAdvertised(value: string, target: Target): Diagnostic {
  if (isTemplate(value) || isRange(value)) return explainAddress(value, target)
  const isHost = (host: string) => canonicalAddress(host) !== undefined || isName(host)
  const { 1: urlHost } = /^[a-z][a-z0-9+.-]*:\/\/(?:\[([^\]]*)\]|.)/i.exec(value) ?? []
  const { 1: plainHost } = /^[a-z][a-z0-9+.-]*:\/\/([^[/:?#@]+)/i.exec(value) ?? []
  const host = urlHost ?? plainHost
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    return report('advertise-is-url', target, {
      value,
      fixed: host !== undefined && isHost(host) ? host : undefined,
    })
  }
  const { 1: name } = /^([^:[\]]+):\d+$/.exec(value) ?? []
  if (name !== undefined && isName(name)) return report('advertise-with-port', target, { value, fixed: name })
  if (value.includes('*')) return report('advertise-wildcard', target, { value })
  if (/[^\0-\x7f]/.test(value)) {
    const fixed = domainToASCII(value)
    return report('advertise-unicode', target, { value, fixed: isName(fixed) ? fixed : undefined })
  }
  const said = explainAddress(value, target)
  return said.code === 'address-invalid' ? report('advertise-invalid', target, { value }) : said
}

/** An address that a member advertises is one on which it listens, or one that the machine does not have and that leads to it. */
export function checkListened(spec: LenientSpec, written: readonly IndexedPurpose[]): Diagnostic[] {
  const virtual = virtualAddressesOf(spec)
  return written.flatMap((each): Diagnostic[] => {
    const { purpose, indexed, advertise, listen } = each
    const canonical = canonicalAddress(advertise?.value ?? '')
    if (!advertise || canonical === undefined || virtual.has(canonical)) return []
    const own = listen.length > 0 ? listen.map(({ value }) => value) : [indexed.node.address ?? '']
    const listened = own.flatMap((value) => canonicalAddress(value) ?? [])
    if (listened.length === 0 || listened.some((value) => value === canonical || isEvery(value))) return []
    const target = at(advertise.fieldPointer, listen[0]?.fieldPointer ?? `${indexed.pointer}/address`)
    const reachable = listened.filter((value) => !isLoopback(value))
    const facts = { value: advertise.value, purpose, node: nameOf(indexed), listened: reachable }
    if (ownAddresses(indexed, written).includes(canonical))
      return [report('advertise-not-listened', target, facts)]
    const isOther = reachable.length > 0 && reachable.every((value) => isIPv6(value) !== isIPv6(canonical))
    return isOther ? [report('advertise-family', target, facts)] : []
  })
}

const isIPv6 = (address: string) => address.includes(':')
const isEvery = (address: string) => address === '0.0.0.0' || address === '::'

/** The addresses that the machine must have. */
function ownAddresses({ node, pointer }: IndexedNode, written: readonly IndexedPurpose[]): string[] {
  const listened = written
    .filter(({ indexed }) => indexed.pointer === pointer)
    .flatMap(({ listen }) => listen)
  return [node.address ?? '', ...listened.map(({ value }) => value)].flatMap(
    (each) => canonicalAddress(each) ?? [],
  )
}
