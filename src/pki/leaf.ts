import { type CaDecision, presentOf } from './ca.ts'
import { lacks, misfits } from './fit.ts'
import { keyAlgorithm } from './key.ts'
import type { CertificatePlan, PkiPlan } from './plan.ts'
import type { ReadCertificate, ReadCredential, ReadKey } from './read.ts'
import type { Renewal } from './renewal.ts'

/** What to do about a leaf certificate: keep it, or issue it for a reason, with the key that is there or with a new one. */
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
      /** Without one, a new key is made. */
      readonly key: ReadKey | undefined
      readonly reason: string
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
  { certificate, key }: ReadCredential,
  authority: CaDecision | undefined,
  renewal: Renewal,
): LeafDecision {
  if (key === undefined)
    return { plan, key, reason: certificate === undefined ? 'new' : 'its key was missing; both are new' }
  // An external CA has signed this key: a new one would have to wait for it.
  const isOurs = origin !== 'external'
  const have = keyAlgorithm(key.object)
  if (isOurs && have !== algorithm)
    return { plan, key: undefined, reason: `its key was ${have}, and the spec says ${algorithm}` }
  if (isOurs && certificate === undefined && renewal.newKeys && renewal.ids.has(plan.id))
    return { plan, key: undefined, reason: 'its certificate was missing; renewed, with a new key' }
  if (certificate === undefined)
    return { plan, key, reason: isOurs ? 'its certificate was missing; the key is kept' : 'not signed yet' }
  if (isOurs && renewal.ids.has(plan.id))
    return renewal.newKeys
      ? { plan, key: undefined, reason: 'renewed, with a new key' }
      : { plan, key, reason: 'renewed; the key is kept' }
  // A new CA comes only where nothing is stored, so beside a certificate there is a present one.
  const present = authority && presentOf(authority)
  const compare = isOurs ? misfits : lacks
  const reasons = present === undefined ? [] : compare(plan, certificate.x509, present.x509)
  return reasons.length > 0 ? { plan, key, reason: reasons.join('; ') } : { plan, keep: certificate, key }
}
