import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { clientsOf, type Rule } from './rule.ts'

/** At most one client is kube-apiserver, since its files exist once, and only that one has resources of kube-apiserver. */
export const kubernetesClient: Rule = ({ spec }) => {
  const clients = clientsOf(spec)
  const [first, ...others] = clients.filter(({ client }) => client.kubernetes === true)
  const unused = clients.flatMap(({ client, pointer }): Diagnostic[] =>
    client.kubernetes === false && (client.etcdServersOverrides ?? []).length > 0
      ? [report('overrides-unused', atKey(`${pointer}/etcdServersOverrides`), { name: client.name })]
      : [],
  )
  const twice = others.map(({ pointer }) =>
    report('kubernetes-twice', at(`${pointer}/kubernetes`, `${first?.pointer}/kubernetes`), {
      name: first?.client.name,
    }),
  )
  return [...twice, ...unused]
}
