/** Names that no host in the inventory can have, and why. Sources: Ansible, inventory/group.py and inventory/host.py. */
const RESERVED: Readonly<Record<string, string>> = {
  all: 'it means every host to Ansible',
  ungrouped: 'it means a group of hosts to Ansible',
  etcd: "it is the group of all nodes in Ansible's inventory",
  localhost: 'it means the machine itself, on every machine',
  'localhost.localdomain': 'it means the machine itself, on every machine',
  'ip6-localhost': 'it means the machine itself, on every machine',
}

/** What a name means already, where no host can have it therefore. */
export function meaningOf(name: string): string | undefined {
  return Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined
}
