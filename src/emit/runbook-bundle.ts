import type { Cluster } from '../cluster/cluster.ts'
import { packLine, SET_UP } from './bundle/pack.ts'

/** The commands that set up a node with the shell bundle. */
export function bundleFacts(cluster: Cluster) {
  const { members, become, becomePassword } = cluster
  const usesSudo = become && members.some(({ connection }) => connection.user !== 'root')
  return {
    setUp: SET_UP,
    packLines: members.map((member) => packLine(cluster, member)),
    asksBecomePassword: becomePassword === 'prompt',
    usesSudoPassword: usesSudo && becomePassword === 'prompt',
    usesFreeSudo: usesSudo && becomePassword === undefined,
  }
}
