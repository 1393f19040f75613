import { dirname } from 'node:path/posix'
import { at, report } from '../../diagnostics/report.ts'
import { installedClients } from './client-files.ts'
import { configuredPaths, isInside } from './configured-paths.ts'
import { nodesOf, type Rule } from './rule.ts'

/** A key's owner must be able to enter its directory; only root and etcd's group may enter the PKI directory. */
export const clientAccess: Rule = (subject) => {
  const { spec, isWritten } = subject
  const { user, group } = spec.etcd?.account ?? {}
  const pki = configuredPaths(spec).find(({ name }) => name === 'pki')?.path
  if (pki === undefined || user === undefined || group === undefined) return []
  const nodes = new Set(nodesOf(spec).map(({ node }) => node.name))
  return installedClients(subject).flatMap(({ client, pointer, owner, hosts, files }) => {
    const key = files.find(({ role }) => role === 'key')
    const isClosed = key !== undefined && (dirname(key.path) === pki || isInside(key.path, pki))
    if (!isClosed || owner === undefined || ['root', user].includes(owner)) return []
    if (!hosts.some((host) => nodes.has(host))) return []
    const target = at([`${pointer}/install/owner`].find(isWritten) ?? pointer)
    return [report('client-key-unreadable', target, { client, owner, directory: pki, group })]
  })
}
