import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { endsInNumber, isName } from './address-form.ts'
import { isPlain, nameOf, nodesOf, type Rule } from './rule.ts'

const DISCOVERY = '/etcd/discovery'

/** A DNS name without the dot at its end (RFC 1035, section 2.3.4). */
const LONGEST_NAME = 253

function checkDomain(srv: string, suffix: string | undefined): Diagnostic[] {
  const target = at(`${DISCOVERY}/srv`)
  if (canonicalAddress(srv) !== undefined || endsInNumber(srv)) {
    return [report('discovery-domain-number', target, { value: srv })]
  }
  // No zone can have records below localhost (RFC 6761, section 6.3).
  if (/(?:^|\.)localhost$/.test(srv)) return [report('discovery-domain-localhost', target, { value: srv })]
  const longest = `_etcd-server-ssl${suffix === undefined ? '' : `-${suffix}`}._tcp.`
  const most = LONGEST_NAME - longest.length
  return srv.length > most ? [report('discovery-domain-long', target, { service: longest, most })] : []
}

/**
 * An SRV record leads to a name (RFC 2782), and etcd takes that name into the member's peer URL, so each member advertises the
 * same one (etcd, client/pkg/srv/srv.go, GetCluster).
 */
export const discovery: Rule = ({ spec }) => {
  if (spec.etcd?.discovery === undefined) return []
  if (isPlain(spec)) return [report('discovery-plain', at(DISCOVERY, '/tls/enabled'), {})]
  const { name, srv } = spec.etcd.discovery
  const domain = srv === undefined ? [] : checkDomain(srv, name)
  if (domain.length > 0) return domain
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
