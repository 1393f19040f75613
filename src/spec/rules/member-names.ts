import { at, report } from '../../diagnostics/report.ts'
import { nameOf, nodesOf, type Rule } from './rule.ts'

/** Each member has a unique name in etcd: in initial-cluster, a name that occurs twice is one member with two URLs. */
export const memberNames: Rule = ({ spec }) => {
  const first = new Map<
    string,
    { readonly node: string; readonly fieldPointer: string; readonly isWritten: boolean }
  >()
  return nodesOf(spec).flatMap((indexed) => {
    const { node, pointer } = indexed
    const name = node.memberName ?? node.name
    if (name === undefined) return []
    const isWritten = node.memberName !== undefined
    const fieldPointer = `${pointer}/${isWritten ? 'memberName' : 'name'}`
    const other = first.get(name)
    if (!other) {
      first.set(name, { node: nameOf(indexed), fieldPointer, isWritten })
      return []
    }
    // Two nodes with the same name are reported by node-names.ts.
    if (!isWritten && !other.isWritten) return []
    const target = isWritten ? at(fieldPointer, other.fieldPointer) : at(other.fieldPointer, fieldPointer)
    return [report('member-name-shared', target, { name, node: nameOf(indexed), other: other.node })]
  })
}
