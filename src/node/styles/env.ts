import { variableOf } from '../../etcd/notation.ts'
import { environmentValue } from '../../render/escape.ts'
import { render } from '../../render/render.ts'
import { publicText } from '../file.ts'
import { markerLine } from '../marker.ts'
import type { SettingGroup } from '../settings.ts'
import { dropIn } from './joining.ts'
import type { StylePrinter } from './style.ts'

/** Environment variables in a file that the unit reads (etcd's documentation, op-guide/configuration.md). */
export const env: StylePrinter = {
  configure: (input) => {
    const { environmentFile, joiningEnvironmentFile, groups, clusterName } = input
    const joining = (lines: readonly string[]) => [
      publicText(joiningEnvironmentFile, `${lines.join('\n')}\n`),
      // Of two files that set a variable, the one that is named last counts, so this one goes after the member's own.
      dropIn(input, `EnvironmentFile=-${joiningEnvironmentFile}`),
    ]
    const existing = assignment('initial-cluster-state', 'existing')
    return {
      file: publicText(
        environmentFile,
        render('nodes/etcd.env', { ...input, markerLine: markerLine(clusterName) }),
      ),
      environmentFiles: [environmentFile],
      arguments: [],
      joining: joining([existing, ...clusterToJoin(groups, input.clusterToJoin)]),
      joiningAtFirstBoot: joining([existing]),
    }
  },
  tokenFile: ({ environmentFile }) => environmentFile,
  tokenLine: (token) => assignment('initial-cluster-token', token),
}

/** The members of the cluster in place of those in the spec, and of those that DNS has: for etcd, an empty variable is not set. */
function clusterToJoin(groups: readonly SettingGroup[], initialCluster: string): string[] {
  const discovery = groups
    .flatMap(({ settings }) => settings)
    .filter(({ option }) => option.startsWith('discovery-srv'))
  return [
    assignment('initial-cluster', initialCluster),
    ...discovery.map(({ option }) => assignment(option, '')),
  ]
}

function assignment(option: string, value: string): string {
  return `${variableOf(option)}=${environmentValue(value)}`
}
