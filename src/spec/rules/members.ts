import { at, atKey, report } from '../../diagnostics/report.ts'
import { type IndexedNode, isAbsent, nameOf, nodesOf, numberOfMembers, type Rule } from './rule.ts'

/** An even number of members tolerates no more failures than one member less (etcd's website, faq.md). */
export const members: Rule = ({ spec }) => {
  const number = numberOfMembers(spec)
  if (number === 0) return spec.nodes?.length ? [report('members-none', atKey('/nodes'), {})] : []
  return [...evenNumber(number), ...nodesOf(spec).flatMap(dataOfPresent)]
}

function evenNumber(number: number) {
  if (number % 2 === 1) return []
  return [
    report('members-even', atKey('/nodes'), { members: number, survives: Math.floor((number - 1) / 2) }),
  ]
}

function dataOfPresent(indexed: IndexedNode) {
  const { node, pointer } = indexed
  if (isAbsent(node) || node.deleteData !== true) return []
  return [report('delete-data-unused', at(`${pointer}/deleteData`), { node: nameOf(indexed) })]
}
