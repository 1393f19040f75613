import { at, report } from '../../diagnostics/report.ts'
import { clientsOf, type Rule } from './rule.ts'

/** At most one client is kube-apiserver: its files exist once. */
export const kubernetesClient: Rule = ({ spec }) => {
  const [first, ...others] = clientsOf(spec).filter(({ client }) => client.kubernetes === true)
  return others.map(({ pointer }) =>
    report('kubernetes-twice', at(`${pointer}/kubernetes`, `${first?.pointer}/kubernetes`), {
      name: first?.client.name,
    }),
  )
}
