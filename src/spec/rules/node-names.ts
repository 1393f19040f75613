import { at, report } from '../../diagnostics/report.ts'
import { endsInNumber } from './address-form.ts'
import { nodesOf, type Rule } from './rule.ts'

/** Names that mean something else already, and what. Sources: Ansible, inventory/group.py and inventory/host.py; etcd, auth. */
const RESERVED: Readonly<Record<string, string>> = {
  all: 'it means every host to Ansible',
  ungrouped: 'it means a group of hosts to Ansible',
  etcd: "it is the group of all nodes in Ansible's inventory",
  localhost: 'it means the machine itself, on every machine',
  root: "it is etcd's superuser, and the node's certificate would pass for it",
}

/** Each node has a name of its own that means nothing else. */
export const nodeNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return nodesOf(spec).flatMap(({ node: { name }, pointer }) => {
    if (name === undefined) return []
    const place = `${pointer}/name`
    const meaning = Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined
    if (meaning) return [report('node-name-reserved', at(place), { name, meaning })]
    if (endsInNumber(name)) return [report('name-is-number', at(place), { name })]
    const owner = first.get(name)
    if (owner) return [report('node-name-shared', at(place, owner), { name })]
    first.set(name, place)
    return []
  })
}
