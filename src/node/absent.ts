import { basename } from 'node:path/posix'
import type { Cluster } from '../cluster/cluster.ts'
import { url } from '../cluster/endpoint.ts'
import { identityOf } from './identity.ts'
import { nodePaths, walDirectory } from './paths.ts'
import type { AbsentState } from './state.ts'

/** What is known of the nodes that the spec takes out of the cluster. */
export function resolveAbsent(cluster: Cluster): AbsentState[] {
  const { unit, keysUnit, joinedFile, run } = nodePaths(cluster)
  return cluster.absent.map(({ name, memberName, peer, deletesData }) => ({
    name,
    memberName,
    clusterName: cluster.name,
    peerUrl: url(peer),
    deletesData,
    unit: basename(unit),
    keysUnit: basename(keysUnit),
    run,
    joinedFile,
    dataDirectory: cluster.paths.data,
    walDirectory: walDirectory(cluster),
    ...identityOf(cluster),
  }))
}
