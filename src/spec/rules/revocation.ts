import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { type Minor, minorOf, parseVersion } from '../../etcd/releases.ts'
import { EXTRA_OPTIONS, givenValue, knownVersion } from './extra-options.ts'
import type { Rule } from './rule.ts'

/** By line: the first patch that checks the CRL for gRPC too if HTTP has its own listener (etcd, embed/serve.go). */
const CHECKED_SINCE: Readonly<Record<Minor, number>> = {
  '3.4': Number.POSITIVE_INFINITY,
  '3.5': 32,
  '3.6': 13,
  '3.7': 0,
}

/** A revoked certificate must be refused on all listeners. */
export const revocation: Rule = ({ spec }): Diagnostic[] => {
  const version = knownVersion(spec)
  const urls = 'listen-client-http-urls'
  const name = 'client-crl-file'
  if (version === undefined || !givenValue(spec, name) || !givenValue(spec, urls)) return []
  if ((parseVersion(version)?.patch ?? 0) >= CHECKED_SINCE[minorOf(version)]) return []
  const reason = `etcd ${version} accepts revoked certificates over gRPC if ${urls} is set`
  const advice = `Remove ${urls}, or choose etcd 3.5.32, 3.6.13 or later.`
  const target = at(`${EXTRA_OPTIONS}/${name}`, `${EXTRA_OPTIONS}/${urls}`)
  return [report('option-unsafe', target, { name, reason, advice })]
}
