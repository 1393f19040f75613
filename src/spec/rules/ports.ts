import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { nodesOf, type Rule } from './rule.ts'

/** By role: the port that IANA registered or, for metrics, the next one. */
const USUAL = { client: 2379, peer: 2380, metrics: 2381 } as const
const ROLES = ['client', 'peer', 'metrics'] as const

/** The client, peer and metrics ports differ, are not SSH's, and do not need root. */
export const ports: Rule = ({ spec, isWritten }) => {
  const chosen = spec.etcd?.ports ?? {}
  const sshPorts = new Set(nodesOf(spec).map(({ node }) => node.ansible?.port ?? spec.ansible?.port))
  const diagnostics: Diagnostic[] = []
  const owners = new Map<number, (typeof ROLES)[number]>()
  // Ports that the user wrote come last, so a clash with a default is reported at the user's field.
  const pointerOf = (role: string) => `/etcd/ports/${role}`
  const roles = ROLES.toSorted(
    (one, other) => Number(isWritten(pointerOf(one))) - Number(isWritten(pointerOf(other))),
  )
  for (const role of roles) {
    const port = chosen[role]
    if (port === undefined) continue
    const pointer = pointerOf(role)
    const other = owners.get(port)
    if (other) {
      const related = isWritten(pointerOf(other)) ? [pointerOf(other)] : []
      const taken = new Set(Object.values(chosen))
      const free = [USUAL[role], ...Object.values(USUAL)].find((usual) => !taken.has(usual)) ?? port + 1
      diagnostics.push(report('port-shared', at(pointer, ...related), { port, role, other, free }))
    } else if (sshPorts.has(port)) diagnostics.push(report('port-ssh', at(pointer), { port, role }))
    else if (port < 1024) diagnostics.push(report('port-privileged', at(pointer), { port, role }))
    owners.set(port, role)
  }
  return diagnostics
}
