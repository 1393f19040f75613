import { checkCloudConfig } from '../cloud-config/check.ts'
import type { OwnConfig } from '../cloud-config/config.ts'
import { firstBoot } from '../cloud-config/first-boot.ts'
import type { Rule } from './rule.ts'

/** The user's cloud-config in the spec. One in a file is checked when quorate reads that file. */
export const cloudConfig: Rule = (subject) => {
  const { config, configFile } = subject.spec.cloudInit ?? {}
  const own: OwnConfig = {
    config: config ?? {},
    pointer: '/cloudInit/config',
    subject,
    // Messages only quote numbers and booleans; a mapping may have a field called toString.
    sourceOf: (value) => (typeof value === 'object' ? '' : String(value)),
  }
  // Without cloudInit, the user does not use cloud-init.
  const isAsked = subject.isWritten('/cloudInit') && configFile === undefined
  return [...(config ? checkCloudConfig(own) : []), ...(isAsked ? firstBoot(own) : [])]
}
