import type { Cluster } from '../cluster/cluster.ts'
import { packLine, SET_UP } from './bundle/pack.ts'

/** The commands that set up a node with the shell bundle. */
export function bundleFacts(cluster: Cluster) {
  const { members, become } = cluster
  return {
    setUp: SET_UP,
    packLines: members.map((member) => packLine(cluster, member)),
    usesSudo: become && members.some(({ connection }) => connection.user !== 'root'),
  }
}
