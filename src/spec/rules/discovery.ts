import { at, report } from '../../diagnostics/report.ts'
import { isName } from './address-form.ts'
import { isPlain, nameOf, nodesOf, type Rule } from './rule.ts'

const DISCOVERY = '/etcd/discovery'

/**
 * An SRV record leads to a name (RFC 2782), and etcd takes that name into the member's peer URL, so each member advertises the
 * same one (etcd, client/pkg/srv/srv.go, GetCluster).
 */
export const discovery: Rule = ({ spec }) => {
  if (spec.etcd?.discovery === undefined) return []
  if (isPlain(spec)) return [report('discovery-plain', at(DISCOVERY, '/tls/enabled'), {})]
  const { name } = spec.etcd.discovery
  // etcd-server-ssl is the service without a suffix, whose records would have to be there and not to be there.
  if (name !== undefined && /^ssl(?:-|$)/.test(name))
    return [report('discovery-name-ssl', at(`${DISCOVERY}/name`), { name })]
  return nodesOf(spec).flatMap((indexed) => {
    const { node, pointer } = indexed
    const advertise = node.peer?.advertise
    if (advertise !== undefined && isName(advertise)) return []
    const target = advertise === undefined ? pointer : `${pointer}/peer/advertise`
    return [report('discovery-needs-name', at(target, DISCOVERY), { node: nameOf(indexed) })]
  })
}
