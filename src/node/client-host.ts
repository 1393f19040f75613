import type { Cluster } from '../cluster/cluster.ts'
import { type CertificateOf, clientFiles, parentsOf } from './credentials.ts'
import type { ClientHostState } from './state.ts'

/** The desired state of every machine that is no member and holds certificates of clients. */
export function resolveClientHosts(cluster: Cluster, certificateOf: CertificateOf): ClientHostState[] {
  return cluster.clientHosts.map(({ name, installs }) => {
    const files = clientFiles(cluster, installs, certificateOf)
    // Clients of one host can share the file of the servers' CA.
    const distinct = [...new Map(files.map((file) => [file.path, file])).values()]
    return { name, parents: parentsOf(installs, []), files: distinct }
  })
}
