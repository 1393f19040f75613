import type { Setting } from '../../etcd/intents.ts'
import { publicText } from '../file.ts'
import type { SettingGroup } from '../settings.ts'
import type { NodeFile } from '../state.ts'
import type { StylePaths } from './style.ts'

/** bootstrap.sh writes the other members here, as the cluster has them when the member joins. */
export const OTHER_MEMBERS = 'THE-OTHER-MEMBERS'

/** The drop-in that adds lines to the unit's service for one start. */
export function dropIn({ joiningDropIn }: StylePaths, ...lines: readonly string[]): NodeFile {
  return publicText(joiningDropIn, `${['[Service]', ...lines].join('\n')}\n`)
}

/**
 * The settings of a member that joins a cluster which runs already. etcd starts only if `initial-cluster` is the cluster's member list
 * (etcd, server/etcdserver/api/membership/cluster.go, ValidateClusterAndAssignIDs).
 *
 * @param initialCluster the member list, if it is not that of the spec
 */
export function joiningGroups(groups: readonly SettingGroup[], initialCluster?: string): SettingGroup[] {
  return groups.map(({ heading, settings }) => ({
    heading,
    settings: settings.flatMap((setting) => joiningSetting(setting, initialCluster)),
  }))
}

function joiningSetting(setting: Setting, initialCluster: string | undefined): Setting[] {
  const { option } = setting
  if (option === 'initial-cluster-state') return [{ option, value: 'existing' }]
  if (initialCluster === undefined) return [setting]
  if (option === 'discovery-srv-name') return []
  if (option !== 'initial-cluster' && option !== 'discovery-srv') return [setting]
  return [{ option: 'initial-cluster', value: initialCluster }]
}
