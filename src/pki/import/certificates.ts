import type { X509Certificate } from 'node:crypto'
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../../diagnostics/report.ts'
import { requestFile, type StoredCredential, type StoredPki } from '../files.ts'
import { lacks } from '../fit.ts'
import { pemBlocks } from '../pem.ts'
import type { CertificatePlan, PkiPlan } from '../plan.ts'
import { parseCertificate } from '../read.ts'
import { formatTime } from '../time.ts'
import { chainOf, presentChain } from './chain.ts'
import { dateFaults, extensionFaults, replacementFaults, strengthFaults } from './faults.ts'
import { type ImportedCertificate, type ImportedFile, parseKey, readImported, titleOf } from './read.ts'

/**
 * Imports the certificates that an external CA has signed, each for the key of its request, and the
 * certificates of that CA with them.
 *
 * In: the plan, what is stored with its keys opened, and files of PEM blocks in any order. Out: what is stored with what
 * was imported. Errors: whatever etcd or its clients would refuse, for all certificates at once.
 */
export function importCertificates(
  plan: PkiPlan,
  stored: StoredPki,
  files: readonly ImportedFile[],
  now: Date,
): Outcome<StoredPki> {
  const { value: imported, diagnostics } = readImported(files)
  if (imported === undefined) return { value: undefined, diagnostics }
  if (plan.origin !== 'external')
    return failed(report('import-not-external', inFile('pki'), { origin: plan.origin }))
  const [key] = imported.keys
  if (key !== undefined) return failed(report('import-key-unexpected', inFile(key.path), { path: key.path }))
  if (imported.leaves.length === 0) return failed(report('import-nothing-requested', inFile('pki'), {}))
  const result = new Map(stored)
  const byAge = imported.leaves.toSorted(
    (one, other) => one.x509.validFromDate.getTime() - other.x509.validFromDate.getTime(),
  )
  const found: Diagnostic[] = []
  for (const certificate of byAge) {
    const leaf = requestedBy(plan, stored, certificate)
    if (leaf === undefined) {
      const { path, x509 } = certificate
      found.push(report('import-not-ours', inFile(path), { path, title: titleOf(x509) }))
      continue
    }
    found.push(...take(result, leaf, certificate, imported.authorities, now))
  }
  const isFine = found.every(({ severity }) => severity !== 'error')
  return { value: isFine ? result : undefined, diagnostics: found }
}

/** Adds one certificate to a PKI, with the CA that signed it; or reports what is wrong with either. */
function take(
  result: Map<string, StoredCredential>,
  leaf: CertificatePlan,
  certificate: ImportedCertificate,
  authorities: readonly ImportedCertificate[],
  now: Date,
): readonly Diagnostic[] {
  const { path, x509 } = certificate
  const chain = chainOf(certificate, [...authorities, ...presentChain(result, leaf.authority)]).slice(1)
  const [signing] = chain
  const target = inFile(path)
  const requested = { path, request: requestFile(leaf.id) }
  if (signing === undefined)
    return [report('import-signer-missing', target, { ...requested, issuer: titleOf(x509, 'issuer') })]
  const missing = lacks(leaf, x509, signing.x509)
  const faults = [
    ...missing.map((reason) => report('import-misfit', target, { ...requested, reason })),
    ...[certificate, ...chain].flatMap((each) => [
      ...dateFaults(each, now),
      ...strengthFaults(each),
      ...extensionFaults(each),
    ]),
    ...replacementFaults(result, leaf.authority, signing),
  ]
  if (faults.some(({ severity }) => severity === 'error')) return faults
  if (isOlder(x509, present(result, leaf.id))) return [...faults, report('import-older', target, requested)]
  const certificatePem = chain.map((each) => each.x509.toString()).join('')
  result.set(leaf.authority, { keyPem: undefined, certificatePem })
  result.set(leaf.id, { ...present(result, leaf.id), certificatePem: x509.toString() })
  const outlives = x509.validToDate > signing.x509.validToDate
  if (!outlives) return faults
  return [
    ...faults,
    report('import-outlives-ca', target, {
      ...requested,
      time: formatTime(x509.validToDate),
      caTime: formatTime(signing.x509.validToDate),
    }),
  ]
}

/** The plan whose key a certificate is for. */
function requestedBy(
  { certificates }: PkiPlan,
  stored: StoredPki,
  { x509 }: ImportedCertificate,
): CertificatePlan | undefined {
  return certificates.find(({ id }) => {
    const { keyPem } = present(stored, id)
    const key = keyPem === undefined ? undefined : parseKey(keyPem)
    return key !== undefined && x509.checkPrivateKey(key)
  })
}

/** Of several certificates for one key, the one that was issued last counts. */
function isOlder(x509: X509Certificate, { certificatePem }: StoredCredential): boolean {
  const [block] = pemBlocks(certificatePem ?? '')
  const there = block && parseCertificate(block)
  return (
    there !== undefined && x509.publicKey.equals(there.publicKey) && x509.validFromDate < there.validFromDate
  )
}

const present = (stored: StoredPki, id: string): StoredCredential =>
  stored.get(id) ?? { certificatePem: undefined, keyPem: undefined }
