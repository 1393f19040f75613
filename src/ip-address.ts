import ipaddr from 'ipaddr.js'

/** An address as ipaddr.js has it. This is the only file that calls ipaddr.js; it imports nothing of ours. */
export type ParsedAddress = ipaddr.IPv4 | ipaddr.IPv6

const OCTET = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)

/**
 * Parses an address: a dotted quad, or IPv6 without a zone. Undefined for everything else, such as the short, octal and
 * hexadecimal forms of IPv4 that ipaddr.js takes.
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  if (isIPv4(text)) return ipaddr.IPv4.parse(text)
  if (!text.includes(':') || text.includes('%') || !ipaddr.IPv6.isValid(text)) return undefined
  return ipaddr.IPv6.parse(text)
}

/** Parses an address that has been checked, without its zone, if it has one; throws on everything else. */
export function addressOf(text: string): ParsedAddress {
  const parsed = parseAddress(text.replace(/%.*$/, ''))
  if (parsed === undefined) throw new TypeError(`${text} is not an address`)
  return parsed
}

/** Whether a text is a dotted quad. */
export function isIPv4(text: string): boolean {
  return IPV4.test(text)
}

/** An address in its one spelling: a dotted quad, or IPv6 as in RFC 5952. Undefined for what is not an address. */
export function canonicalAddress(text: string): string | undefined {
  return parseAddress(text)?.toString()
}

/** The 4 or 16 bytes of an address that has been checked. */
export function addressBytes(text: string): Uint8Array {
  return Uint8Array.from(addressOf(text).toByteArray())
}

/** Whether only the machine itself can reach an address (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(text: string): boolean {
  return addressOf(text).range() === 'loopback'
}

/** The IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2), if it is one. */
export function mappedIPv4(address: ParsedAddress): string | undefined {
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()
    ? address.toIPv4Address().toString()
    : undefined
}
