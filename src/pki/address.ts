import ipaddr from 'ipaddr.js'

/**
 * The bytes of an address: 4 of an IPv4 address, 16 of an IPv6 address, whose zone, if it has one, does not count.
 * Throws on anything else: addresses have been checked with the spec.
 */
export const addressBytes = (address: string): Uint8Array =>
  Uint8Array.from(ipaddr.parse(address).toByteArray())

/** The one spelling of an address: dotted decimal, or RFC 5952. Throws on anything else. */
export const canonicalAddress = (address: string): string =>
  ipaddr.fromByteArray([...addressBytes(address)]).toString()
