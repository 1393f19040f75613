import { variableOf } from '../../etcd/notation.ts'
import { environmentValue } from '../../render/escape.ts'
import { render } from '../../render/render.ts'
import { publicText } from '../file.ts'
import { markerLine } from '../marker.ts'
import { dropIn, JOINING } from './joining.ts'
import type { StylePrinter } from './style.ts'

/** Environment variables in a file that the unit reads (etcd's documentation, op-guide/configuration.md). */
export const env: StylePrinter = {
  configure: ({ environmentFile, ...input }) => ({
    file: publicText(
      environmentFile,
      render('nodes/etcd.env', { ...input, markerLine: markerLine(input.clusterName) }),
    ),
    environmentFiles: [environmentFile],
    arguments: [],
    joining: [
      publicText(JOINING.environmentFile, `${assignment('initial-cluster-state', 'existing')}\n`),
      // Of two files that set a variable, the one that is named last counts, so this one goes after the member's own.
      dropIn(`EnvironmentFile=-${JOINING.environmentFile}`),
    ],
  }),
  tokenFile: ({ environmentFile }) => environmentFile,
  tokenLine: (token) => assignment('initial-cluster-token', token),
}

function assignment(option: string, value: string): string {
  return `${variableOf(option)}=${environmentValue(value)}`
}
