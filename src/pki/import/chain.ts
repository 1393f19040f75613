import type { X509Certificate } from 'node:crypto'
import { certificateFile, type StoredPki } from '../files.ts'
import { isSelfSigned, isSignedBy } from '../fit.ts'
import type { AuthorityId } from '../layout.ts'
import { pemBlocks } from '../pem.ts'
import { parseCertificate } from '../read.ts'
import type { BroughtCertificate } from './brought.ts'

/** A certificate with those above it, as far as they are at hand, each signed by the next. */
export function chainOf(
  start: BroughtCertificate | undefined,
  authorities: readonly BroughtCertificate[],
): readonly BroughtCertificate[] {
  const chain: BroughtCertificate[] = []
  for (let next = start; next !== undefined && !chain.includes(next); ) {
    chain.push(next)
    const { x509 } = next
    next = isSelfSigned(x509) ? undefined : signerOf(x509, authorities)
  }
  return chain
}

/** Who signed a certificate; of several certificates for one key, as renewed authorities have them, that which ends last. */
const signerOf = (
  x509: X509Certificate,
  authorities: readonly BroughtCertificate[],
): BroughtCertificate | undefined =>
  authorities
    .filter((above) => isSignedBy(x509, above.x509))
    .toSorted((one, other) => other.x509.validToDate.getTime() - one.x509.validToDate.getTime())[0]

/** The authority that has signed none of the others. */
export const lowest = (authorities: readonly BroughtCertificate[]): BroughtCertificate | undefined =>
  authorities.find(({ x509 }) =>
    authorities.every((other) => other.x509 === x509 || !isSignedBy(other.x509, x509)),
  ) ?? authorities[0]

/** An authority that is there, and those above it: whoever brings a part of a chain does not have to bring all of it. */
export function presentChain(stored: StoredPki, id: AuthorityId): readonly BroughtCertificate[] {
  return pemBlocks(stored.get(id)?.certificatePem ?? '').flatMap((block) => {
    const x509 = parseCertificate(block)
    return x509 === undefined ? [] : [{ path: certificateFile(id), x509 }]
  })
}
