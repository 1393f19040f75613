import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { clientsOf, type Rule } from './rule.ts'

/**
 * Each client has a name of its own, and none is `root`, which is always made. Two may have one common name: they are one
 * user to etcd then, which is of use. The superuser's is worth a word.
 */
export const clientNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return clientsOf(spec).flatMap(({ client: { name, commonName }, pointer }): Diagnostic[] => {
    const said: Diagnostic[] = []
    const place = `${pointer}/name`
    const owner = name === undefined ? undefined : first.get(name)
    if (name === 'root') said.push(report('client-name-reserved', at(place), { name }))
    else if (name !== undefined && owner) said.push(report('client-name-shared', at(place, owner), { name }))
    else if (name !== undefined) first.set(name, place)
    if (commonName === 'root' && name !== 'root') {
      said.push(report('common-name-superuser', at(`${pointer}/commonName`), { commonName }))
    }
    return said
  })
}
