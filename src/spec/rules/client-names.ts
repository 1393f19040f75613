import { at, report } from '../../diagnostics/report.ts'
import type { Rule } from './rule.ts'

/** Each client has a name of its own, and none is `root`, which is always made. */
export const clientNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return (spec.tls?.clients ?? []).flatMap((client, index) => {
    const name = client?.name
    if (name === undefined) return []
    const place = `/tls/clients/${index}/name`
    if (name === 'root') return [report('client-name-reserved', at(place), { name })]
    const owner = first.get(name)
    if (owner) return [report('client-name-shared', at(place, owner), { name })]
    first.set(name, place)
    return []
  })
}
