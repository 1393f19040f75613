import { checkCloudConfig } from '../cloud-config/check.ts'
import type { Rule } from './rule.ts'

/** The user's own cloud-config, where it is part of the spec; one in a file is checked when that is read. */
export const cloudConfig: Rule = (subject) => {
  const config = subject.spec.cloudInit?.config
  return config
    ? checkCloudConfig({ config, pointer: '/cloudInit/config', subject, sourceOf: (value) => String(value) })
    : []
}
