import { type CaDecision, presentOf } from './ca.ts'
import { isSignedBy, lacks, misfits } from './fit.ts'
import { keyAlgorithm } from './key.ts'
import type { CertificatePlan, PkiPlan } from './plan.ts'
import type { ReadCertificate, ReadCredential, ReadKey } from './read.ts'
import type { Renewal } from './renewal.ts'
import { type AlternativeName, certifiedNames, plannedNames } from './subject-alt-name.ts'

/** What to do about a leaf certificate: keep it, or issue it for a reason, with the key that is there or with a new one. */
export type LeafDecision =
  | {
      readonly plan: CertificatePlan
      readonly keep: ReadCertificate
      readonly key: ReadKey
      readonly reason?: undefined
      readonly moving: ReadCertificate | undefined
      readonly oldNames?: undefined
    }
  | {
      readonly plan: CertificatePlan
      readonly keep?: undefined
      /** Without one, a new key is made. */
      readonly key: ReadKey | undefined
      readonly reason: string
      readonly moving?: undefined
      /** The names that the plan has no more, and that the cluster may still use. */
      readonly oldNames: readonly AlternativeName[]
    }

/**
 * Decides about a leaf whose CA is settled: what is there and matches the plan is kept. A key is kept as well, unless it is
 * of another kind than the spec wants, or is to be renewed.
 *
 * @param authority undefined for an external CA that has not signed yet
 */
export function decideLeaf(
  { origin, algorithm }: PkiPlan,
  plan: CertificatePlan,
  read: ReadCredential,
  authority: CaDecision | undefined,
  renewal: Renewal,
): LeafDecision {
  const { certificate, key } = read
  // An external CA has signed this key: a new one would have to wait for it.
  const isOurs = origin !== 'external'
  const issue = (key: ReadKey | undefined, reason: string): LeafDecision => ({
    plan,
    key,
    reason,
    oldNames: isOurs ? oldNamesOf(plan, read) : [],
  })
  if (key === undefined)
    return issue(key, certificate === undefined ? 'new' : 'its key was missing; both are new')
  const have = keyAlgorithm(key.object)
  if (isOurs && have !== algorithm)
    return issue(undefined, `its key was ${have}, and the spec says ${algorithm}`)
  if (isOurs && certificate === undefined && renewal.newKeys && renewal.ids.has(plan.id))
    return issue(undefined, 'its certificate was missing; renewed, with a new key')
  if (certificate === undefined)
    return issue(key, isOurs ? 'its certificate was missing; the key is kept' : 'not signed yet')
  if (isOurs && renewal.ids.has(plan.id))
    return renewal.newKeys
      ? issue(undefined, 'renewed, with a new key')
      : issue(key, 'renewed; the key is kept')
  // A new CA comes only where nothing is stored, so beside a certificate there is a present one.
  const present = authority && presentOf(authority)
  const compare = isOurs ? misfits : lacks
  const reasons = present === undefined ? [] : compare(plan, certificate.x509, present.x509)
  return reasons.length > 0
    ? issue(key, reasons.join('; '))
    : { plan, keep: certificate, key, moving: present && fittingMoving(plan, read, present.x509) }
}

/** The SANs of the certificates that a member may have now, without those of its plan. */
function oldNamesOf(
  plan: CertificatePlan,
  { certificate, moving }: ReadCredential,
): readonly AlternativeName[] {
  if (plan.kind === 'client' || certificate === undefined) return []
  const planned = new Set(plannedNames(plan))
  const names = namesOf(certificate)
  // One move may follow another before site.yml has run.
  const earlier = names.some((name) => !planned.has(name)) && moving ? namesOf(moving) : []
  return [...new Set([...names, ...earlier])].filter((name) => !planned.has(name))
}

const namesOf = ({ x509 }: ReadCertificate) => certifiedNames(x509.subjectAltName)

/** The certificate with old and new names, if it is still of use: of the same key and CA, and with all names of the plan. */
function fittingMoving(
  plan: CertificatePlan,
  { key, moving }: ReadCredential,
  authority: ReadCertificate['x509'],
): ReadCertificate | undefined {
  if (moving === undefined || key === undefined) return undefined
  const names = namesOf(moving)
  const fits =
    moving.x509.checkPrivateKey(key.object) &&
    isSignedBy(moving.x509, authority) &&
    plannedNames(plan).every((name) => names.includes(name))
  return fits ? moving : undefined
}
