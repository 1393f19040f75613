import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { type CaCircumstances, type CaDecision, decideCas } from './ca.ts'
import { certificateFile, keyFile, type StoredPki } from './files.ts'
import type { CaId } from './layout.ts'
import { decideLeaf, type LeafDecision } from './leaf.ts'
import {
  dateProblems,
  lifetimeProblems,
  repeatedKeyProblems,
  sharedKeyProblems,
  signedKeyProblems,
} from './leaf-problems.ts'
import type { PkiPlan } from './plan.ts'
import { type ReadCredential, readCredential } from './read.ts'

/** What to do about each certificate of a plan, in the plan's order. Nothing has been done yet. */
export type Decisions = {
  /** Without external CAs that have not signed yet. */
  readonly authorities: ReadonlyMap<CaId, CaDecision>
  readonly leaves: readonly LeafDecision[]
}

const NOTHING: ReadCredential = { certificate: undefined, key: undefined, moving: undefined }

/** Decides about every certificate of a plan, by the rules of `completePki`. */
export function decide(plan: PkiPlan, stored: StoredPki, circumstances: CaCircumstances): Outcome<Decisions> {
  const diagnostics: Diagnostic[] = []
  const read = new Map<string, ReadCredential>()
  for (const { id } of [...plan.authorities, ...plan.certificates]) {
    const credential = readCredential(id, stored.get(id))
    diagnostics.push(...credential.diagnostics)
    if (credential.value !== undefined) read.set(id, credential.value)
  }

  const { value: authorities, diagnostics: found } = decideCas(plan, stored, read, circumstances)
  diagnostics.push(...found)
  const leaves = plan.certificates.flatMap((leaf): readonly LeafDecision[] => {
    const credential = read.get(leaf.id)
    const authority = authorities.get(leaf.authority)
    if (credential === undefined || (authority === undefined && plan.origin !== 'external')) return []
    return [decideLeaf(plan, leaf, credential, authority, circumstances.renewal)]
  })
  const present = [...authorities.values()]
  diagnostics.push(
    ...(plan.origin === 'external' ? [] : present.flatMap((each) => missingKeyProblems(each, leaves))),
    ...leaves.flatMap((leaf) => [
      ...signedKeyProblems(plan, leaf, read.get(leaf.plan.id) ?? NOTHING),
      ...sharedKeyProblems(leaf, present),
      ...dateProblems(plan, leaf, circumstances.now),
    ]),
    ...lifetimeProblems(plan, leaves, present),
    ...repeatedKeyProblems(leaves),
  )
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  return { value: failed ? undefined : { authorities, leaves }, diagnostics }
}

/** The key of a CA may be kept elsewhere while there is nothing to sign. */
function missingKeyProblems(authority: CaDecision, leaves: readonly LeafDecision[]): readonly Diagnostic[] {
  if (authority.keep === undefined || authority.key !== undefined) return []
  const { id } = authority.plan
  const key = keyFile(id)
  const issued = leaves.filter(({ plan, keep }) => plan.authority === id && keep === undefined)
  const parameters = { id, file: certificateFile(id), key }
  if (issued.length === 0) return [report('ca-key-missing', inFile(key), parameters)]
  const certificates = issued.map(({ plan, reason }) => `${plan.id} (${reason})`)
  return [report('ca-key-needed', inFile(key), { ...parameters, certificates })]
}
