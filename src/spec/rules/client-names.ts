import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { clientsOf, type Rule } from './rule.ts'

/**
 * Client names are unique, and `root` is reserved. Two clients may share a common name: to etcd they are one user. The
 * superuser's common name gets a warning.
 */
export const clientNames: Rule = ({ spec }) => {
  const first = new Map<string, string>()
  return clientsOf(spec).flatMap(({ client: { name, commonName }, pointer }): Diagnostic[] => {
    const said: Diagnostic[] = []
    const fieldPointer = `${pointer}/name`
    const owner = name === undefined ? undefined : first.get(name)
    if (name === 'root') said.push(report('client-name-reserved', at(fieldPointer), { name }))
    else if (name !== undefined && owner)
      said.push(report('client-name-shared', at(fieldPointer, owner), { name }))
    else if (name !== undefined) first.set(name, fieldPointer)
    if (commonName === 'root' && name !== 'root') {
      said.push(report('common-name-superuser', at(`${pointer}/commonName`), { commonName }))
    }
    return said
  })
}
