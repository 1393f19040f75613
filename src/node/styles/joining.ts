import { publicText } from '../file.ts'
import type { SettingGroup } from '../settings.ts'
import type { NodeFile } from '../state.ts'
import type { StylePaths } from './style.ts'

/** The drop-in that adds lines to the unit's service for one start. */
export function dropIn({ joiningDropIn }: StylePaths, ...lines: readonly string[]): NodeFile {
  return publicText(joiningDropIn, `${['[Service]', ...lines].join('\n')}\n`)
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
