import { at, report } from '../../diagnostics/report.ts'
import { DISTRIBUTIONS, isPackaged, PACKAGES_AS_OF } from '../../etcd/packages.ts'
import { lineOf, parseVersion } from '../../etcd/releases.ts'
import type { Rule } from './rule.ts'

/** The spec says which etcd the distribution's packages hold: everything else about it follows from the version. */
export const packageVersion: Rule = ({ spec, isWritten }) => {
  const { version, install } = spec.etcd ?? {}
  if (install?.method !== 'package') return []
  const distributions = DISTRIBUTIONS.map(({ name, version: packaged }) => `${name} has ${packaged}`)
  const known = { distributions, asOf: PACKAGES_AS_OF }
  if (!isWritten('/etcd/version')) {
    return [report('package-version-missing', at('/etcd/install/method'), known)]
  }
  // What is no version of a line that quorate knows has been told so.
  if (version === undefined || !parseVersion(version) || !lineOf(version) || isPackaged(version)) return []
  return [report('package-version-unknown', at('/etcd/version'), { ...known, version })]
}
