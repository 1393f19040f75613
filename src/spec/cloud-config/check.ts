import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { ConfigRule, OwnConfig } from './config.ts'
import { encodings } from './encodings.ts'
import { modules } from './modules.ts'
import { owners } from './owners.ts'
import { packages } from './packages.ts'
import { permissions } from './permissions.ts'
import { privateKeys } from './private-keys.ts'
import { shape } from './shape.ts'
import { takenPaths } from './taken-paths.ts'

const RULES: readonly ConfigRule[] = [
  shape,
  modules,
  takenPaths,
  owners,
  permissions,
  encodings,
  packages,
  privateKeys,
]

/**
 * Problems that prevent quorate from merging the user's cloud-config with its own. quorate does not check the rest.
 */
export function checkCloudConfig(own: OwnConfig): Diagnostic[] {
  return RULES.flatMap((rule) => rule(own))
}
