import { listed, quote } from '../visible.ts'
import { error, warning } from './entry.ts'

type Address = { readonly value: string }
type Fixed = Address & { readonly fixed: string }

const OWN_ADDRESS = 'Write the IP address that the other nodes use to reach this node.'

/** Problems with addresses and ports. */
export const networkCatalogue = {
  'address-invalid': error<Address & { readonly near: string | undefined }>(
    ({ value }) => `${quote(value)} is not an IP address.`,
    ({ near }) =>
      near === undefined
        ? 'Write an IPv4 address such as 10.0.0.11, or an IPv6 address such as fd00:10::11.'
        : `Did you mean ${near}?`,
  ),
  'address-is-name': error<Address>(
    ({ value }) => `${quote(value)} is a DNS name; etcd listens on IP addresses only.`,
    ({ value }) =>
      `Write the node's IP address here. If clients connect to ${quote(value)}, add it to dnsNames.`,
  ),
  'address-is-url': error<Address & { readonly fixed: string | undefined }>(
    ({ value }) => `${quote(value)} is a URL, not an IP address.`,
    ({ fixed }) =>
      `${fixed ? `Write only the address: ${fixed}.` : 'Write only the address.'} quorate builds the URLs.`,
  ),
  'address-in-brackets': error<Fixed>(
    ({ value }) => `The address ${quote(value)} is in brackets.`,
    ({ fixed }) => `Write it without brackets: ${fixed}. quorate adds them in URLs.`,
  ),
  'address-with-port': error<Fixed>(
    ({ value }) => `The address ${quote(value)} contains a port.`,
    ({ fixed }) => `Write ${fixed}. Set the ports under etcd.ports, for all nodes.`,
  ),
  'address-with-prefix': error<Fixed>(
    ({ value }) => `${quote(value)} is a network with a prefix length; etcd listens on a single address.`,
    ({ fixed }) => `Write ${fixed}.`,
  ),
  'address-with-zone': error<Address>(
    ({ value }) => `The address ${quote(value)} has a zone, which is only valid on one machine.`,
    'Write an address without a zone that the other nodes can reach, such as fd00:10::11.',
  ),
  'address-leading-zero': error<Fixed>(
    ({ value }) => `${quote(value)} has numbers with a leading 0, which some programs read as octal.`,
    ({ fixed }) => `If you mean ${fixed}, write that.`,
  ),
  'address-unspecified': error<Address>(
    ({ value }) => `${quote(value)} means "any address"; peers and clients need a real one.`,
    OWN_ADDRESS,
  ),
  'address-multicast': error<Address>(
    ({ value }) => `${quote(value)} is a multicast address, which stands for a group of machines.`,
    OWN_ADDRESS,
  ),
  'address-broadcast': error<Address>(
    ({ value }) => `${quote(value)} is the broadcast address, not the address of one node.`,
    OWN_ADDRESS,
  ),
  'address-reserved': error<Address>(
    ({ value }) => `${quote(value)} is in a reserved range, which no node can use.`,
    OWN_ADDRESS,
  ),
  'address-mapped': error<Fixed>(
    ({ value }) => `${quote(value)} is an IPv4 address written as IPv6.`,
    ({ fixed }) => `Write ${fixed}.`,
  ),
  'address-link-local': error<Address>(
    ({ value }) =>
      `${quote(value)} is a link-local address: it only works on one network link and may change.`,
    'Write a permanent address of the node, such as 10.0.0.11 or fd00:10::11.',
  ),
  'address-loopback': error<Address>(
    ({ value }) => `${quote(value)} is a loopback address; the other nodes cannot reach it.`,
    OWN_ADDRESS,
  ),
  'address-shared': error<{ readonly value: string; readonly names: readonly [string, string] }>(
    ({ value, names: [one, other] }) => `${quote(one)} and ${quote(other)} have the same address, ${value}.`,
    'Give each node its own address.',
  ),
  'ip-address-of-other': error<{ readonly value: string; readonly names: readonly [string, string] }>(
    ({ value, names: [owner, holder] }) =>
      `${quote(value)} is under ipAddresses of ${quote(holder)}, but it is an address of ${quote(owner)}.`,
    'Remove it here: with this SAN in its certificate, one node could impersonate the other.',
  ),
  'ip-address-shared': warning<{ readonly value: string; readonly nodes: readonly string[] }>(
    ({ value, nodes }) => `${quote(value)} is under ipAddresses of ${listed(nodes)}, but not of all nodes.`,
    'Write the address of one node under that node only. List a virtual address, which moves between the machines, under etcd.virtualAddresses.',
  ),
  'address-families': warning<{ readonly ipv4: readonly string[]; readonly ipv6: readonly string[] }>(
    ({ ipv4, ipv6 }) =>
      `Some nodes have IPv4 addresses (${listed(ipv4)}) and others IPv6 (${listed(ipv6)}), but each member must reach all others.`,
    'Use one family for all nodes. If every machine has both, ignore this.',
  ),
  'ssh-host-invalid': error<Address>(
    ({ value }) => `${quote(value)} is neither an IP address nor a DNS name.`,
    'Write an address such as 203.0.113.11, or a name such as etcd-1.example.net.',
  ),
  'ssh-host-shared': error<{
    readonly value: string
    readonly port: number
    readonly names: readonly [string, string]
    /** The node that a client host is the same machine as. */
    readonly node: string | undefined
  }>(
    ({ value, port, names: [one, other] }) =>
      `${quote(one)} and ${quote(other)} would be the same machine: SSH connects to ${value}, port ${port}, for both.`,
    ({ node }) =>
      node === undefined
        ? 'Set ansible.host of each to its own address, or remove one of them.'
        : `If they are one machine, remove it, and list ${quote(node)} under install.hosts. If not, correct its ansible.host.`,
  ),
  'ssh-host-loopback': warning<Address & { readonly node: string; readonly hasBastion: boolean }>(
    ({ value, node, hasBastion }) =>
      hasBastion
        ? `Through the bastion, Ansible and ssh would connect to ${value} for ${quote(node)}, which is the bastion itself.`
        : `Ansible and ssh would connect to ${value} for ${quote(node)}, which is the control node itself.`,
    ({ value, hasBastion }) =>
      `Set nodes[].ansible.host to the machine's address, or to ${value} if etcd should run on ${hasBastion ? 'the bastion' : 'the control node'}.`,
  ),
  'port-shared': error<{
    readonly port: number
    readonly role: string
    readonly other: string
    readonly free: number
  }>(
    ({ port, role, other }) => `The ${role} port and the ${other} port are both ${port}.`,
    ({ role, free }) => `Give each its own port; the usual ${role} port is ${free}.`,
  ),
  'port-ssh': error<{ readonly port: number; readonly role: string }>(
    ({ port, role }) => `The ${role} port is ${port}, but SSH listens on this port.`,
    'Choose another port for etcd. If SSH listens on another port, set ansible.port.',
  ),
  'port-privileged': warning<{ readonly port: number; readonly role: string }>(
    ({ port, role }) =>
      `The ${role} port ${port} is below 1024, and etcd does not run as root, so it cannot open the port.`,
    'Choose a higher port, or lower net.ipv4.ip_unprivileged_port_start on the nodes.',
  ),
}
