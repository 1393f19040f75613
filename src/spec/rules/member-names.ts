import { at, report } from '../../diagnostics/report.ts'
import { nameOf, nodesOf, type Rule } from './rule.ts'

/** Each member has a unique name in etcd: in initial-cluster, a name that occurs twice is one member with two URLs. */
export const memberNames: Rule = ({ spec }) => {
  const first = new Map<
    string,
    {
      readonly name: string
      readonly node: string
      readonly fieldPointer: string
      readonly isWritten: boolean
    }
  >()
  return nodesOf(spec).flatMap((indexed) => {
    const { node, pointer } = indexed
    const name = node.memberName ?? node.name
    if (name === undefined) return []
    const isWritten = node.memberName !== undefined
    const fieldPointer = `${pointer}/${isWritten ? 'memberName' : 'name'}`
    // etcd takes such a name, and etcdctl takes it for an option (cobra, spf13/pflag).
    if (isWritten && /^-./.test(name)) return [report('member-name-hyphen', at(fieldPointer), { name })]
    const form = name.normalize('NFC')
    const other = first.get(form)
    if (!other) {
      first.set(form, { name, node: nameOf(indexed), fieldPointer, isWritten })
      return []
    }
    // Two nodes with the same name are reported by node-names.ts.
    if (!isWritten && !other.isWritten) return []
    const target = isWritten ? at(fieldPointer, other.fieldPointer) : at(other.fieldPointer, fieldPointer)
    // etcd would tell them apart, and no person could: an accent may be a part of its letter or follow it (Unicode, UAX #15).
    if (name !== other.name) {
      return [report('member-name-alike', target, { name, node: nameOf(indexed), other: other.node })]
    }
    return [report('member-name-shared', target, { name, node: nameOf(indexed), other: other.node })]
  })
}
