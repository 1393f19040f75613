import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { Subject } from '../lenient.ts'
import { endsInNumber } from './address-form.ts'
import { meaningOf } from './reserved-names.ts'
import { clientHostsOf, clientsOf, nodesOf, type Rule } from './rule.ts'

/** Each client host has a unique name, is not a node, and has a client. */
export const clientHosts: Rule = (subject) => {
  const { spec } = subject
  const nodes = new Map(nodesOf(spec).map(({ node, pointer }) => [node.name, `${pointer}/name`]))
  const used = usedHosts(subject)
  const first = new Map<string, string>()
  return clientHostsOf(spec).flatMap(({ host: { name }, pointer }): Diagnostic[] => {
    if (name === undefined) return []
    const fieldPointer = `${pointer}/name`
    const meaning = meaningOf(name)
    if (meaning) return [report('client-host-reserved', at(fieldPointer), { name, meaning })]
    if (endsInNumber(name)) return [report('client-host-is-number', at(fieldPointer), { name })]
    const node = nodes.get(name)
    if (node) return [report('client-host-is-node', at(fieldPointer, node), { name })]
    const owner = first.get(name)
    if (owner) return [report('client-host-twice', at(fieldPointer, owner), { name })]
    first.set(name, fieldPointer)
    return used && !used.has(name) ? [report('client-host-unused', at(fieldPointer), { name })] : []
  })
}

/** The hosts with clients; undefined if a part of the spec that names them is invalid. */
function usedHosts({ spec, isWritten }: Subject): ReadonlySet<string> | undefined {
  const used = new Set<string>()
  if (spec.tls?.clients === undefined || spec.tls.clients.includes(undefined)) return undefined
  for (const { client, pointer } of clientsOf(spec)) {
    if (!isWritten(`${pointer}/install`)) continue
    if (!client.install?.hosts) return undefined
    for (const host of client.install.hosts) {
      if (host === undefined) return undefined
      used.add(host)
    }
  }
  return used
}
