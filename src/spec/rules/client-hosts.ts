import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import type { Subject } from '../lenient.ts'
import { endsInNumber } from './address-form.ts'
import { meaningOf } from './reserved-names.ts'
import { clientHostsOf, clientsOf, nodesOf, type Rule } from './rule.ts'

/** Each host of clients has a name of its own, which is no node's, and there is a client that it is for. */
export const clientHosts: Rule = (subject) => {
  const { spec } = subject
  const nodes = new Map(nodesOf(spec).map(({ node, pointer }) => [node.name, `${pointer}/name`]))
  const used = usedHosts(subject)
  const first = new Map<string, string>()
  return clientHostsOf(spec).flatMap(({ host: { name }, pointer }): Diagnostic[] => {
    if (name === undefined) return []
    const place = `${pointer}/name`
    const meaning = meaningOf(name)
    if (meaning) return [report('client-host-reserved', at(place), { name, meaning })]
    if (endsInNumber(name)) return [report('client-host-is-number', at(place), { name })]
    const node = nodes.get(name)
    if (node) return [report('client-host-is-node', at(place, node), { name })]
    const owner = first.get(name)
    if (owner) return [report('client-host-twice', at(place, owner), { name })]
    first.set(name, place)
    return used && !used.has(name) ? [report('client-host-unused', at(place), { name })] : []
  })
}

/** The hosts that clients are installed on; undefined where that cannot be told, since some of it is at fault. */
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
