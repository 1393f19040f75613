import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { certificateFile, keyFile, type StoredPki } from './files.ts'
import { fingerprintOf, isPinned } from './fingerprint.ts'
import { isSelfSigned, isSignedBy } from './fit.ts'
import { ALL_CAS, type CaId } from './layout.ts'
import type { CaPlan, PkiPlan } from './plan.ts'
import type { ReadCertificate, ReadCredential, ReadKey } from './read.ts'
import type { Renewal } from './renewal.ts'
import { formatTime } from './time.ts'

/**
 * What to do with a CA: keep it, with its key if that is there; renew its certificate, for the same key; or
 * make one, for the key if that is there.
 */
export type CaDecision =
  | { readonly plan: CaPlan; readonly keep: ReadCertificate; readonly key: ReadKey | undefined }
  | {
      readonly plan: CaPlan
      readonly keep?: undefined
      readonly renew: ReadCertificate
      readonly key: ReadKey
    }
  | {
      readonly plan: CaPlan
      readonly keep?: undefined
      readonly renew?: undefined
      readonly key: ReadKey | undefined
    }

/** The certificate that a CA has already, if it has one. */
export const presentOf = (authority: CaDecision): ReadCertificate | undefined =>
  authority.keep ?? authority.renew

/** The input of decisions about CAs. */
export type CaCircumstances = {
  readonly now: Date
  /** Whether the cluster has never been generated: only then may a CA be made. */
  readonly fresh: boolean
  /** Whether the user forbids to make a CA. */
  readonly noNewCa: boolean
  readonly renewal: Renewal
}

/**
 * Decides about the CAs of a plan. New ones come only with a whole new PKI: with `fresh`, and with nothing stored
 * but what an interrupted first run leaves: keys, then the CAs' certificates, then the others.
 *
 * In: what is stored, and the same read; what could not be read is not there, and its error is reported elsewhere. Out: the
 * decisions, without the CAs that have an error, and without those that are still to come: external ones that
 * have not signed yet, and CAs that are not imported yet.
 */
export function decideCas(
  plan: PkiPlan,
  stored: StoredPki,
  read: ReadonlyMap<string, ReadCredential>,
  circumstances: CaCircumstances,
): {
  readonly value: ReadonlyMap<CaId, CaDecision>
  readonly diagnostics: readonly Diagnostic[]
} {
  const certified = (id: string) => stored.get(id)?.certificatePem !== undefined
  const nothingCertified = ![...stored.keys()].some(certified)
  const value = new Map<CaId, CaDecision>()
  const diagnostics: Diagnostic[] = []
  // CAs that were made together expire together. Renewed one by one, each would fail because of the other.
  const renewable = plan.authorities.flatMap(({ id }) => {
    const x509 = read.get(id)?.certificate?.x509
    return x509 && circumstances.now > x509.validToDate && isSelfSigned(x509) ? [id] : []
  })
  for (const authority of plan.authorities) {
    const credential = read.get(authority.id)
    if (credential === undefined) continue
    if (credential.certificate !== undefined) {
      const decided = decidePresent(
        plan,
        authority,
        credential.certificate,
        credential.key,
        circumstances,
        renewable,
      )
      if ('plan' in decided) value.set(authority.id, decided)
      else diagnostics.push(...decided)
      continue
    }
    const hasSigned = plan.certificates.some((leaf) => leaf.authority === authority.id && certified(leaf.id))
    // Two provided CAs are imported one after the other.
    const isExpected =
      plan.origin === 'external' ||
      (plan.origin === 'provided' && plan.authorities.some(({ id }) => certified(id)))
    const isAwaited = isExpected && !hasSigned && credential.key === undefined
    const isNew =
      plan.origin === 'generated' &&
      circumstances.fresh &&
      !hasSigned &&
      (nothingCertified || credential.key !== undefined)
    if (isNew && (circumstances.noNewCa || plan.pinned.length > 0))
      diagnostics.push(...(diagnostics.some(isNewRefused) ? [] : [newRefused(plan, authority.id)]))
    else if (isNew) value.set(authority.id, { plan: authority, key: credential.key })
    else if (!isAwaited) diagnostics.push(missing(plan, authority.id, credential.key, stored))
  }
  return { value, diagnostics: [...diagnostics, ...sharedProblems([...value.values()])] }
}

/** What to do with a CA whose certificate is there, or what is wrong with it. */
function decidePresent(
  { pinned, origin }: PkiPlan,
  plan: CaPlan,
  certificate: ReadCertificate,
  key: ReadKey | undefined,
  { now, renewal }: CaCircumstances,
  renewable: readonly CaId[],
): CaDecision | readonly Diagnostic[] {
  const damage = chainProblems(plan.id, certificate)
  if (damage.length > 0) return damage
  if (!isPinned(pinned, certificate.x509)) return [notPinned(plan.id, certificate)]
  if (renewal.ids.has(plan.id)) {
    const refused = renewalProblems(plan.id, certificate, key)
    if (key === undefined || refused.length > 0) return refused
    return { plan, renew: certificate, key }
  }
  const dates = dateProblems(plan.id, certificate, now, origin, renewable)
  return dates.length > 0 ? dates : { plan, keep: certificate, key }
}

