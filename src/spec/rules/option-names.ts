import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { atKey, report } from '../../diagnostics/report.ts'
import { managedBy } from '../../etcd/managed.ts'
import { hasOption, isDeprecated, OPTIONS, optionNamed } from '../../etcd/options/index.ts'
import type { EtcdOption } from '../../etcd/options/option.ts'
import { refusedBecause } from '../../etcd/refused.ts'
import { LINES, minorOf } from '../../etcd/releases.ts'
import type { LenientSpec } from '../lenient.ts'
import { nearest } from '../nearest.ts'
import { plainName } from '../option-spelling.ts'
import { firstWith } from './available.ts'
import { type ExtraOption, extraOptions, isIdle, knownVersion } from './extra-options.ts'
import type { Rule } from './rule.ts'

/** The version has each extra option, the user may set it, and no other field of the spec sets it. */
export const optionNames: Rule = ({ spec }) => {
  const version = knownVersion(spec)
  if (version === undefined) return []
  const known = OPTIONS.filter((option) => hasOption(option, version)).map(({ name }) => name)
  return extraOptions(spec).flatMap((entry) => checkName(entry, version, known, spec))
}

/** An error, not a warning: the user relies on the option, for example to refuse revoked certificates. */
const IDLE = 'TLS is off (tls.enabled), so etcd would ignore it'

function checkName(
  { name, pointer }: ExtraOption,
  version: string,
  known: readonly string[],
  spec: LenientSpec,
): Diagnostic[] {
  const target = atKey(pointer)
  const spelt = optionNamed(name) ? name : plainName(name)
  const managed = managedBy(spelt, minorOf(version))
  const reason = (managed ? undefined : refusedBecause(spelt)) ?? (isIdle(spelt, spec) ? IDLE : undefined)
  if (reason) return [report('option-refused', target, { name, reason })]
  if (managed) {
    return [report('option-managed', target, { name, field: managed.field, reason: managed.reason })]
  }
  const option = optionNamed(name)
  if (!option) {
    const near = known.includes(spelt) ? spelt : nearest(spelt, known)
    return [report('option-unknown', target, { name, version, near })]
  }
  if (!hasOption(option, version)) return [report('option-unavailable', target, lack(option, version))]
  if (!isDeprecated(option, version)) return []
  return [report('option-deprecated', target, { name, version, replacement: option.replacement })]
}

function lack({ name, lines, replacement }: EtcdOption, version: string) {
  const minor = minorOf(version)
  const before = LINES.slice(
    0,
    LINES.findIndex((line) => line.minor === minor),
  )
  const last = before.findLast((line) => lines[line.minor] !== undefined)
  const since = firstWith(lines, minor)
  return { name, version, replacement, since, until: since ? undefined : last?.minor }
}
