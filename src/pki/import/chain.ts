import type { X509Certificate } from 'node:crypto'
import { certificateFile, type StoredPki } from '../files.ts'
import { isSelfSigned, isSignedBy } from '../fit.ts'
import type { CaId } from '../layout.ts'
import { pemBlocks } from '../pem.ts'
import { parseCertificate } from '../read.ts'
import type { ImportedCertificate } from './read.ts'

/** A certificate with those above it, as far as they are at hand, each signed by the next. */
export function chainOf(
  start: ImportedCertificate | undefined,
  authorities: readonly ImportedCertificate[],
): readonly ImportedCertificate[] {
  const chain: ImportedCertificate[] = []
  for (let next = start; next !== undefined && !chain.includes(next); ) {
    chain.push(next)
    const { x509 } = next
    next = isSelfSigned(x509) ? undefined : signerOf(x509, authorities)
  }
  return chain
}

/** Who signed a certificate; of several certificates for one key, as renewed CAs have, the one that expires last. */
const signerOf = (
  x509: X509Certificate,
  authorities: readonly ImportedCertificate[],
): ImportedCertificate | undefined =>
  authorities
    .filter((above) => isSignedBy(x509, above.x509))
    .toSorted((one, other) => other.x509.validToDate.getTime() - one.x509.validToDate.getTime())[0]

/** The CA that has signed none of the others. */
export const lowest = (authorities: readonly ImportedCertificate[]): ImportedCertificate | undefined =>
  authorities.find(({ x509 }) =>
    authorities.every((other) => other.x509 === x509 || !isSignedBy(other.x509, x509)),
  ) ?? authorities[0]

/** A CA that is there, and the CAs above it, so that an import may hold only a part of the chain. */
export function presentChain(stored: StoredPki, id: CaId): readonly ImportedCertificate[] {
  return pemBlocks(stored.get(id)?.certificatePem ?? '').flatMap((block) => {
    const x509 = parseCertificate(block)
    return x509 === undefined ? [] : [{ path: certificateFile(id), x509 }]
  })
}
