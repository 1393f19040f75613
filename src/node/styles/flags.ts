import { flagOf } from '../../etcd/notation.ts'
import { unitWord } from '../../render/escape.ts'
import type { SettingGroup } from '../settings.ts'
import { dropIn, joiningGroups } from './joining.ts'
import type { StylePrinter } from './style.ts'

/** Flags on the unit's command line. */
export const flags: StylePrinter = {
  configure: ({ groups, clusterToJoin, program, ...paths }) => {
    const joining = (settings: readonly SettingGroup[]) => [
      dropIn(paths, 'ExecStart=', `ExecStart=${commandLine(program, words(settings))}`),
    ]
    return {
      file: undefined,
      environmentFiles: [],
      arguments: words(groups),
      joining: joining(joiningGroups(groups, clusterToJoin)),
      joiningAtFirstBoot: joining(joiningGroups(groups)),
    }
  },
  tokenFile: ({ unit }) => unit,
  // Others follow it, so the line is continued.
  tokenLine: (token) => `  ${unitWord(flagOf({ option: 'initial-cluster-token', value: token }))} \\`,
}

/** A command line of a unit, one word on each line. */
export function commandLine(program: string, parameters: readonly string[]): string {
  return [program, ...parameters].map(unitWord).join(' \\\n  ')
}

function words(groups: readonly SettingGroup[]): string[] {
  return groups.flatMap(({ settings }) => settings.map(flagOf))
}
