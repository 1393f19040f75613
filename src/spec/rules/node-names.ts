import { at, report } from '../../diagnostics/report.ts'
import { endsInNumber } from './address-form.ts'
import { meaningOf } from './reserved-names.ts'
import { nodesOf, type Rule } from './rule.ts'

/** etcd's superuser: a node's name is the common name of its certificates (etcd, server/auth/store.go). */
const SUPERUSER = "root is etcd's superuser, and the node's certificate would have the superuser's rights"

/** Each node has a name of its own that means nothing else. */
export const nodeNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return nodesOf(spec).flatMap(({ node: { name }, pointer }) => {
    if (name === undefined) return []
    const place = `${pointer}/name`
    const meaning = name === 'root' ? SUPERUSER : meaningOf(name)
    if (meaning) return [report('node-name-reserved', at(place), { name, meaning })]
    if (endsInNumber(name)) return [report('name-is-number', at(place), { name })]
    const owner = first.get(name)
    if (owner) return [report('node-name-shared', at(place, owner), { name })]
    first.set(name, place)
    return []
  })
}
