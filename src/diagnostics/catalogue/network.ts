import { listed, quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Address = { readonly value: string }
type Fixed = Address & { readonly fixed: string }

const OWN_ADDRESS = 'Write an address of the node itself, at which the other nodes reach it.'

/** What is wrong with addresses and ports. */
export const networkCatalogue = {
  'address-invalid': error<Address>(
    ({ value }) => `${quote(value)} is not an IP address.`,
    'Write an IPv4 address such as 10.0.0.11, or an IPv6 address such as fd00:10::11.',
  ),
  'address-is-name': error<Address>(
    ({ value }) => `${quote(value)} is a name; etcd listens on IP addresses.`,
    ({ value }) => `Write the node's IP address here, and ${quote(value)} under dnsNames if clients use it.`,
  ),
  'address-is-url': error<Address & { readonly fixed: string | undefined }>(
    ({ value }) => `${quote(value)} is a URL, not an IP address.`,
    ({ fixed }) =>
      `${fixed ? `Write the address alone: ${fixed}.` : 'Write the address alone.'} quorate makes the URLs.`,
  ),
  'address-in-brackets': error<Fixed>(
    ({ value }) => `The address ${quote(value)} is in brackets.`,
    ({ fixed }) => `Write it without them: ${fixed}. quorate adds brackets where a URL needs them.`,
  ),
  'address-with-port': error<Fixed>(
    ({ value }) => `The address ${quote(value)} has a port.`,
    ({ fixed }) => `Write ${fixed}, and ports under etcd.ports, where they count for all nodes.`,
  ),
  'address-with-prefix': error<Fixed>(
    ({ value }) => `${quote(value)} has the length of a network's prefix; etcd listens on one address.`,
    ({ fixed }) => `Write ${fixed}.`,
  ),
  'address-with-zone': error<Address>(
    ({ value }) => `The address ${quote(value)} has a zone, which means something on one machine only.`,
    'Write an address of the node that the other nodes reach without one, such as fd00:10::11.',
  ),
  'address-leading-zero': error<Fixed>(
    ({ value }) => `${quote(value)} has numbers that begin with 0, which some programs read as octal.`,
    ({ fixed }) => `Write ${fixed} if that is meant.`,
  ),
  'address-unspecified': error<Address>(
    ({ value }) => `${quote(value)} stands for any address; peers and clients need a real one.`,
    OWN_ADDRESS,
  ),
  'address-multicast': error<Address>(
    ({ value }) => `${quote(value)} is a multicast address, which belongs to no single node.`,
    OWN_ADDRESS,
  ),
  'address-broadcast': error<Address>(
    ({ value }) => `${quote(value)} is the broadcast address.`,
    OWN_ADDRESS,
  ),
  'address-reserved': error<Address>(
    ({ value }) => `${quote(value)} is in a reserved range; no node can have it.`,
    OWN_ADDRESS,
  ),
  'address-mapped': error<Fixed>(
    ({ value }) => `${quote(value)} is an IPv4 address written as IPv6.`,
    ({ fixed }) => `Write ${fixed}.`,
  ),
  'address-link-local': error<Address>(
    ({ value }) => `${quote(value)} is a link-local address: it is good on one link only and may change.`,
    'Write an address that the node keeps, such as 10.0.0.11 or fd00:10::11.',
  ),
  'address-loopback': error<Address>(
    ({ value }) => `${quote(value)} is a loopback address; the other nodes cannot reach it.`,
    OWN_ADDRESS,
  ),
  'address-shared': error<{ readonly value: string; readonly names: readonly [string, string] }>(
    ({ value, names: [one, other] }) => `${quote(other)} has the address of ${quote(one)}, ${value}.`,
    'Give each node its own.',
  ),
  'ip-address-of-other': error<{ readonly value: string; readonly names: readonly [string, string] }>(
    ({ value, names: [owner, holder] }) =>
      `${quote(value)} is a further address of ${quote(holder)}, and also the address of ${quote(owner)}.`,
    'Remove it here: a certificate for it would let one node pass for the other.',
  ),
  'ip-address-shared': warning<{ readonly value: string; readonly nodes: readonly string[] }>(
    ({ value, nodes }) => `${quote(value)} is an address of ${listed(nodes)}, but not of every node.`,
    'An address of one node goes to that node alone, one that wanders among the members to all of them.',
  ),
  'address-families': warning<{ readonly ipv4: readonly string[]; readonly ipv6: readonly string[] }>(
    ({ ipv4, ipv6 }) =>
      `The nodes mix IPv4 (${listed(ipv4)}) and IPv6 (${listed(ipv6)}); each member has to reach every other.`,
    'Use one family for all nodes unless each has both.',
  ),
  'ssh-host-invalid': error<Address>(
    ({ value }) => `${quote(value)} is neither an IP address nor a DNS name.`,
    'Write an address such as 203.0.113.11 or a name such as etcd-1.example.net.',
  ),
  'ssh-host-shared': error<{
    readonly value: string
    readonly port: number
    readonly names: readonly [string, string]
    /** The node that a host of clients is in truth. */
    readonly node: string | undefined
  }>(
    ({ value, port, names: [one, other] }) =>
      `${quote(other)} would be the same machine as ${quote(one)}: SSH goes to ${value}, port ${port}, for both.`,
    ({ node }) =>
      node === undefined
        ? 'Write where SSH reaches each of the two, or remove one.'
        : `If it is, remove it, and name ${quote(node)} under install.hosts; if not, write where SSH reaches it.`,
  ),
  'ssh-host-loopback': warning<Address & { readonly node: string; readonly hasBastion: boolean }>(
    ({ value, node, hasBastion }) =>
      hasBastion
        ? `Ansible and ssh would reach ${quote(node)} through the bastion at ${value}, which is the bastion itself.`
        : `Ansible and ssh would reach ${quote(node)} at ${value}, which is the machine that they run on.`,
    ({ value, hasBastion }) =>
      `Say in nodes[].ansible.host where the machine is reached, or ${value} if etcd is to run ${hasBastion ? 'on the bastion' : 'on that very machine'}.`,
  ),
  'port-shared': error<{
    readonly port: number
    readonly role: string
    readonly other: string
    readonly free: number
  }>(
    ({ port, role, other }) => `The ${role} port and the ${other} port are both ${port}.`,
    ({ role, free }) => `Give each its own; for the ${role} port ${free} is usual.`,
  ),
  'port-ssh': error<{ readonly port: number; readonly role: string }>(
    ({ port, role }) => `The ${role} port is ${port}, at which SSH listens on the nodes.`,
    'Choose another port for etcd, or say under ansible.port where SSH listens.',
  ),
  'port-privileged': warning<{ readonly port: number; readonly role: string }>(
    ({ port, role }) => `The ${role} port ${port} is below 1024, and etcd does not run as root.`,
    'Choose a higher port, or lower net.ipv4.ip_unprivileged_port_start on the nodes.',
  ),
}
