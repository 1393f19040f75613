import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import { sha256 } from '../render/digest.ts'
import { certificateFile, type StoredPki } from './files.ts'
import type { PkiPlan } from './plan.ts'

/**
 * Reports CAs whose certificates are not as the last run left them: of another cluster, swapped for one
 * another, damaged. All that they have signed would be issued again under a CA that the members do not trust.
 * Certificates of an external CA are checked by `quorate pki import`.
 *
 * @param left the digests of the folder's files by its lock
 */
export function alteredCas(
  { origin, authorities }: PkiPlan,
  stored: StoredPki,
  left: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  if (origin === 'external') return []
  return authorities.flatMap(({ id }) => {
    const file = certificateFile(id)
    const pem = stored.get(id)?.certificatePem
    const digest = Object.hasOwn(left, file) ? left[file] : undefined
    if (pem === undefined || digest === undefined || sha256(pem) === digest) return []
    return [report('ca-altered', inFile(file), { id, file, provided: origin === 'provided' })]
  })
}
