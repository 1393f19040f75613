import { type AuthorityCircumstances, type AuthorityDecision, decideAuthorities } from './authority.ts'
import { certificateFile, keyFile, type StoredPki } from './files.ts'
import type { AuthorityId } from './layout.ts'
import { decideLeaf, type LeafDecision } from './leaf.ts'
import {
  dateProblems,
  lifetimeProblems,
  repeatedKeyProblems,
  sharedKeyProblems,
  signedKeyProblems,
} from './leaf-problems.ts'
import type { PkiPlan } from './plan.ts'
import { newPkiHint, type PkiOutcome, type PkiProblem, pkiError, pkiWarning } from './problem.ts'
import { type ReadCredential, readCredential } from './read.ts'

/** What to do about each certificate of a plan, in the plan's order. Nothing has been done yet. */
export type Decisions = {
  /** Without those that sign elsewhere and have not signed yet. */
  readonly authorities: ReadonlyMap<AuthorityId, AuthorityDecision>
  readonly leaves: readonly LeafDecision[]
}

const NOTHING: ReadCredential = { certificate: undefined, key: undefined }

/** Decides about every certificate of a plan, by the rules of `completePki`. */
export function decide(
  plan: PkiPlan,
  stored: StoredPki,
  circumstances: AuthorityCircumstances,
): PkiOutcome<Decisions> {
  const problems: PkiProblem[] = []
  const read = new Map<string, ReadCredential>()
  for (const { id } of [...plan.authorities, ...plan.certificates]) {
    const credential = readCredential(id, stored.get(id))
    problems.push(...credential.problems)
    if (credential.value !== undefined) read.set(id, credential.value)
  }

  const { value: authorities, problems: found } = decideAuthorities(plan, stored, read, circumstances)
  problems.push(...found)
  const leaves = plan.certificates.flatMap((leaf): readonly LeafDecision[] => {
    const credential = read.get(leaf.id)
    const authority = authorities.get(leaf.authority)
    if (credential === undefined || (authority === undefined && plan.origin !== 'external')) return []
    return [decideLeaf(plan, leaf, credential, authority, circumstances.renewal)]
  })
  const present = [...authorities.values()]
  problems.push(
    ...(plan.origin === 'external' ? [] : present.flatMap((each) => missingKeyProblems(each, leaves))),
    ...leaves.flatMap((leaf) => [
      ...signedKeyProblems(plan, leaf, read.get(leaf.plan.id) ?? NOTHING),
      ...sharedKeyProblems(leaf, present),
      ...dateProblems(plan, leaf, circumstances.now),
    ]),
    ...lifetimeProblems(plan, leaves, present),
    ...repeatedKeyProblems(leaves),
  )
  const failed = problems.some(({ severity }) => severity === 'error')
  return { value: failed ? undefined : { authorities, leaves }, problems }
}

/** An authority's key may be kept elsewhere, as long as there is nothing to sign. */
function missingKeyProblems(
  authority: AuthorityDecision,
  leaves: readonly LeafDecision[],
): readonly PkiProblem[] {
  if (authority.keep === undefined || authority.key !== undefined) return []
  const file = keyFile(authority.plan.id)
  const issued = leaves.filter(({ plan, keep }) => plan.authority === authority.plan.id && keep === undefined)
  if (issued.length === 0)
    return [
      pkiWarning(
        file,
        `${file} is missing: nothing new can be signed by ${certificateFile(authority.plan.id)}.`,
        'That is well if you keep it elsewhere; put it back before you add nodes or clients, or renew.',
      ),
    ]
  const list = issued.map(({ plan, reason }) => `${plan.id} (${reason})`)
  return [
    pkiError(
      file,
      `${file} is missing, and it has to sign ${list.join(', ')}.`,
      `Put it back, or restore it from a backup. If it is lost for good, ${newPkiHint}`,
    ),
  ]
}
