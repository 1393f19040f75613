import { checkCloudConfig } from '../cloud-config/check.ts'
import { clientOwners } from '../cloud-config/client-owners.ts'
import type { OwnConfig } from '../cloud-config/config.ts'
import type { Rule } from './rule.ts'

/** The user's own cloud-config, where it is part of the spec; one in a file is checked when that is read. */
export const cloudConfig: Rule = (subject) => {
  const { config, configFile } = subject.spec.cloudInit ?? {}
  const own: OwnConfig = {
    config: config ?? {},
    pointer: '/cloudInit/config',
    subject,
    // Only numbers and truth values are shown; a mapping's toString may be a field of the user's.
    sourceOf: (value) => (typeof value === 'object' ? '' : String(value)),
  }
  // Without the section, nobody means to set nodes up this way.
  const isAsked = subject.isWritten('/cloudInit') && configFile === undefined
  return [...(config ? checkCloudConfig(own) : []), ...(isAsked ? clientOwners(own) : [])]
}
