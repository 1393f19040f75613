import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import { certificateFile, type StoredCredential, type StoredPki } from '../files.ts'
import type { AuthorityId } from '../layout.ts'
import type { PkiPlan } from '../plan.ts'
import { type Brought, type BroughtFile, readBrought, titleOf } from './brought.ts'
import { chainOf, lowest, presentChain } from './chain.ts'
import { dateFaults, extensionFaults, replacementFaults, strengthFaults } from './faults.ts'

/**
 * Takes an authority, with its key if that is brought, for a PKI whose authorities are provided or sign elsewhere. An
 * authority that is there is never replaced by another; a newer certificate for its key is taken.
 *
 * In: the plan, what is stored, and files of PEM blocks in any order. Out: what is stored with what was brought.
 */
export function importAuthority(
  plan: PkiPlan,
  stored: StoredPki,
  files: readonly BroughtFile[],
  id: AuthorityId,
  now: Date,
): Outcome<StoredPki> {
  const { value: brought, diagnostics } = readBrought(files)
  if (brought === undefined) return { value: undefined, diagnostics }
  const found = authorityFaults(plan, brought, id)
  if (found.length > 0) return { value: undefined, diagnostics: found }
  const chain = chainOf(lowest(brought.authorities), [...brought.authorities, ...presentChain(stored, id)])
  const [signing] = chain
  const [key] = brought.keys
  if (signing === undefined) throw new TypeError('there is an authority')
  const faults = [
    ...brought.authorities
      .filter((each) => !chain.includes(each))
      .map(({ path, x509 }) =>
        report('import-not-in-chain', inFile(path), {
          path,
          title: titleOf(x509),
          signing: titleOf(signing.x509),
        }),
      ),
    ...chain.flatMap((each) => [...dateFaults(each, now), ...strengthFaults(each), ...extensionFaults(each)]),
    ...replacementFaults(stored, id, signing),
    ...(key !== undefined && !signing.x509.checkPrivateKey(key.object)
      ? [
          report('import-key-mismatched', inFile(key.path), {
            path: key.path,
            title: titleOf(signing.x509),
          }),
        ]
      : []),
  ]
  if (faults.some(({ severity }) => severity === 'error')) return { value: undefined, diagnostics: faults }
  const present = stored.get(id)
  const taken: StoredCredential = {
    certificatePem: chain.map(({ x509 }) => x509.toString()).join(''),
    keyPem: key?.pem ?? present?.keyPem,
  }
  return { value: new Map([...stored, [id, taken]]), diagnostics: faults }
}

function authorityFaults(
  { origin, authorities }: PkiPlan,
  { authorities: brought, leaves, keys }: Brought,
  id: AuthorityId,
): readonly Diagnostic[] {
  const ids = authorities.map((each) => each.id)
  const file = certificateFile(id)
  if (!ids.includes(id)) return [report('import-layout', inFile(file), { id, ids })]
  if (origin === 'generated') return [report('import-ca-generated', inFile(file), {})]
  const [leaf] = leaves
  const [key, another] = keys
  return [
    ...(leaf === undefined
      ? []
      : [report('import-not-ca', inFile(leaf.path), { path: leaf.path, title: titleOf(leaf.x509) })]),
    ...(brought.length === 0 ? [report('import-ca-missing', inFile(file), {})] : []),
    ...(another === undefined
      ? []
      : [report('import-keys-several', inFile(another.path), { path: another.path })]),
    ...(key !== undefined && origin === 'external'
      ? [report('import-key-external', inFile(key.path), { path: key.path })]
      : []),
  ]
}
