import type { X509Certificate } from 'node:crypto'
import { certificateFile, type StoredPki } from '../files.ts'
import { isSelfSigned } from '../fit.ts'
import { keyKind } from '../key.ts'
import type { AuthorityId } from '../layout.ts'
import { newPkiHint, type PkiProblem, pkiError } from '../problem.ts'
import { formatTime } from '../time.ts'
import { children, contents, decode, objectIdentifier } from '../x509/der.ts'
import { type BroughtCertificate, titleOf } from './brought.ts'
import { presentChain } from './chain.ts'

/** An authority that is there stays, but for a newer certificate of its own. */
export function replacementFaults(
  stored: StoredPki,
  id: AuthorityId,
  { path, x509 }: BroughtCertificate,
): readonly PkiProblem[] {
  const [there] = presentChain(stored, id)
  if (there === undefined || there.x509.publicKey.equals(x509.publicKey)) return []
  return [
    pkiError(
      path,
      `${path}: ${titleOf(x509)} is another authority than ${certificateFile(id)}, which everything trusts.`,
      `An authority is not replaced on the way. If it has to be, ${newPkiHint}`,
    ),
  ]
}

/** A certificate is taken while it is valid. */
export function dateFaults({ path, x509 }: BroughtCertificate, now: Date): readonly PkiProblem[] {
  if (now > x509.validToDate)
    return [
      pkiError(
        path,
        `${path}: ${titleOf(x509)} expired on ${formatTime(x509.validToDate)}.`,
        'Give one that is valid.',
      ),
    ]
  if (now < x509.validFromDate)
    return [
      pkiError(
        path,
        `${path}: ${titleOf(x509)} is valid only from ${formatTime(x509.validFromDate)} on.`,
        'Set the clock of this machine right, or wait.',
      ),
    ]
  return []
}

/** Signatures that can be forged (RFC 9155; RFC 6151), by their identifiers. */
const WEAK_SIGNATURES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
}

/** Neither the key nor the signature is one that can be broken. */
export function strengthFaults({ path, x509 }: BroughtCertificate): readonly PkiProblem[] {
  const { publicKey } = x509
  const bits = publicKey.asymmetricKeyDetails?.modulusLength
  if (keyKind(publicKey) === undefined || (bits !== undefined && bits < 2048))
    return [
      pkiError(
        path,
        `${path}: ${titleOf(x509)} has a key that etcd cannot use${bits === undefined ? '' : ` safely: RSA with ${bits} bits`}.`,
        'RSA with 2048 bits or more, ECDSA (P-256, P-384, P-521) and Ed25519 will do.',
      ),
    ]
  // Nobody relies on the signature that the end of a chain has made for itself.
  const weak = isSelfSigned(x509) ? undefined : weakSignature(x509)
  if (weak === undefined) return []
  return [
    pkiError(
      path,
      `${path}: ${titleOf(x509)} was signed with ${weak}, which can be forged.`,
      'Have it signed with SHA-256 or better.',
    ),
  ]
}

function weakSignature({ raw }: X509Certificate): string | undefined {
  const [, algorithm] = children(decode(raw))
  const identifier = contents(children(algorithm)[0])
  const found = Object.keys(WEAK_SIGNATURES).find((each) => contents(objectIdentifier(each)) === identifier)
  return found === undefined ? undefined : WEAK_SIGNATURES[found]
}
