import { addressOf, parseAddress } from '../ip-address.ts'

/** An IP address in its canonical form: dotted quad, or IPv6 as RFC 5952 writes it, without brackets. */
export type IpAddress = { readonly family: 4 | 6; readonly text: string }

/** A DNS name in a URL. */
export type DnsName = { readonly family: 'dns'; readonly text: string }

/** The scheme, host and port of a URL. */
export type Endpoint = {
  readonly scheme: 'http' | 'https'
  readonly host: IpAddress | DnsName
  readonly port: number
}

/** The loopback addresses, which are SANs of every server certificate. */
export const LOOPBACK_4: IpAddress = { family: 4, text: '127.0.0.1' }
export const LOOPBACK_6: IpAddress = { family: 6, text: '::1' }

/** Parses an address that the spec's rules have accepted. */
export function ipAddress(text: string): IpAddress {
  const address = addressOf(text)
  return { family: address.kind() === 'ipv6' ? 6 : 4, text: address.toString() }
}

/** Parses an address or DNS name that the spec's rules have accepted; a name in lower case, without a dot at its end. */
export function hostOf(text: string): IpAddress | DnsName {
  return parseAddress(text) ? ipAddress(text) : { family: 'dns', text: text.toLowerCase().replace(/\.$/, '') }
}

/** `host:port` of a URL. Only this function puts IPv6 addresses in brackets (RFC 3986, section 3.2.2). */
export function hostAndPort({ host, port }: Endpoint): string {
  return host.family === 6 ? `[${host.text}]:${port}` : `${host.text}:${port}`
}

/** The endpoint's URL for etcd's options: scheme, host and port, no path. */
export function url(endpoint: Endpoint): string {
  return `${endpoint.scheme}://${hostAndPort(endpoint)}`
}