/** One message is enough for all CAs. */
const isNewRefused = ({ code }: Diagnostic): boolean => code === 'ca-new-refused'

/** Why no CA is made: the user has said so, or the CA could not be a pinned one. */
function newRefused({ pinned }: PkiPlan, id: CaId): Diagnostic {
  const file = certificateFile(id)
  return report('ca-new-refused', inFile(file), { id, file, pinned: pinned.length > 0 })
}

function notPinned(id: CaId, { x509 }: ReadCertificate): Diagnostic {
  const file = certificateFile(id)
  return report('ca-not-pinned', inFile(file), { id, file, fingerprint: fingerprintOf(x509) })
}

function missing(
  { origin, layout }: PkiPlan,
  id: CaId,
  key: ReadKey | undefined,
  stored: StoredPki,
): Diagnostic {
  const file = certificateFile(id)
  const target = inFile(file)
  const others = ALL_CAS.filter((other) => other !== id && stored.get(other)?.certificatePem !== undefined)
  const isOtherLayout = others.some((other) => (other === 'ca') !== (id === 'ca'))
  if (isOtherLayout)
    return report('ca-of-another-layout', target, { id, file, layout, others: others.map(certificateFile) })
  if (origin === 'provided') return report('ca-not-provided', target, { id, file })
  if (key !== undefined) return report('ca-missing', target, { id, file })
  const isAnythingThere = [...stored.values()].some((each) =>
    Object.values(each).some((text) => text !== undefined),
  )
  return report('ca-and-key-missing', target, {
    id,
    file,
    key: keyFile(id),
    external: origin === 'external',
    others: isAnythingThere,
  })
}

/** Why a certificate is not a valid CA certificate. */
function chainProblems(id: CaId, { x509, chain }: ReadCertificate): readonly Diagnostic[] {
  const file = certificateFile(id)
  const target = inFile(file)
  const all = [x509, ...chain]
  // RFC 5280, 4.2.1.9 and 4.2.1.3: node:crypto checks basicConstraints and keyCertSign.
  if (!all.every(({ ca }) => ca)) return [report('ca-not-ca', target, { id, file })]
  const last = all.at(-1)
  if (last !== undefined && isSelfSigned(last) && !isSignedBy(last, last))
    return [report('ca-signature-wrong', target, { id, file })]
  const broken = chain.findIndex((above, index) => !isSignedBy(all[index] ?? above, above))
  return broken === -1 ? [] : [report('ca-chain-order', target, { id, file, position: broken + 1 })]
}

/** A CA issues nothing before it is valid, or after it or any CA above it has expired. */
function dateProblems(
  id: CaId,
  { x509, chain }: ReadCertificate,
  now: Date,
  origin: PkiPlan['origin'],
  renewable: readonly CaId[],
): readonly Diagnostic[] {
  const file = certificateFile(id)
  const expired = [x509, ...chain].find(({ validToDate }) => now > validToDate)
  if (expired !== undefined)
    return [
      report('ca-expired', inFile(file), {
        id,
        file,
        time: formatTime(expired.validToDate),
        external: origin === 'external',
        renewable: isSelfSigned(x509) ? renewable : [],
      }),
    ]
  if (now < x509.validFromDate)
    return [report('ca-not-yet-valid', inFile(file), { id, file, time: formatTime(x509.validFromDate) })]
  return []
}

/** quorate renews only self-signed CAs, with the key that they have. */
function renewalProblems(
  id: CaId,
  { x509 }: ReadCertificate,
  key: ReadKey | undefined,
): readonly Diagnostic[] {
  const file = certificateFile(id)
  if (!isSelfSigned(x509)) return [report('ca-renewed-elsewhere', inFile(file), { id, file })]
  if (key !== undefined) return []
  return [report('ca-renewal-key-missing', inFile(keyFile(id)), { id, file, key: keyFile(id) })]
}

/** One key for both CAs would let a client certificate join as a peer (etcd #8607). */
function sharedProblems(authorities: readonly CaDecision[]): readonly Diagnostic[] {
  const [first, second] = authorities
  const one = first && presentOf(first)
  const other = second && presentOf(second)
  if (!one || !other || !one.x509.publicKey.equals(other.x509.publicKey)) return []
  const files = [certificateFile(first.plan.id), certificateFile(second.plan.id)]
  return [report('ca-keys-equal', inFile(certificateFile(second.plan.id)), { files })]
}
