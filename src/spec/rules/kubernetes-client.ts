import { at, report } from '../../diagnostics/report.ts'
import { clientsOf, type Rule } from './rule.ts'

/** kube-apiserver is one client at most: what is written for it is written once. */
export const kubernetesClient: Rule = ({ spec }) => {
  const [first, ...others] = clientsOf(spec).filter(({ client }) => client.kubernetes === true)
  return others.map(({ pointer }) =>
    report('kubernetes-twice', at(`${pointer}/kubernetes`, `${first?.pointer}/kubernetes`), {
      name: first?.client.name,
    }),
  )
}
