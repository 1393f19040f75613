import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { type CaDecision, presentOf } from './ca.ts'
import { certificateFile, keyFile, requestFile } from './files.ts'
import { keyAlgorithm } from './key.ts'
import type { LeafDecision } from './leaf.ts'
import type { CertificatePlan, PkiPlan } from './plan.ts'
import { type ReadCredential, validityOf } from './read.ts'
import { daysBetween, formatTime } from './time.ts'

// Problems of leaf certificates, once it is decided which are kept and which are issued.

/**
 * A certificate of an external CA is for one key, and a new key would have to be signed first. And a folder that
 * lacks its keys is mostly a clone that lacks its secrets/.
 */
export function signedKeyProblems(
  { origin, algorithm }: PkiPlan,
  { plan: { id } }: LeafDecision,
  { certificate, key }: ReadCredential,
): readonly Diagnostic[] {
  if (origin !== 'external' || certificate === undefined) return []
  const file = keyFile(id)
  const files = { key: file, certificate: certificateFile(id) }
  if (key === undefined) return [report('signed-key-missing', inFile(file), files)]
  const found = keyAlgorithm(key.object)
  if (found === algorithm) return []
  return [report('signed-key-algorithm', inFile(file), { ...files, found, wanted: algorithm })]
}

/** Each certificate has its own key. */
export function repeatedKeyProblems(leaves: readonly LeafDecision[]): readonly Diagnostic[] {
  return leaves.flatMap((leaf) => {
    const { plan, keep, key } = leaf
    if (keep !== undefined || key === undefined) return []
    const other = leaves.find((each) => each !== leaf && each.key?.object.equals(key.object))
    if (other === undefined) return []
    const file = keyFile(plan.id)
    return [report('key-shared', inFile(file), { file, other: other.plan.id })]
  })
}

/** A leaf's key goes to a node or a client. A CA's key never may. */
export function sharedKeyProblems(
  { plan, key }: LeafDecision,
  authorities: readonly CaDecision[],
): readonly Diagnostic[] {
  if (key === undefined) return []
  const owner = authorities.find((authority) => presentOf(authority)?.x509.checkPrivateKey(key.object))
  if (owner === undefined) return []
  const file = keyFile(plan.id)
  const files = { file, certificate: certificateFile(plan.id), ca: certificateFile(owner.plan.id) }
  return [report('key-of-ca', inFile(file), files)]
}

/** Long enough to install new certificates on every node; shorter for certificates with a short lifetime. */
const daysOfWarning = ({ lifetimeDays }: CertificatePlan): number =>
  Math.min(30, Math.floor(lifetimeDays / 3))

/** Time alone never replaces a certificate: the same spec and the same PKI give the same bytes on any day. */
export function dateProblems(
  { origin }: PkiPlan,
  { plan, keep }: LeafDecision,
  now: Date,
): readonly Diagnostic[] {
  if (keep === undefined) return []
  const file = certificateFile(plan.id)
  const { validFromDate, validToDate } = keep.x509
  const { id } = plan
  const request = origin === 'external' ? requestFile(id) : undefined
  const expires = { id, file, request, time: formatTime(validToDate) }
  if (now > validToDate) return [report('certificate-expired', inFile(file), expires)]
  const days = daysBetween(now, validToDate)
  if (days < daysOfWarning(plan))
    return [report('certificate-expires-soon', inFile(file), { ...expires, days })]
  if (now < validFromDate)
    return [report('certificate-not-yet-valid', inFile(file), { id, file, time: formatTime(validFromDate) })]
  return []
}

/**
 * Reports once that certificates have another lifetime than the spec says now. Certificates that expire with their CA do
 * not count: that lifetime was not possible for them.
 */
export function lifetimeProblems(
  { origin }: PkiPlan,
  leaves: readonly LeafDecision[],
  authorities: readonly CaDecision[],
): readonly Diagnostic[] {
  if (origin === 'external') return []
  const ends = authorities.map((authority) => {
    const present = presentOf(authority)
    return present && validityOf(present).notAfter.getTime()
  })
  const others = leaves.filter(
    ({ plan, keep }) =>
      keep !== undefined &&
      !ends.includes(keep.x509.validToDate.getTime()) &&
      daysBetween(keep.x509.validFromDate, keep.x509.validToDate) !== plan.lifetimeDays,
  )
  const [first] = others
  if (first === undefined) return []
  const ids = others.map(({ plan }) => plan.id)
  return [report('certificate-lifetime', inFile(certificateFile(first.plan.id)), { ids })]
}
