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
 * Says what keeps a cloud-config of the user's from being put together with quorate's. What cloud-init makes of the rest
 * is between it and the user.
 */
export function checkCloudConfig(own: OwnConfig): Diagnostic[] {
  return RULES.flatMap((rule) => rule(own))
}
