import { at, report } from '../../diagnostics/report.ts'
import { lineOf, type Minor, parseVersion } from '../../etcd/releases.ts'
import { firstWith } from './available.ts'
import type { Rule } from './rule.ts'

/** By line: the first patch built with a Go that has Ed25519, 1.13 (etcd, CHANGELOG-3.4: 1.12 until 3.4.18, then 1.16). */
const ED25519_SINCE: Readonly<Record<Minor, number>> = { '3.4': 19, '3.5': 0, '3.6': 0, '3.7': 0 }

/** The etcd version can read keys of this algorithm. */
export const keyAlgorithm: Rule = ({ spec, isWritten }) => {
  const version = spec.etcd?.version
  const algorithm = spec.tls?.algorithm
  const parsed = version === undefined ? undefined : parseVersion(version)
  const minor = parsed && lineOf(parsed.minor)?.minor
  if (algorithm !== 'ed25519' || version === undefined || !parsed || !minor) return []
  if (parsed.patch >= ED25519_SINCE[minor]) return []
  const target = at('/tls/algorithm', ...['/etcd/version'].filter(isWritten))
  return [
    report('algorithm-unavailable', target, { algorithm, version, since: firstWith(ED25519_SINCE, minor) }),
  ]
}
