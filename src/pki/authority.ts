import { certificateFile, keyFile, type StoredPki } from './files.ts'
import { isSignedBy } from './fit.ts'
import type { AuthorityId, AuthorityPlan, PkiPlan } from './plan.ts'
import { newPkiHint, type PkiProblem, pkiError } from './problem.ts'
import type { ReadCertificate, ReadCredential, ReadKey } from './read.ts'
import { formatTime } from './time.ts'

/** What to do about an authority: keep it, with its key if that is there, or make one, for the key if that is there. */
export type AuthorityDecision =
  | { readonly plan: AuthorityPlan; readonly keep: ReadCertificate; readonly key: ReadKey | undefined }
  | { readonly plan: AuthorityPlan; readonly keep?: undefined; readonly key: ReadKey | undefined }

const restore = `Restore it from a backup. If it is lost for good, ${newPkiHint}`

/**
 * Decides about the authorities of a plan. New ones come only with a whole new PKI: with `fresh`, and with nothing stored
 * but what a first run leaves behind that was ended half-way: keys, then the authorities' certificates, then the others.
 *
 * In: what is stored, and the same read; what could not be read is not there, and its error is told elsewhere. Out: the
 * decisions, without the authorities that an error is told of.
 */
export function decideAuthorities(
  plan: PkiPlan,
  stored: StoredPki,
  read: ReadonlyMap<string, ReadCredential>,
  now: Date,
  fresh: boolean,
): { readonly value: ReadonlyMap<AuthorityId, AuthorityDecision>; readonly problems: readonly PkiProblem[] } {
  const anything = [...stored.values()].some(
    ({ certificatePem, keyPem }) => (certificatePem ?? keyPem) !== undefined,
  )
  const certified = (id: string) => stored.get(id)?.certificatePem !== undefined
  const nothingCertified = ![...stored.keys()].some(certified)
  const value = new Map<AuthorityId, AuthorityDecision>()
  const problems: PkiProblem[] = []
  for (const authority of plan.authorities) {
    const credential = read.get(authority.id)
    if (credential === undefined) continue
    if (credential.certificate === undefined) {
      const hasSigned = plan.certificates.some(
        (leaf) => leaf.authority === authority.id && certified(leaf.id),
      )
      if (fresh && !hasSigned && (nothingCertified || credential.key !== undefined))
        value.set(authority.id, { plan: authority, key: credential.key })
      else problems.push(missing(authority.id, credential.key, anything))
    } else {
      const found = authorityProblems(authority.id, credential.certificate, now)
      problems.push(...found)
      if (found.length === 0)
        value.set(authority.id, { plan: authority, keep: credential.certificate, key: credential.key })
    }
  }
  return { value, problems: [...problems, ...sharedProblems([...value.values()])] }
}

function missing(id: AuthorityId, key: ReadKey | undefined, anything: boolean): PkiProblem {
  const file = certificateFile(id)
  if (key !== undefined) return pkiError(file, `${file} is missing, though its key is there.`, restore)
  const why = anything ? 'other parts of this PKI are there' : 'this cluster has been generated before'
  return pkiError(
    file,
    `${file} and ${keyFile(id)} are missing, though ${why}.`,
    `Restore both from a backup. If they are lost for good, ${newPkiHint}`,
  )
}

/** What keeps a certificate from being that of an authority at work. */
function authorityProblems(id: AuthorityId, { x509 }: ReadCertificate, now: Date): readonly PkiProblem[] {
  const file = certificateFile(id)
  // RFC 5280, 4.2.1.9 and 4.2.1.3: node:crypto looks at basicConstraints and at keyCertSign.
  if (!x509.ca)
    return [pkiError(file, `${file} is not the certificate of an authority (basicConstraints).`, restore)]
  if (x509.subject === x509.issuer && !isSignedBy(x509, x509))
    return [pkiError(file, `${file} is damaged: its own signature does not fit.`, restore)]
  if (now > x509.validToDate)
    return [
      pkiError(
        file,
        `${file} expired on ${formatTime(x509.validToDate)}, and with it all that it has signed.`,
        `Nothing can be issued under it any more: ${newPkiHint}`,
      ),
    ]
  if (now < x509.validFromDate)
    return [
      pkiError(
        file,
        `${file} is valid only from ${formatTime(x509.validFromDate)} on.`,
        'Set the clock of this machine right, or wait.',
      ),
    ]
  return []
}

/** One key for both authorities would let a client's certificate join as a peer (etcd #8607). */
function sharedProblems(authorities: readonly AuthorityDecision[]): readonly PkiProblem[] {
  const [first, second] = authorities
  if (!first?.keep || !second?.keep || !first.keep.x509.publicKey.equals(second.keep.x509.publicKey))
    return []
  const [one, other] = [certificateFile(first.plan.id), certificateFile(second.plan.id)]
  return [
    pkiError(
      other,
      `${one} and ${other} have the same key, so that any client's certificate could join as a peer.`,
      'Give each authority a key of its own.',
    ),
  ]
}
