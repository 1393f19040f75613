import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { presentOf } from './ca.ts'
import { caCredential, leafCredential, type PendingPki, type Pki } from './credential.ts'
import { type Decisions, decide } from './decide.ts'
import { certificateFile, type StoredPki } from './files.ts'
import { fingerprintOf, isPinned } from './fingerprint.ts'
import { isSelfSigned } from './fit.ts'
import { issuePki, type SettledPki } from './issue.ts'
import type { KeySource } from './key.ts'
import type { CaId } from './layout.ts'
import type { CaPlan, PkiPlan } from './plan.ts'
import { validityOf } from './read.ts'
import { NO_RENEWAL, type Renewal } from './renewal.ts'
import { requestPki } from './request.ts'
import { formatTime, validityFrom } from './time.ts'

/** What completing a PKI needs from outside. */
export type CompletionOptions = {
  readonly now: Date
  /** That this cluster has never been generated with certificates, by its lock file. Only then may a new PKI be made. */
  readonly fresh: boolean
  /** Whether to refuse to make a CA, also then. */
  readonly noNewCa?: boolean
  readonly keys: KeySource
  readonly renewal?: Renewal
}

/**
 * Makes a stored PKI match its plan: keeps what is there and matches, byte for byte. Issues only what is missing,
 * does not match or is to be renewed, each for a reason in words.
 *
 * CAs are never replaced, and new ones come only with `fresh` and with nothing stored. A leaf's key is kept as
 * long as it is of the plan's algorithm. A certificate that has expired is kept and warned about.
 *
 * In: the plan, what `readStore` has read, the clock, and where keys come from. Out: the PKI, or what an external
 * CA has yet to sign, and all diagnostics at once; with an error nothing has been issued. Follows RFC 5280 and
 * etcd's op-guide/security.md.
 */
export async function completePki(
  plan: PkiPlan,
  stored: StoredPki,
  { now, fresh, noNewCa = false, keys, renewal = NO_RENEWAL }: CompletionOptions,
): Promise<Outcome<Pki | PendingPki>> {
  const { value: decisions, diagnostics } = decide(plan, stored, { now, fresh, noNewCa, renewal })
  if (decisions === undefined) return { value: undefined, diagnostics }
  const requested = plan.origin === 'external' ? await requestPki(plan, stored, decisions, keys) : undefined
  if (requested && requested.pending.length > 0) return { value: requested, diagnostics }
  const awaited = plan.authorities.filter(({ id }) => !decisions.authorities.has(id))
  if (awaited.length > 0) return { value: awaitCas(decisions, awaited), diagnostics }
  const settled = await issuePki(decisions, { algorithm: plan.algorithm, now, keys })
  const pki = makePki(settled, requested?.requests ?? new Map())
  const found = [...diagnostics, ...unpinnedProblems(plan, settled), ...shortenedProblems(settled, now)]
  return { value: pki, diagnostics: found }
}

/** The PKI while some CAs are not imported yet: the others, with their keys. */
function awaitCas(decisions: Decisions, awaited: readonly CaPlan[]): PendingPki {
  const present = [...decisions.authorities].flatMap(([id, { keep, key }]) =>
    keep === undefined ? [] : [caCredential(id, keep, key)],
  )
  return {
    certificates: new Map(present.map(({ id, certificatePem }) => [id, certificatePem])),
    keys: new Map(present.flatMap(({ id, keyPem }) => (keyPem === undefined ? [] : [[id, keyPem]]))),
    requests: new Map(),
    pending: awaited.map(({ id }) => ({ id, reason: 'not imported yet' })),
  }
}

/** Whether a PKI waits for an external CA. */
export const isPending = (pki: Pki | PendingPki): pki is PendingPki => 'pending' in pki

function makePki({ authorities, leaves }: SettledPki, requests: Pki['requests']): Pki {
  const authorityOf = (id: CaId) => {
    const authority = authorities.get(id)
    if (authority === undefined) throw new TypeError(`${id} has not been settled`)
    return authority.certificate
  }
  return {
    authorities: new Map(
      [...authorities].map(([id, { certificate, key }]) => [id, caCredential(id, certificate, key)]),
    ),
    certificates: new Map(
      leaves.map(({ decision: { plan }, certificate, key, moving }) => [
        plan.id,
        leafCredential(plan, certificate, key, authorityOf(plan.authority), moving),
      ]),
    ),
    requests,
    newCas: [...authorities.values()].flatMap(({ decision, certificate }) =>
      // A certificate for a key that was there is trusted like the one before: nodes compare the keys of CAs.
      presentOf(decision) === undefined && decision.key === undefined
        ? [{ id: decision.plan.id, fingerprint: fingerprintOf(certificate.x509) }]
        : [],
    ),
    issued: [...authorities.values(), ...leaves].flatMap(({ decision, reason }) =>
      reason === undefined ? [] : [{ id: decision.plan.id, reason }],
    ),
  }
}

/** A renewed CA has another fingerprint than the one that the spec pins. */
function unpinnedProblems({ pinned }: PkiPlan, { authorities }: SettledPki): readonly Diagnostic[] {
  return [...authorities].flatMap(
    ([
      id,
      {
        certificate: { x509 },
      },
    ]) => {
      if (isPinned(pinned, x509)) return []
      const file = certificateFile(id)
      return [report('ca-renewed-unpinned', inFile(file), { id, file, fingerprint: fingerprintOf(x509) })]
    },
  )
}

/** Reports once for each CA that what it has just signed expires with it. */
function shortenedProblems({ authorities, leaves }: SettledPki, now: Date): readonly Diagnostic[] {
  return [...authorities].flatMap(([id, authority]) => {
    const end = validityOf(authority.certificate).notAfter
    const shortened = leaves.filter(
      ({ decision: { plan }, reason }) =>
        reason !== undefined && plan.authority === id && validityFrom(now, plan.lifetimeDays).notAfter > end,
    )
    if (shortened.length === 0) return []
    const file = certificateFile(id)
    return [
      report('ca-expires-first', inFile(file), {
        id,
        file,
        time: formatTime(end),
        signed: shortened.map(({ decision }) => decision.plan.id),
        selfSigned: isSelfSigned(authority.certificate.x509),
      }),
    ]
  })
}
