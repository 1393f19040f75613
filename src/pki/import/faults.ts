import type { X509Certificate } from 'node:crypto'
import { certificateFile, type StoredPki } from '../files.ts'
import { isSelfSigned } from '../fit.ts'
import { keyKind } from '../key.ts'
import type { AuthorityId } from '../layout.ts'
import { newPkiHint, type PkiProblem, pkiError, pkiWarning } from '../problem.ts'
import { formatTime } from '../time.ts'
import { usageName } from '../usage.ts'
import { children, contents, decode } from '../x509/der.ts'
import { type Extension, extensionsOf, identifierOf } from '../x509/read.ts'
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

/**
 * The signatures that Go checks (crypto/x509) and that cannot be forged, by their identifiers; RSA-PSS with what its
 * parameters say, which Go takes with these digests alone.
 */
const SIGNATURES = new Set([
  '1.2.840.113549.1.1.11', // RSA with SHA-256
  '1.2.840.113549.1.1.12', // RSA with SHA-384
  '1.2.840.113549.1.1.13', // RSA with SHA-512
  '1.2.840.10045.4.3.2', // ECDSA with SHA-256
  '1.2.840.10045.4.3.3', // ECDSA with SHA-384
  '1.2.840.10045.4.3.4', // ECDSA with SHA-512
  '1.3.101.112', // Ed25519
])
const RSA_PSS = '1.2.840.113549.1.1.10'

/** The digests of RSA-PSS that Go takes: SHA-256, SHA-384, SHA-512. */
const PSS_DIGESTS = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']

/** Neither the key nor the signature is one that can be broken. */
export function strengthFaults({ path, x509 }: BroughtCertificate): readonly PkiProblem[] {
  const { publicKey } = x509
  const bits =
    publicKey.asymmetricKeyType === 'rsa' ? publicKey.asymmetricKeyDetails?.modulusLength : undefined
  if (keyKind(publicKey) === undefined || (bits !== undefined && bits < 2048))
    return [
      pkiError(
        path,
        bits === undefined
          ? `${path}: ${titleOf(x509)} has a key that etcd cannot use: ${publicKey.asymmetricKeyType}.`
          : `${path}: ${titleOf(x509)} has a key that can be broken: RSA with ${bits} bits.`,
        'RSA with 2048 bits or more, ECDSA (P-256, P-384, P-521) and Ed25519 will do.',
      ),
    ]
  // Nobody relies on the signature that the end of a chain has made for itself.
  if (isSelfSigned(x509) || hasSoundSignature(x509)) return []
  return [
    pkiError(
      path,
      `${path}: ${titleOf(x509)} has a signature that etcd does not take, or that can be forged.`,
      'Have it signed with SHA-256, SHA-384 or SHA-512, by an RSA, ECDSA or Ed25519 key.',
    ),
  ]
}

function hasSoundSignature({ raw }: X509Certificate): boolean {
  const [, algorithm] = children(decode(raw))
  const [type, parameters] = children(algorithm)
  const identifier = identifierOf(type)
  if (identifier !== RSA_PSS) return SIGNATURES.has(identifier)
  // RSASSA-PSS-params (RFC 4055, 3.1): hashAlgorithm [0], which is SHA-1 where it is absent.
  const [hash] = children(children(parameters).find(({ type: tag }) => tag === 0))
  return PSS_DIGESTS.includes(identifierOf(children(hash)[0]))
}

/** The extensions that Go knows, which alone may be critical (crypto/x509, parseCertificate). */
const KNOWN_EXTENSIONS = new Set([
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.32',
  '2.5.29.37',
])

const NAME_CONSTRAINTS = '2.5.29.30'

/** Nothing in a certificate keeps etcd, or its clients, from what they need it for. */
export function extensionFaults({ path, x509 }: BroughtCertificate): readonly PkiProblem[] {
  const intro = `${path}: ${titleOf(x509)}`
  const extensions = extensionsOf(x509)
  const strange = extensions.filter(({ type, critical }) => critical && !KNOWN_EXTENSIONS.has(type))
  const usages = (x509.keyUsage ?? []).map(usageName)
  const isAny = usages.includes('2.5.29.37.0')
  const lacking = ['serverAuth', 'clientAuth'].filter((usage) => !usages.includes(usage))
  return [
    ...strange.map(({ type }) =>
      pkiError(
        path,
        `${intro} has a critical extension that etcd does not know: ${type}.`,
        'Have it signed without.',
      ),
    ),
    ...(x509.ca && usages.length > 0 && !isAny && lacking.length > 0
      ? [
          pkiError(
            path,
            `${intro} is an authority for ${usages.join(', ')} alone (extendedKeyUsage), so that nothing it signs is good for ${lacking.join(' and ')}.`,
            'Members need both. Have an authority without this extension, or with both.',
          ),
        ]
      : []),
    ...(x509.ca && extensions.some(({ type }) => type === NAME_CONSTRAINTS)
      ? [
          pkiWarning(
            path,
            `${intro} may sign for certain names only (nameConstraints), which quorate does not compare with those of the members.`,
            'See that they allow every name and address of the members, 127.0.0.1 and ::1 among them, or etcd refuses their certificates.',
          ),
        ]
      : []),
    ...leafFaults(path, intro, x509, extensions),
  ]
}

/** What a leaf's own extensions say against it: half an authority, or a key that may not sign, as TLS has it do. */
function leafFaults(
  path: string,
  intro: string,
  { ca }: X509Certificate,
  extensions: readonly Extension[],
): readonly PkiProblem[] {
  if (ca) return []
  const held = (wanted: string) => extensions.find(({ type }) => type === wanted)?.value
  const constraints = held('2.5.29.19')
  const usage = held('2.5.29.15')
  // The first byte of a bit string says how many of its last bits do not count.
  const bits = usage === undefined ? undefined : contents(usage).charCodeAt(1)
  const isHalf =
    children(constraints).some((value) => contents(value) === '\xff') || ((bits ?? 0) & 0x04) !== 0
  return [
    ...(isHalf
      ? [
          pkiError(
            path,
            `${intro} is half an authority (basicConstraints, keyUsage).`,
            'Have it signed as the request has it.',
          ),
        ]
      : []),
    ...(bits !== undefined && (bits & 0x80) === 0
      ? [
          pkiError(
            path,
            `${intro} is for a key that may not sign (keyUsage), as TLS needs it.`,
            'Have it signed as the request has it.',
          ),
        ]
      : []),
  ]
}
