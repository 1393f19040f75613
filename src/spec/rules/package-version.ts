import { at, report } from '../../diagnostics/report.ts'
import { DISTRIBUTIONS, isPackaged, PACKAGES_AS_OF } from '../../etcd/packages.ts'
import { lineOf, parseVersion } from '../../etcd/releases.ts'
import type { Rule } from './rule.ts'

/** With packages, the spec must name the version in the distribution's packages: quorate needs it to choose options. */
export const packageVersion: Rule = ({ spec, isWritten }) => {
  const { version, install } = spec.etcd ?? {}
  if (install?.method !== 'package') return []
  const distributions = DISTRIBUTIONS.map(({ name, version: packaged }) => `${name} has ${packaged}`)
  const known = { distributions, asOf: PACKAGES_AS_OF }
  if (!isWritten('/etcd/version')) {
    return [report('package-version-missing', at('/etcd/install/method'), known)]
  }
  // version.ts reports invalid and unsupported versions.
  if (version === undefined || !parseVersion(version) || !lineOf(version) || isPackaged(version)) return []
  return [report('package-version-unknown', at('/etcd/version'), { ...known, version })]
}
