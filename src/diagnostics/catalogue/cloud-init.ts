import { listed, quote } from '../visible.ts'
import { error, type Nothing, warning } from './entry.ts'

type Value = { readonly value: string }
type Path = { readonly path: string }

/** What is wrong with the user-data that a spec asks for, and with the cloud-config that it is put together with. */
export const cloudInitCatalogue = {
  'cloud-config-twice': error<Nothing>(
    'cloudInit has both a "config" and a "configFile".',
    'Keep one of the two.',
  ),
  'cloud-config-other-kind': error<{ readonly kind: string; readonly advice: string }>(
    ({ kind }) => `This is ${kind}; only a #cloud-config can be put together with what sets etcd up.`,
    ({ advice }) => advice,
  ),
  'cloud-config-is-spec': error<Path>(
    ({ path }) => `${quote(path)} is a spec of quorate, not a cloud-config.`,
    'Name the file of a cloud-config, or write that under cloudInit.config; without one, remove this line.',
  ),
  'cloud-config-modules': error<{ readonly field: string; readonly missing: readonly string[] }>(
    ({ field, missing }) =>
      `This list of ${quote(field)} leaves out ${listed(missing)}, without which nothing sets etcd up.`,
    ({ missing }) =>
      `Add ${listed(missing)} to it, or remove the list: cloud-init has one of its own with all modules.`,
  ),
  'cloud-config-place-unreal': error<Path>(
    ({ path }) => `${quote(path)} is no place for a file: what lies below /proc is the kernel's.`,
    'Write the path that the file is to have itself; for a setting of the kernel, a file in /etc/sysctl.d.',
  ),
  'cloud-config-unit-link': error<Path & { readonly unit: string }>(
    ({ path, unit }) => `${quote(path)} would decide when ${unit} starts, which quorate does.`,
    'Remove it: etcd is started at each boot without it.',
  ),
  'cloud-config-place-taken': error<
    Path & {
      readonly title: string
      readonly otherPath: string
      readonly relation: 'same' | 'inside' | 'above'
    }
  >(({ path, title, otherPath, relation }) => {
    if (relation === 'same') return `quorate sets up ${quote(path)} itself: it is the ${title}.`
    return relation === 'inside'
      ? `${quote(path)} lies inside the ${title} ${quote(otherPath)}, where only etcd and quorate write.`
      : `A file ${quote(path)} would leave no place for the ${title}, ${quote(otherPath)}.`
  }, 'Remove it, or choose another path; what etcd is to be told goes into the spec.'),
  'cloud-config-drop-in': error<Path & { readonly unit: string }>(
    ({ path, unit }) =>
      `${quote(path)} would change ${unit} beside the spec, and the playbooks would refuse the node.`,
    'Put what it sets into the spec, under etcd.extraOptions say, and remove it.',
  ),
  'cloud-config-owner-early': error<{ readonly account: string; readonly made: boolean }>(
    ({ account }) => `The account ${quote(account)} is not there yet when cloud-init writes this file.`,
    ({ made }) =>
      made
        ? 'Add "defer: true", which has the file written once users are made.'
        : 'Let root own it, or make the account under "users" and add "defer: true".',
  ),
  'cloud-config-permissions': error<Value & { readonly quoted: string }>(
    ({ value }) =>
      `The permissions are the number ${value}: without quotes, YAML takes 0644 for octal and 644 for decimal.`,
    ({ quoted }) => `Write them in quotes, such as "${quoted}".`,
  ),
  'cloud-config-permissions-text': error<Value>(
    ({ value }) =>
      `${quote(value)} are no permissions in octal, and cloud-init would take its default instead.`,
    'Write them in octal and in quotes, such as "0644".',
  ),
  'cloud-config-encoding': error<Value>(
    ({ value }) => `cloud-init knows no encoding ${quote(value)}, and would write the content as it stands.`,
    'Write b64 for base64, gz+b64 for gzip and base64, or leave it out for text.',
  ),
  'client-owner-not-made': warning<{ readonly account: string; readonly node: string }>(
    ({ account, node }) =>
      `Nothing makes the account ${quote(account)} on ${quote(node)}: what cloud-init runs at the first boot refuses until it is there.`,
    'Make it by "users" in your own cloud-config (cloudInit.config.users), or have it in the image.',
  ),
  'cloud-config-package': error<Value>(
    ({ value }) =>
      `The package ${quote(value)} brings an etcd of its own, beside the one that the spec sets up.`,
    'Remove it, and say under etcd.install how etcd gets onto the nodes.',
  ),
  'cloud-config-private-key': error<{ readonly hasTls: boolean }>(
    ({ hasTls }) =>
      `This holds a private key, and ${hasTls ? 'with keys "later"' : 'without TLS'} everyone may read the user-data.`,
    ({ hasTls }) =>
      `Bring the key to the nodes another way${hasTls ? ', or set cloudInit.keys to embed' : ''}.`,
  ),
  'keys-embedded': warning<{ readonly provider: string }>(
    ({ provider }) =>
      provider === 'nocloud'
        ? "Whoever can read a node's image or directory of user-data can read its private keys."
        : "Programs that reach a node's metadata service, and whoever may read its attributes, can read its private keys.",
    ({ provider }) =>
      provider === 'nocloud'
        ? 'Choose "later", or keep others away from it and destroy it after the first boot.'
        : 'Choose "later", or keep others away from both.',
  ),
  'network-of-provider': error<{ readonly provider: string }>(
    ({ provider }) =>
      `"network" counts for the provider "nocloud" alone: ${provider} sets the addresses of nodes itself.`,
    'Remove it, or choose the provider that it is for.',
  ),
  'network-address-invalid': error<
    Value & { readonly title: string; readonly fixed: string | undefined; readonly example: string }
  >(
    ({ value, title }) => `${quote(value)} is not the IP address of a ${title}.`,
    ({ fixed, example }) => `Write ${fixed ?? `an IP address such as ${example}`}.`,
  ),
  'network-loopback': error<Value & { readonly node: string }>(
    ({ value, node }) =>
      `cloud-init would give an interface of ${quote(node)} the loopback address ${value}, at which nothing reaches the machine.`,
    'Remove "network": a loopback address is there by itself.',
  ),
  'provider-loopback': error<
    Value & { readonly provider: string; readonly node: string; readonly hasTls: boolean }
  >(
    ({ value, provider, node }) =>
      `${provider} sets the addresses of nodes itself, and cannot give ${quote(node)} the loopback address ${value}.`,
    ({ hasTls }) =>
      hasTls
        ? 'Give the node the address of its machine, or remove "provider".'
        : 'Remove "provider"; with TLS the node could have the address of its machine.',
  ),
  'network-prefix-long': error<{ readonly length: number; readonly nodes: readonly string[] }>(
    ({ length, nodes }) =>
      `A prefix of ${length} bits is longer than an IPv4 address, which ${listed(nodes)} ${nodes.length === 1 ? 'has' : 'have'}.`,
    'Write 32 or less; 24 is usual.',
  ),
  'gateway-family': error<Value & { readonly nodes: readonly string[] }>(
    ({ value, nodes }) =>
      `The gateway ${value} is of another address family than ${listed(nodes)}, so no route leads there.`,
    'Write a gateway of the same family as the addresses of the nodes.',
  ),
  'gateway-outside': error<Value & { readonly length: number; readonly nodes: readonly string[] }>(
    ({ value, length, nodes }) =>
      `The gateway ${value} is not in the network of ${listed(nodes)}, whose prefix has ${length} bits.`,
    'Correct the gateway, the prefix length or the addresses.',
  ),
  'gateway-is-node': error<Value & { readonly node: string }>(
    ({ value, node }) => `The gateway ${value} is the address of ${quote(node)} itself.`,
    'Write the address of the router.',
  ),
  'mac-address-shared': error<Value & { readonly names: readonly [string, string] }>(
    ({ value, names: [one, other] }) => `${quote(other)} has the MAC address of ${quote(one)}, ${value}.`,
    'Give each node its own: that of the interface which gets its address.',
  ),
  'mac-address-unfit': error<Value & { readonly reason: string }>(
    ({ value, reason }) => `No interface has the MAC address ${value}: ${reason}.`,
    'Write that of the interface, as "ip link" shows it on the node.',
  ),
  'staging-out-of-reach': error<Nothing>(
    'User-data cannot bring what lies on the control node, so the nodes would come up without etcd.',
    'Let the release lie on the nodes (place: node), as in an image, or choose the method release or package.',
  ),
  'staging-not-brought': warning<Nothing>(
    'User-data cannot bring what lies on the control node, so it would set up nodes without etcd.',
    'Set the nodes up by the playbooks, or let the release lie on them (place: node).',
  ),
}
