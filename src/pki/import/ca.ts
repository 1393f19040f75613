import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import { certificateFile, type StoredCredential, type StoredPki } from '../files.ts'
import type { CaId } from '../layout.ts'
import type { PkiPlan } from '../plan.ts'
import { chainOf, lowest, presentChain } from './chain.ts'
import { dateFaults, extensionFaults, replacementFaults, strengthFaults } from './faults.ts'
import { type Imported, type ImportedFile, readImported, titleOf } from './read.ts'

/**
 * Imports a CA, with its key if that is given, for a PKI whose CAs are provided or external. A
 * CA that is there is never replaced by another one; a newer certificate for its key is.
 *
 * In: the plan, what is stored, and files of PEM blocks in any order. Out: what is stored, with what was imported.
 */
export function importCa(
  plan: PkiPlan,
  stored: StoredPki,
  files: readonly ImportedFile[],
  id: CaId,
  now: Date,
): Outcome<StoredPki> {
  const { value: imported, diagnostics } = readImported(files)
  if (imported === undefined) return { value: undefined, diagnostics }
  const found = caFaults(plan, imported, id)
  if (found.length > 0) return { value: undefined, diagnostics: found }
  const chain = chainOf(lowest(imported.authorities), [...imported.authorities, ...presentChain(stored, id)])
  const [signing] = chain
  const [key] = imported.keys
  if (signing === undefined) throw new TypeError('there is an authority')
  const faults = [
    ...imported.authorities
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

function caFaults(
  { origin, authorities }: PkiPlan,
  { authorities: imported, leaves, keys }: Imported,
  id: CaId,
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
    ...(imported.length === 0 ? [report('import-ca-missing', inFile(file), {})] : []),
    ...(another === undefined
      ? []
      : [report('import-keys-several', inFile(another.path), { path: another.path })]),
    ...(key !== undefined && origin === 'external'
      ? [report('import-key-external', inFile(key.path), { path: key.path })]
      : []),
  ]
}
