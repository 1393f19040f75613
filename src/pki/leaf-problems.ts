import { type AuthorityDecision, presentOf } from './authority.ts'
import { certificateFile, keyFile, requestFile } from './files.ts'
import { keyAlgorithm } from './key.ts'
import type { LeafDecision } from './leaf.ts'
import type { CertificatePlan, PkiPlan } from './plan.ts'
import { type PkiProblem, pkiError, pkiWarning } from './problem.ts'
import { type ReadCredential, validityOf } from './read.ts'
import { daysBetween, formatTime } from './time.ts'

// What there is to say of leaf certificates once it is decided what becomes of them.

/**
 * What an authority elsewhere has signed is for one key, and a new one would have to be signed first; and a folder that
 * lacks its keys is mostly a clone that lacks its secrets/.
 */
export function signedKeyProblems(
  { origin, algorithm }: PkiPlan,
  { plan: { id } }: LeafDecision,
  { certificate, key }: ReadCredential,
): readonly PkiProblem[] {
  if (origin !== 'external' || certificate === undefined) return []
  if (key === undefined)
    return [
      pkiError(
        keyFile(id),
        `${keyFile(id)} is missing, and ${certificateFile(id)} has been signed for it.`,
        `Put it back, or restore it from a backup. To have a new key signed in its place, remove ${certificateFile(id)} as well.`,
      ),
    ]
  const have = keyAlgorithm(key.object)
  if (have === algorithm) return []
  return [
    pkiWarning(
      keyFile(id),
      `${keyFile(id)} is ${have}, and the spec says ${algorithm}: a key that has been signed elsewhere is not replaced.`,
      `To have a new key signed in its place, remove it and ${certificateFile(id)}.`,
    ),
  ]
}

/** Two certificates have two keys; of those that are kept, quorate has not made the choice. */
export function repeatedKeyProblems(leaves: readonly LeafDecision[]): readonly PkiProblem[] {
  return leaves.flatMap((leaf) => {
    const { plan, keep, key } = leaf
    if (keep !== undefined || key === undefined) return []
    const other = leaves.find((each) => each !== leaf && each.key?.object.equals(key.object))
    if (other === undefined) return []
    return [
      pkiError(
        keyFile(plan.id),
        `${keyFile(plan.id)} is the key of ${other.plan.id} as well.`,
        `Restore the right key from a backup, or remove this file: the next run then makes one.`,
      ),
    ]
  })
}

/** A leaf's key goes to a node or a client; an authority's never may. */
export function sharedKeyProblems(
  { plan, key }: LeafDecision,
  authorities: readonly AuthorityDecision[],
): readonly PkiProblem[] {
  if (key === undefined) return []
  const owner = authorities.find((authority) => presentOf(authority)?.x509.checkPrivateKey(key.object))
  if (owner === undefined) return []
  const file = keyFile(plan.id)
  return [
    pkiError(
      file,
      `${file} is the key of ${certificateFile(owner.plan.id)}, and an authority's key never leaves this folder.`,
      `Restore the right key from a backup, or move this file and ${certificateFile(plan.id)} away: the next run then makes both anew.`,
    ),
  ]
}

/** Time enough to have new certificates reach every node, and to notice when they do not; less for those that live shortly. */
const daysOfWarning = ({ lifetimeDays }: CertificatePlan): number =>
  Math.min(30, Math.floor(lifetimeDays / 3))

/** Time alone never replaces a certificate: the same spec and the same PKI give the same bytes on any day. */
export function dateProblems(
  { origin }: PkiPlan,
  { plan, keep }: LeafDecision,
  now: Date,
): readonly PkiProblem[] {
  if (keep === undefined) return []
  const file = certificateFile(plan.id)
  const { validFromDate, validToDate } = keep.x509
  const renew =
    origin === 'external'
      ? `Have ${requestFile(plan.id)} signed again, then: quorate pki import SPEC FILE…`
      : `Renew it: quorate pki renew SPEC ${plan.id}`
  if (now > validToDate) return [pkiWarning(file, `${file} expired on ${formatTime(validToDate)}.`, renew)]
  const daysLeft = daysBetween(now, validToDate)
  if (daysLeft < daysOfWarning(plan))
    return [
      pkiWarning(
        file,
        `${file} ends on ${formatTime(validToDate)}, in ${daysLeft === 1 ? 'a day' : `${daysLeft} days`}.`,
        renew,
      ),
    ]
  if (now < validFromDate)
    return [
      pkiWarning(
        file,
        `${file} is valid only from ${formatTime(validFromDate)} on.`,
        'Set the clock of this machine right, or wait.',
      ),
    ]
  return []
}

/**
 * Tells once that certificates were issued for another time than the spec gives them now; not of those that end with
 * their authority, and whose lifetime was not to be had.
 */
export function lifetimeProblems(
  { origin }: PkiPlan,
  leaves: readonly LeafDecision[],
  authorities: readonly AuthorityDecision[],
): readonly PkiProblem[] {
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
  return [
    pkiWarning(
      certificateFile(first.plan.id),
      `${ids.length === 1 ? `${ids[0]} was` : `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''} were`} issued for another lifetime than the spec gives now.`,
      `Renewed, ${ids.length === 1 ? 'it gets that' : 'they get that'}: quorate pki renew SPEC ${ids.length > 3 ? '--all' : ids.join(' ')}`,
    ),
  ]
}
