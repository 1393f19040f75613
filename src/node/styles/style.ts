import type { NodePaths } from '../paths.ts'
import type { SettingGroup } from '../settings.ts'
import type { Configuration } from '../state.ts'

/** Where the styles may write. */
export type StylePaths = Pick<
  NodePaths,
  | 'unit'
  | 'environmentFile'
  | 'configurationFile'
  | 'joiningEnvironmentFile'
  | 'joiningConfigurationFile'
  | 'joiningDropIn'
>

/** A member's settings, and the names and paths that a style puts around them. */
export type StyleInput = StylePaths & {
  readonly nodeName: string
  readonly clusterName: string
  readonly version: string
  readonly groups: readonly SettingGroup[]
  /** `initial-cluster` of a member that joins: itself, and `OTHER_MEMBERS`. */
  readonly clusterToJoin: string
  /** The program that the unit starts. */
  readonly program: string
}

/** One way to configure etcd. */
export type StylePrinter = {
  readonly configure: (input: StyleInput) => Configuration
  /** The file that names the cluster's token, of those that the style writes. */
  readonly tokenFile: (paths: StylePaths) => string
  /** The line of that file which does. */
  readonly tokenLine: (token: string) => string
}
