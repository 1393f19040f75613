import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Value = { readonly value: string }
type Path = { readonly path: string }

/** Problems with cloudInit in a spec, and with the user's own cloud-config, which quorate merges into the user-data. */
export const cloudInitCatalogue = {
  'cloud-config-twice': error<Nothing>(
    'cloudInit has both "config" and "configFile".',
    'Keep one of the two.',
  ),
  'cloud-config-other-kind': error<{ readonly kind: string; readonly advice: string }>(
    ({ kind }) => `This is ${kind}; quorate can only merge a #cloud-config into the user-data.`,
    ({ advice }) => advice,
  ),
  'cloud-config-is-spec': error<Path>(
    ({ path }) => `${quote(path)} is a quorate spec, not a cloud-config.`,
    'Write the path of a cloud-config, or write the cloud-config itself under cloudInit.config. If you have none, remove this line.',
  ),
  'cloud-config-modules': error<{ readonly field: string; readonly missing: readonly string[] }>(
    ({ field, missing }) =>
      `The list ${quote(field)} lacks ${listed(missing)}; without ${missing.length === 1 ? 'it' : 'them'}, cloud-init does not set up etcd.`,
    ({ missing }) => `Add ${listed(missing)}, or remove the list: cloud-init's default list has all modules.`,
  ),
  'cloud-config-path-unreal': error<Path>(
    ({ path }) => `${quote(path)} cannot be written: the kernel provides everything under /proc.`,
    'Write the real path of the file. To set a kernel parameter, write a file in /etc/sysctl.d.',
  ),
  'cloud-config-unit-link': error<Path & { readonly unit: string }>(
    ({ path, unit }) => `${quote(path)} would change when ${unit} starts, which quorate decides.`,
    'Remove it: etcd starts at each boot without it.',
  ),
  'cloud-config-path-taken': error<
    Path & {
      readonly title: string
      readonly otherPath: string
      readonly relation: 'same' | 'inside' | 'above'
    }
  >(({ path, title, otherPath, relation }) => {
    if (relation === 'same') return `quorate manages ${quote(path)} itself: it is the ${title}.`
    return relation === 'inside'
      ? `${quote(path)} is inside the ${title} ${quote(otherPath)}, where only etcd and quorate may write.`
      : `A file at ${quote(path)} would block ${quote(otherPath)}, the ${title}.`
  }, 'Remove it, or choose another path. Settings of etcd belong in the spec.'),
  'cloud-config-drop-in': error<Path & { readonly unit: string }>(
    ({ path, unit }) =>
      `${quote(path)} would configure etcd by ${unit} and not by the spec: bootstrap.sh and the playbooks refuse such a node.`,
    'Put settings of etcd into the spec (etcd.extraOptions, etcd.account). A drop-in may schedule etcd, with IOSchedulingClass=, for example, but not set ExecStart=, EnvironmentFile=, User=, Group= or a variable ETCD_….',
  ),
  'cloud-config-owner-early': error<{ readonly account: string; readonly made: boolean }>(
    ({ account }) => `The account ${quote(account)} does not exist yet when cloud-init writes this file.`,
    ({ made }) =>
      made
        ? 'Add "defer: true": cloud-init then writes the file after it has created the users.'
        : 'Set the owner to root, or create the account under "users" and add "defer: true".',
  ),
  'cloud-config-permissions': error<Value & { readonly quoted: string }>(
    ({ value }) =>
      `The permissions are the number ${value}: without quotes, YAML reads 0644 as octal and 644 as decimal.`,
    ({ quoted }) => `Write them in quotes, such as "${quoted}".`,
  ),
  'cloud-config-permissions-text': error<Value>(
    ({ value }) => `The permissions ${quote(value)} are not octal; cloud-init would use its default instead.`,
    'Write them in octal and in quotes, such as "0644".',
  ),
  'cloud-config-encoding': error<Value>(
    ({ value }) =>
      `cloud-init does not know the encoding ${quote(value)} and would write the content without decoding it.`,
    'Write b64 for base64, or gz+b64 for gzip and base64. For plain text, remove it.',
  ),
  'client-owner-not-made': warning<{ readonly account: string; readonly node: string }>(
    ({ account, node }) =>
      `Nothing creates the account ${quote(account)} on ${quote(node)}, and bootstrap.sh stops at the first boot until it exists.`,
    'Create it under "users" in your own cloud-config (cloudInit.config.users), or add it to the image.',
  ),
  'cloud-config-package': error<Value>(
    ({ value }) => `The package ${quote(value)} installs a second etcd, in addition to the one in the spec.`,
    'Remove it. Set under etcd.install how etcd is installed.',
  ),
  'cloud-config-private-key': error<{ readonly hasTls: boolean }>(
    ({ hasTls }) =>
      `This contains a private key, but ${hasTls ? 'with keys "later"' : 'without TLS'} the user-data is not kept secret.`,
    ({ hasTls }) =>
      `Copy the key to the nodes another way${hasTls ? ', or set cloudInit.keys to embed' : ''}.`,
  ),
  'keys-embedded': warning<{ readonly provider: string }>(
    ({ provider }) =>
      provider === 'nocloud'
        ? "Everyone who can read a node's user-data image or directory can read its private keys."
        : "Every program that can reach a node's metadata service, and everyone who can read the instance's attributes, can read its private keys.",
    ({ provider }) =>
      provider === 'nocloud'
        ? 'Set keys to "later", or restrict access to the image and delete it after the first boot.'
        : 'Set keys to "later", or restrict access to both.',
  ),
  'network-of-provider': error<{ readonly provider: string }>(
    ({ provider }) =>
      `"network" only works with the provider "nocloud": ${provider} assigns the nodes' addresses itself.`,
    'Remove it, or set provider to nocloud.',
  ),
  'network-address-invalid': error<
    Value & { readonly title: string; readonly fixed: string | undefined; readonly example: string }
  >(
    ({ value, title }) => `The ${title} must be an IP address, not ${quote(value)}.`,
    ({ fixed, example }) => `Write ${fixed ?? `an IP address such as ${example}`}.`,
  ),
  'network-lacks-addresses': warning<{ readonly node: string; readonly addresses: readonly string[] }>(
    ({ node, addresses }) =>
      `cloudInit.network sets only the address of ${quote(node)}, and etcd is to listen on ${listed(addresses)} too. bootstrap.sh stops at the first boot until the machine has ${addresses.length === 1 ? 'it' : 'them'}.`,
    'Set them in your own cloud-config (cloudInit.config), for example with "ip address add" in bootcmd, or in the image.',
  ),
  'discovery-program': warning<Nothing>(
    'Nothing installs the program host, with which bootstrap.sh looks up the SRV records. It stops at the first boot without it.',
    'Add bind9-host (Debian, Ubuntu) or bind-utils to cloudInit.config.packages. If the image has the program, ignore this.',
  ),
  'network-loopback': error<Value & { readonly node: string }>(
    ({ value, node }) =>
      `cloud-init would assign the loopback address ${value} of ${quote(node)} to a network interface, and nothing could reach the machine.`,
    'Remove "network": every machine already has a loopback address.',
  ),
  'provider-loopback': error<
    Value & { readonly provider: string; readonly node: string; readonly hasTls: boolean }
  >(
    ({ value, provider, node }) =>
      `${provider} assigns the nodes' addresses itself; it cannot assign the loopback address ${value} to ${quote(node)}.`,
    ({ hasTls }) =>
      hasTls
        ? 'Write the machine\'s real address as the node\'s address, or remove "provider".'
        : 'Remove "provider". Only with TLS can the node have its machine\'s real address.',
  ),
  'network-prefix-long': error<{ readonly length: number; readonly nodes: readonly string[] }>(
    ({ length, nodes }) =>
      `A prefix length of ${length} is too long for IPv4 (32 bits), and ${listed(nodes)} ${nodes.length === 1 ? 'has an IPv4 address' : 'have IPv4 addresses'}.`,
    'Write 32 or less; 24 is the usual value.',
  ),
  'gateway-family': error<Value & { readonly nodes: readonly string[] }>(
    ({ value, nodes }) =>
      `The gateway ${value} and the address of ${listed(nodes)} are of different families (IPv4 and IPv6), so the route would not work.`,
    "Write a gateway of the same family as the nodes' addresses.",
  ),
  'gateway-outside': error<Value & { readonly length: number; readonly nodes: readonly string[] }>(
    ({ value, length, nodes }) =>
      `The gateway ${value} is outside the network of ${listed(nodes)}, with prefix length ${length}.`,
    'Correct the gateway, the prefix length or the addresses.',
  ),
  'gateway-is-node': error<Value & { readonly node: string }>(
    ({ value, node }) => `The gateway ${value} is the node ${quote(node)} itself.`,
    "Write the address of the network's router.",
  ),
  'mac-address-shared': error<Value & { readonly names: readonly [string, string] }>(
    ({ value, names: [one, other] }) =>
      `${quote(one)} and ${quote(other)} have the same MAC address, ${value}.`,
    'Write for each node the MAC address of the interface that gets its address.',
  ),
  'mac-address-unfit': error<Value & { readonly reason: string }>(
    ({ value, reason }) => `${value} cannot be the MAC address of an interface: ${reason}.`,
    'Write the MAC address that "ip link" prints on the node.',
  ),
  'staging-out-of-reach': error<Nothing>(
    'The release is on the control node, and user-data cannot copy it from there: the nodes would start without etcd.',
    'Put the release on the nodes, for example in their image, and set place to node. Or set method to release or package.',
  ),
  'staging-on-control-node': warning<Nothing>(
    'The release is on the control node, and user-data cannot copy it from there: nodes that use it would start without etcd.',
    'Set up the nodes with the playbooks. Or put the release on the nodes, and set place to node.',
  ),
}
