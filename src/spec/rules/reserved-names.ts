/** Names that no host in the inventory can have, and why. Sources: Ansible, inventory/group.py and inventory/host.py. */
const RESERVED: Readonly<Record<string, string>> = {
  all: 'in Ansible it means all hosts',
  ungrouped: 'in Ansible it means all hosts without a group',
  etcd: "in Ansible's inventory it is the group of all nodes",
  localhost: 'on every machine it means that machine itself',
  'localhost.localdomain': 'on every machine it means that machine itself',
  'ip6-localhost': 'on every machine it means that machine itself',
}

/** Why no host can have this name; undefined if it can. */
export function meaningOf(name: string): string | undefined {
  return Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined
}
