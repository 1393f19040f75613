import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { memberCommonName, sharedCommonName } from '../../pki/plan.ts'
import { clientsOf, isPlain, nodesOf, type Rule } from './rule.ts'

/** A node whose certificate has this common name; all of them if they share one. */
type Owner = { readonly pointer: string; readonly node: string | undefined }

/**
 * No client has the common name of a member's certificate: etcd's users are common names, and the client CA signs the
 * servers' certificates too (etcd, server/auth/store.go, AuthInfoFromTLS).
 */
export const commonNames: Rule = ({ spec, isWritten }) => {
  if (isPlain(spec)) return []
  const owners = new Map<string, Owner>()
  if (spec.tls?.layout === 'shared-certificate') {
    if (spec.name !== undefined)
      owners.set(sharedCommonName(spec.name), { pointer: '/name', node: undefined })
  } else {
    for (const { node, pointer } of nodesOf(spec))
      if (node.name !== undefined)
        owners.set(memberCommonName(node.name), { pointer: `${pointer}/name`, node: node.name })
  }
  return clientsOf(spec).flatMap(({ client, pointer }): Diagnostic[] => {
    const commonName = client.commonName ?? client.name
    const owner = commonName === undefined ? undefined : owners.get(commonName)
    if (!owner || commonName === undefined || client.name === undefined) return []
    const field = isWritten(`${pointer}/commonName`) ? 'commonName' : 'name'
    const target = at(`${pointer}/${field}`, owner.pointer)
    return [report('common-name-of-node', target, { commonName, node: owner.node, client: client.name })]
  })
}
