import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inFile, report } from '../diagnostics/report.ts'
import type { StoredPki } from './files.ts'
import type { PkiPlan } from './plan.ts'

/**
 * Reports that a folder has certificates and not one private key: a clone, since Git ignores plain keys. Without this, each
 * key would seem to be lost on its own.
 */
export function keylessProblems({ certificates }: PkiPlan, stored: StoredPki): readonly Diagnostic[] {
  const hasKey = [...stored.values()].some(({ keyPem }) => keyPem !== undefined)
  const isCertified = certificates.some(({ id }) => stored.get(id)?.certificatePem !== undefined)
  return isCertified && !hasKey ? [report('keys-missing', inFile('secrets'), {})] : []
}
