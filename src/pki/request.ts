import { caCredential, type Issued, leafCredential, type PendingPki } from './credential.ts'
import type { Decisions } from './decide.ts'
import type { StoredPki } from './files.ts'
import { makeKey } from './issue.ts'
import type { KeySource } from './key.ts'
import type { PkiPlan } from './plan.ts'

/**
 * The requests for all certificates of a plan with external CAs, also for the certificates that are there, which
 * have to be signed again before they expire. Makes the keys that are missing.
 */
export async function requestPki(
  plan: PkiPlan,
  stored: StoredPki,
  { authorities, leaves }: Decisions,
  source: KeySource,
): Promise<PendingPki> {
  const { requestCertificate } = await import('./x509/request.ts')
  const certificates = new Map<string, string>()
  for (const [id, { keep, key }] of authorities)
    if (keep !== undefined) certificates.set(id, caCredential(id, keep, key).certificatePem)
  const keys = new Map<string, string>()
  const requests = new Map<string, string>()
  const pending: Issued[] = []
  for (const { plan: leaf, keep, key: present, reason } of leaves) {
    const key = present ?? (await makeKey(plan.algorithm, source))
    keys.set(leaf.id, key.pem)
    requests.set(leaf.id, requestCertificate(leaf, key.object, stored.get(leaf.id)?.requestPem))
    if (reason !== undefined) pending.push({ id: leaf.id, reason })
    const above = authorities.get(leaf.authority)?.keep
    if (keep !== undefined && above !== undefined)
      certificates.set(leaf.id, leafCredential(leaf, keep, present, above, undefined).certificatePem)
  }
  return { certificates, keys, requests, pending }
}
