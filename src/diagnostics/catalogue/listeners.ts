import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Address = { readonly value: string }
type Fixed = Address & { readonly fixed: string }

/** What a node advertises for a purpose, and where it listens for it. */
type Listened = Address & {
  readonly purpose: string
  readonly node: string
  readonly listened: readonly string[]
}

/** Problems with where members listen, what they advertise, and DNS discovery. */
export const listenersCatalogue = {
  'discovery-needs-name': error<{ readonly node: string }>(
    ({ node }) =>
      `DNS discovery needs a DNS name in the peer URL of ${quote(node)}: SRV records lead to names.`,
    ({ node }) =>
      `Write its name as peer.advertise, such as ${node.includes('.') ? node : `${node}.example.net`}. Or remove etcd.discovery.`,
  ),
  'discovery-domain-number': error<Address>(
    ({ value }) => `${quote(value)} is not a DNS domain: it ends in a number, like an IP address.`,
    'Write the domain that has the SRV records, such as example.net.',
  ),
  'discovery-domain-localhost': error<Address>(
    ({ value }) => `${quote(value)} is the machine itself: DNS has no records for it.`,
    'Write the domain that has the SRV records, such as example.net.',
  ),
  'discovery-domain-long': error<{ readonly service: string; readonly most: number }>(
    ({ service, most }) =>
      `The domain is too long: after ${service}, ${most} characters are left, since a DNS name has at most 253.`,
    'Use a shorter domain, and a shorter etcd.discovery.name if there is one.',
  ),
  'discovery-plain': error<Nothing>(
    'DNS discovery needs TLS. Without TLS, a person who changes the DNS records can add a member.',
    'Remove etcd.discovery, or tls.enabled.',
  ),
  'discovery-name-ssl': error<{ readonly name: string }>(
    ({ name }) =>
      `With the suffix ${quote(name)}, the service is _etcd-server-${name}, which is also a service with another suffix or none.`,
    'Write a suffix that does not begin with "ssl".',
  ),
  'listen-name': error<Address & { readonly purpose: string }>(
    ({ value }) => `${quote(value)} is a DNS name; etcd listens on IP addresses only.`,
    ({ purpose }) =>
      purpose === 'metrics'
        ? 'Write an IP address of the machine. For the name in its certificate, use dnsNames.'
        : `Write an IP address of the machine here, and the name under ${purpose}.advertise of the node.`,
  ),
  'localhost-included': warning<Address & { readonly node: string }>(
    ({ value, node }) =>
      `etcd still listens on localhost on ${quote(node)}: ${value} includes it, although etcd.localhostListener is false.`,
    'List the addresses of the machine one by one, without a loopback address. Or remove localhostListener.',
  ),
  'listen-every': error<Address>(
    ({ value }) => `${value} is every address of the machine, so etcd cannot also listen on another one.`,
    ({ value }) => `Write ${value} alone, or leave it out.`,
  ),
  'listen-twice': error<Address>(
    ({ value }) => `etcd would listen on ${value} twice.`,
    'Remove one of them.',
  ),
  'listen-address-of-other': error<{
    readonly value: string
    readonly purpose: string
    readonly names: readonly [string, string]
  }>(
    ({ value, names: [owner, holder] }) =>
      `${quote(holder)} would listen on ${value}, which is an address of ${quote(owner)}.`,
    ({ purpose, names: [, holder] }) =>
      `Write an address of ${quote(holder)} under its ${purpose}.listen.${
        purpose === 'peer'
          ? ''
          : ' If it is a virtual address, which moves between the machines, list it under etcd.virtualAddresses.'
      }`,
  ),
  'virtual-address-of-node': error<Address & { readonly node: string }>(
    ({ value, node }) =>
      `${quote(value)} is under etcd.virtualAddresses, but it is the address of ${quote(node)}.`,
    'A virtual address moves between the machines. Write another one, or remove it.',
  ),
  'virtual-address-alone': error<{ readonly purpose: string; readonly node: string }>(
    ({ purpose, node }) =>
      `${purpose}.listen of ${quote(node)} has only virtual addresses: nothing could reach this very member.`,
    'Add an address of the machine, or write 0.0.0.0 alone.',
  ),
  'advertise-invalid': error<Address>(
    ({ value }) => `${quote(value)} is neither an IP address nor a DNS name.`,
    'Write an address such as 203.0.113.11, or a name such as etcd-1.example.net.',
  ),
  'advertise-is-url': error<Address & { readonly fixed: string | undefined }>(
    ({ value }) => `${quote(value)} is a URL, not an address or a DNS name.`,
    ({ fixed }) =>
      `${fixed ? `Write only ${fixed}.` : 'Write only the host.'} quorate builds the URL, with the port of etcd.ports.`,
  ),
  'advertise-with-port': error<Fixed>(
    ({ value }) => `The name ${quote(value)} contains a port.`,
    ({ fixed }) => `Write ${fixed}. Set the ports under etcd.ports, for all nodes.`,
  ),
  'advertise-wildcard': error<Address>(
    ({ value }) => `${quote(value)} is a wildcard, and nobody can connect to one.`,
    'Write the name of this node. For a wildcard in its certificates, use dnsNames.',
  ),
  'advertise-unicode': error<Address & { readonly fixed: string | undefined }>(
    ({ value }) =>
      `${quote(value)} has characters that are not in ASCII, and certificates have names in ASCII.`,
    ({ fixed }) =>
      fixed ? `If you mean this name, write ${fixed}.` : 'Write the name as DNS has it, in ASCII.',
  ),
  'advertise-not-listened': error<Listened>(
    ({ value, purpose, node, listened }) =>
      `${quote(value)} is ${purpose}.advertise of ${quote(node)}, whose machine has this address, but etcd listens only on ${listed(listened)}.`,
    ({ purpose }) => `Add it to ${purpose}.listen, or remove ${purpose}.advertise.`,
  ),
  'advertise-family': warning<Listened>(
    ({ value, purpose, node, listened }) =>
      `${quote(value)} is ${purpose}.advertise of ${quote(node)}, but etcd listens only on ${listed(listened)}: nobody reaches an IPv4 address by an IPv6 one.`,
    ({ purpose }) =>
      `Add an address of the same family to ${purpose}.listen. If something translates between IPv4 and IPv6 here, ignore this.`,
  ),
  'advertise-shared': error<{ readonly value: string; readonly names: readonly [string, string] }>(
    ({ value, names: [owner, holder] }) =>
      `${quote(owner)} and ${quote(holder)} would have the same peer URL, with ${value}.`,
    'Other members must reach each member by itself: give each its own address or name under peer.advertise.',
  ),
  'advertise-of-other': error<{
    readonly value: string
    readonly purpose: string
    readonly names: readonly [string, string]
  }>(
    ({ value, purpose, names: [owner, holder] }) =>
      `${quote(value)} is ${purpose}.advertise of ${quote(holder)}, but it is an address of ${quote(owner)}.`,
    ({ purpose, names: [, holder] }) =>
      `Write an address or a name at which ${purpose === 'peer' ? 'the other members' : 'clients'} reach ${quote(holder)}.`,
  ),
  'advertise-localhost': error<Address>(
    ({ value }) =>
      `${quote(value)} is the machine itself, on every machine; the other nodes cannot reach this one by it.`,
    'Write an address or a name at which the other machines reach the node.',
  ),
}
