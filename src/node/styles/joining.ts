import { publicText } from '../file.ts'
import type { SettingGroup } from '../settings.ts'
import type { NodeFile } from '../state.ts'

/** What lies under /run while a member is to join; it is gone with the next boot in any case. */
export const JOINING = {
  environmentFile: '/run/etcd-joining.env',
  configurationFile: '/run/etcd-joining.conf.yml',
  dropIn: '/run/systemd/system/etcd.service.d/joining.conf',
} as const

/** The drop-in that adds lines to the unit's service for one start. */
export function dropIn(...lines: readonly string[]): NodeFile {
  return publicText(JOINING.dropIn, `${['[Service]', ...lines].join('\n')}\n`)
}

/** The settings of a member that joins a cluster which runs already. */
export function joiningGroups(groups: readonly SettingGroup[]): SettingGroup[] {
  return groups.map(({ heading, settings }) => ({
    heading,
    settings: settings.map(({ option, value }) => ({
      option,
      value: option === 'initial-cluster-state' ? 'existing' : value,
    })),
  }))
}
