import { at, report } from '../../diagnostics/report.ts'
import { memberCommonName } from '../../pki/plan.ts'
import { endsInNumber } from './address-form.ts'
import { meaningOf } from './reserved-names.ts'
import { nodesOf, type Rule } from './rule.ts'

/** etcd's superuser: a node's name is the common name of its certificates (etcd, server/auth/store.go). */
const SUPERUSER = "root is etcd's superuser, and the node's certificate would have the superuser's rights"

/** Each node has a unique name that is not reserved. */
export const nodeNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return nodesOf(spec).flatMap(({ node: { name }, pointer }) => {
    if (name === undefined) return []
    const fieldPointer = `${pointer}/name`
    const meaning = memberCommonName(name) === 'root' ? SUPERUSER : meaningOf(name)
    if (meaning) return [report('node-name-reserved', at(fieldPointer), { name, meaning })]
    if (endsInNumber(name)) return [report('name-is-number', at(fieldPointer), { name })]
    const owner = first.get(name)
    if (owner) return [report('node-name-shared', at(fieldPointer, owner), { name })]
    first.set(name, fieldPointer)
    return []
  })
}
