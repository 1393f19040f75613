import { makeCredential, type Pki } from './credential.ts'
import { decide } from './decide.ts'
import { certificateFile, type StoredPki } from './files.ts'
import { issuePki, type SettledPki } from './issue.ts'
import type { KeySource } from './key.ts'
import type { PkiPlan } from './plan.ts'
import { type PkiOutcome, type PkiProblem, pkiWarning } from './problem.ts'
import { formatTime, validityFrom } from './time.ts'

/** What completing a PKI needs from outside. */
export type CompletionOptions = {
  readonly now: Date
  /** That this cluster has never been generated: there is no lock file. Only then may a new PKI be made. */
  readonly fresh: boolean
  readonly keys: KeySource
}

/**
 * Makes a stored PKI match its plan: keeps what is there and fits, byte for byte, and issues only what is missing or does
 * not fit, each for a reason in words.
 *
 * Authorities are never replaced, and new ones come only with `fresh` and with nothing stored. A key that is there is
 * kept, whatever the plan's algorithm says, which is for new keys. A certificate that has expired is kept and warned about.
 *
 * In: the plan, what `readStore` has read, the clock, and where keys come from. Out: the PKI, and all problems at once;
 * with an error nothing has been issued. Follows RFC 5280 and etcd's op-guide/security.md.
 */
export async function completePki(
  plan: PkiPlan,
  stored: StoredPki,
  { now, fresh, keys }: CompletionOptions,
): Promise<PkiOutcome<Pki>> {
  const { value: decisions, problems } = decide(plan, stored, now, fresh)
  if (decisions === undefined) return { value: undefined, problems }
  const settled = await issuePki(decisions, { algorithm: plan.algorithm, now, keys })
  return { value: makePki(settled), problems: [...problems, ...shortenedProblems(settled, now)] }
}

function makePki({ authorities, leaves }: SettledPki): Pki {
  const all = [...authorities.values(), ...leaves]
  return {
    authorities: new Map(
      [...authorities].map(([id, { certificate, key }]) => [
        id,
        makeCredential({ id, authority: id, dnsNames: [], ipAddresses: [] }, certificate, key),
      ]),
    ),
    certificates: new Map(
      leaves.map(({ decision: { plan }, certificate, key }) => [
        plan.id,
        makeCredential(plan, certificate, key),
      ]),
    ),
    issued: all.flatMap(({ decision, reason }) =>
      reason === undefined ? [] : [{ id: decision.plan.id, reason }],
    ),
  }
}

/** Tells once per authority that what it has just signed ends with it. */
function shortenedProblems({ authorities, leaves }: SettledPki, now: Date): readonly PkiProblem[] {
  return [...authorities].flatMap(([id, authority]) => {
    const end = authority.certificate.x509.validToDate
    const shortened = leaves.filter(
      ({ decision: { plan }, reason }) =>
        reason !== undefined && plan.authority === id && validityFrom(now, plan.lifetimeDays).notAfter > end,
    )
    if (shortened.length === 0) return []
    const file = certificateFile(id)
    return [
      pkiWarning(
        file,
        `${file} expires on ${formatTime(end)}, and so does what it has signed now: ${shortened.map(({ decision }) => decision.plan.id).join(', ')}.`,
        'Plan for a new authority before that day, or give certificates a shorter lifetime.',
      ),
    ]
  })
}
