import { variableOf } from '../../etcd/notation.ts'
import { environmentValue } from '../../render/escape.ts'
import { render } from '../../render/render.ts'
import { publicText } from '../file.ts'
import { markerLine } from '../marker.ts'
import { dropIn } from './joining.ts'
import type { StylePrinter } from './style.ts'

/** Environment variables in a file that the unit reads (etcd's documentation, op-guide/configuration.md). */
export const env: StylePrinter = {
  configure: (input) => ({
    file: publicText(
      input.environmentFile,
      render('nodes/etcd.env', { ...input, markerLine: markerLine(input.clusterName) }),
    ),
    environmentFiles: [input.environmentFile],
    arguments: [],
    joining: [
      publicText(input.joiningEnvironmentFile, `${assignment('initial-cluster-state', 'existing')}\n`),
      // Of two files that set a variable, the one that is named last counts, so this one goes after the member's own.
      dropIn(input, `EnvironmentFile=-${input.joiningEnvironmentFile}`),
    ],
  }),
  tokenFile: ({ environmentFile }) => environmentFile,
  tokenLine: (token) => assignment('initial-cluster-token', token),
}

function assignment(option: string, value: string): string {
  return `${variableOf(option)}=${environmentValue(value)}`
}
