import type { AuthorityDecision } from './authority.ts'
import { certificateFile, keyFile } from './files.ts'
import { misfits } from './fit.ts'
import type { CertificatePlan } from './plan.ts'
import { type PkiProblem, pkiError, pkiWarning } from './problem.ts'
import type { ReadCertificate, ReadCredential, ReadKey } from './read.ts'
import { formatTime } from './time.ts'

/** What to do about a leaf certificate: keep it, or issue it for a reason, with the key that is there if there is one. */
export type LeafDecision =
  | {
      readonly plan: CertificatePlan
      readonly keep: ReadCertificate
      readonly key: ReadKey
      readonly reason?: undefined
    }
  | {
      readonly plan: CertificatePlan
      readonly keep?: undefined
      readonly key: ReadKey | undefined
      readonly reason: string
    }

/** Decides about a leaf whose authority is settled: what is there and fits is kept, and a key always. */
export function decideLeaf(
  plan: CertificatePlan,
  { certificate, key }: ReadCredential,
  authority: AuthorityDecision,
): LeafDecision {
  if (certificate === undefined)
    return { plan, key, reason: key === undefined ? 'new' : 'its certificate was missing; the key is kept' }
  if (key === undefined) return { plan, key, reason: 'its key was missing; both are new' }
  // A new authority comes only where nothing is stored, so beside a certificate there is a kept one.
  const reasons = authority.keep === undefined ? [] : misfits(plan, certificate.x509, authority.keep.x509)
  return reasons.length > 0 ? { plan, key, reason: reasons.join('; ') } : { plan, keep: certificate, key }
}

/** A leaf's key goes to a node or a client; an authority's never may. */
export function sharedKeyProblems(
  { plan, key }: LeafDecision,
  authorities: readonly AuthorityDecision[],
): readonly PkiProblem[] {
  if (key === undefined) return []
  const owner = authorities.find(({ keep }) => keep?.x509.checkPrivateKey(key.object))
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

/** Time enough to have new certificates reach every node, and to notice when they do not. */
const DAYS_OF_WARNING = 30

const DAY = 24 * 60 * 60 * 1000

/** Time alone never replaces a certificate: the same spec and the same PKI give the same bytes on any day. */
export function dateProblems({ plan, keep }: LeafDecision, now: Date): readonly PkiProblem[] {
  if (keep === undefined) return []
  const file = certificateFile(plan.id)
  const { validFromDate, validToDate } = keep.x509
  if (now > validToDate)
    return [
      pkiWarning(
        file,
        `${file} expired on ${formatTime(validToDate)}.`,
        'Move it away, and leave its key: the next run then issues it anew.',
      ),
    ]
  const daysLeft = Math.floor((validToDate.getTime() - now.getTime()) / DAY)
  if (daysLeft < DAYS_OF_WARNING)
    return [
      pkiWarning(
        file,
        `${file} ends on ${formatTime(validToDate)}, in ${daysLeft} days.`,
        'Move it away, and leave its key: the next run then issues it anew.',
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
