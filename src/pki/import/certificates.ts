import type { X509Certificate } from 'node:crypto'
import { requestFile, type StoredCredential, type StoredPki } from '../files.ts'
import { lacks } from '../fit.ts'
import { pemBlocks } from '../pem.ts'
import type { CertificatePlan, PkiPlan } from '../plan.ts'
import { type PkiOutcome, type PkiProblem, pkiError, pkiWarning } from '../problem.ts'
import { parseCertificate } from '../read.ts'
import { formatTime } from '../time.ts'
import { type BroughtCertificate, type BroughtFile, parseKey, readBrought, titleOf } from './brought.ts'
import { chainOf, presentChain } from './chain.ts'
import { dateFaults, extensionFaults, replacementFaults, strengthFaults } from './faults.ts'

/**
 * Takes the certificates that an authority elsewhere has signed, each for the key that it was requested for, and the
 * certificates of that authority with them.
 *
 * In: the plan, what is stored with its keys opened, and files of PEM blocks in any order. Out: what is stored with what
 * was brought. Errors: whatever etcd or its clients would stumble over, of all certificates at once.
 */
export function importCertificates(
  plan: PkiPlan,
  stored: StoredPki,
  files: readonly BroughtFile[],
  now: Date,
): PkiOutcome<StoredPki> {
  const { value: brought, problems } = readBrought(files)
  if (brought === undefined) return { value: undefined, problems }
  if (plan.origin !== 'external')
    return failed(
      pkiError(
        'pki',
        `The certificates of this cluster are signed by quorate, as the spec has it (tls.authority: ${plan.origin}).`,
        'To bring an authority, say which: --authority ID. To have certificates signed elsewhere, say tls.authority: external.',
      ),
    )
  const [key] = brought.keys
  if (key !== undefined)
    return failed(
      pkiError(
        key.path,
        `${key.path} holds a private key, and quorate has made those of the requests itself.`,
        'Leave it out.',
      ),
    )
  if (brought.leaves.length === 0)
    return failed(
      pkiError(
        'pki',
        'None of the files holds a certificate that was requested; those of authorities do not count.',
        'To bring an authority alone, say which: --authority ID.',
      ),
    )
  const result = new Map(stored)
  const byAge = brought.leaves.toSorted(
    (one, other) => one.x509.validFromDate.getTime() - other.x509.validFromDate.getTime(),
  )
  const found: PkiProblem[] = []
  for (const certificate of byAge) {
    const leaf = requestedBy(plan, stored, certificate)
    if (leaf === undefined) {
      found.push(
        pkiError(
          certificate.path,
          `${certificate.path}: ${titleOf(certificate.x509)} is for none of this cluster's keys.`,
          'Have the requests under pki/requests/ signed, and of this very cluster.',
        ),
      )
      continue
    }
    found.push(...take(result, leaf, certificate, brought.authorities, now))
  }
  const isFine = found.every(({ severity }) => severity !== 'error')
  return { value: isFine ? result : undefined, problems: found }
}

/** Takes one certificate into a PKI, with the authority that signed it; or says what is wrong with either. */
function take(
  result: Map<string, StoredCredential>,
  leaf: CertificatePlan,
  certificate: BroughtCertificate,
  authorities: readonly BroughtCertificate[],
  now: Date,
): readonly PkiProblem[] {
  const { path, x509 } = certificate
  const chain = chainOf(certificate, [...authorities, ...presentChain(result, leaf.authority)]).slice(1)
  const [signing] = chain
  const intro = `${path}: the certificate for ${requestFile(leaf.id)}`
  if (signing === undefined)
    return [
      pkiError(
        path,
        `${intro} was signed by ${titleOf(x509, 'issuer')}, whose certificate is not among the files.`,
        'Give that as well.',
      ),
    ]
  const missing = lacks(leaf, x509, signing.x509)
  const faults = [
    ...missing.map((reason) =>
      pkiError(
        path,
        `${intro} does not do: ${reason}.`,
        'Have the request signed as it is, with all that it asks for.',
      ),
    ),
    ...[certificate, ...chain].flatMap((each) => [
      ...dateFaults(each, now),
      ...strengthFaults(each),
      ...extensionFaults(each),
    ]),
    ...replacementFaults(result, leaf.authority, signing),
  ]
  if (faults.some(({ severity }) => severity === 'error')) return faults
  if (isOlder(x509, present(result, leaf.id)))
    return [
      ...faults,
      pkiWarning(path, `${intro} is older than the one that is there, and is not taken.`, 'Leave it out.'),
    ]
  const certificatePem = chain.map((each) => each.x509.toString()).join('')
  result.set(leaf.authority, { keyPem: undefined, certificatePem })
  result.set(leaf.id, { ...present(result, leaf.id), certificatePem: x509.toString() })
  const outlives = x509.validToDate > signing.x509.validToDate
  if (!outlives) return faults
  return [
    ...faults,
    pkiWarning(
      path,
      `${intro} ends on ${formatTime(x509.validToDate)}, after the authority that signed it, on ${formatTime(signing.x509.validToDate)}.`,
      'It is of no use from then on: have the authority renewed before.',
    ),
  ]
}

/** The plan whose key a certificate is for. */
function requestedBy(
  { certificates }: PkiPlan,
  stored: StoredPki,
  { x509 }: BroughtCertificate,
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

const failed = (problem: PkiProblem) => ({ value: undefined, problems: [problem] })
