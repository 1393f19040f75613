import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { canonicalAddress } from '../../ip-address.ts'
import { clientHostsOf, nodesOf, type Rule } from './rule.ts'

/** SSH reaches a different machine for each host: otherwise the files of one host would overwrite the other's. */
export const sharedSshHost: Rule = ({ spec }) => {
  const hosts = [
    ...nodesOf(spec).map(({ node, pointer }) => ({ host: node, pointer, address: node.address })),
    ...clientHostsOf(spec).map(({ host, pointer }) => ({ host, pointer, address: undefined })),
  ]
  const first = new Map<string, { readonly name: string; readonly pointer: string; readonly field: string }>()
  return hosts.flatMap(({ host: { name, ansible }, pointer, address }): Diagnostic[] => {
    const field = ansible?.host !== undefined ? 'ansible/host' : address !== undefined ? 'address' : 'name'
    const value = ansible?.host ?? address ?? name
    const port = ansible?.port ?? spec.ansible?.port
    if (name === undefined || value === undefined || port === undefined) return []
    const machine = `${canonicalAddress(value) ?? value.toLowerCase()} ${port}`
    const owner = first.get(machine)
    if (!owner) {
      first.set(machine, { name, pointer, field })
      return []
    }
    // Other rules report equal addresses and names.
    if (owner.field === field && field !== 'ansible/host') return []
    const target = at(`${pointer}/${field}`, `${owner.pointer}/${owner.field}`)
    const node =
      pointer.startsWith('/clientHosts/') && owner.pointer.startsWith('/nodes/') ? owner.name : undefined
    return [report('ssh-host-shared', target, { value, port, names: [owner.name, name], node })]
  })
}
