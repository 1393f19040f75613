import type { X509Certificate } from 'node:crypto'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import { certificateFile, type StoredPki } from '../files.ts'
import { isSelfSigned } from '../fit.ts'
import { keyKind } from '../key.ts'
import type { CaId } from '../layout.ts'
import { formatTime } from '../time.ts'
import { usageName } from '../usage.ts'
import { children, contents, decode } from '../x509/der.ts'
import { type Extension, extensionsOf, identifierOf } from '../x509/read.ts'
import { presentChain } from './chain.ts'
import { type ImportedCertificate, titleOf } from './read.ts'

/** A CA that is there stays. Only a newer certificate for its key replaces its certificate. */
export function replacementFaults(
  stored: StoredPki,
  id: CaId,
  { path, x509 }: ImportedCertificate,
): readonly Diagnostic[] {
  const [there] = presentChain(stored, id)
  if (there === undefined || there.x509.publicKey.equals(x509.publicKey)) return []
  return [
    report('import-ca-replaced', inFile(path), { path, title: titleOf(x509), file: certificateFile(id) }),
  ]
}

/** Only a valid certificate is imported. */
export function dateFaults({ path, x509 }: ImportedCertificate, now: Date): readonly Diagnostic[] {
  const named = { path, title: titleOf(x509) }
  if (now > x509.validToDate)
    return [report('import-expired', inFile(path), { ...named, time: formatTime(x509.validToDate) })]
  if (now < x509.validFromDate)
    return [report('import-not-yet-valid', inFile(path), { ...named, time: formatTime(x509.validFromDate) })]
  return []
}

/**
 * The signatures that Go checks (crypto/x509) and that cannot be forged, by their identifiers; RSA-PSS with what its
 * parameters say, which Go accepts only with these digests.
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

/** The digests of RSA-PSS that Go accepts: SHA-256, SHA-384, SHA-512. */
const PSS_DIGESTS = ['2.16.840.1.101.3.4.2.1', '2.16.840.1.101.3.4.2.2', '2.16.840.1.101.3.4.2.3']

/** Reports keys and signatures that can be broken. */
export function strengthFaults({ path, x509 }: ImportedCertificate): readonly Diagnostic[] {
  const { publicKey } = x509
  const named = { path, title: titleOf(x509) }
  const bits =
    publicKey.asymmetricKeyType === 'rsa' ? publicKey.asymmetricKeyDetails?.modulusLength : undefined
  if (keyKind(publicKey) === undefined || (bits !== undefined && bits < 2048))
    return [
      report('import-key-unusable', inFile(path), {
        ...named,
        problem:
          bits === undefined
            ? `that etcd cannot use: ${publicKey.asymmetricKeyType}`
            : `that can be broken: RSA with ${bits} bits`,
      }),
    ]
  // Nobody checks the signature of a self-signed certificate.
  if (isSelfSigned(x509) || hasSoundSignature(x509)) return []
  return [report('import-signature-weak', inFile(path), named)]
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

/** The extensions that Go knows. Only these may be critical (crypto/x509, parseCertificate). */
const KNOWN_EXTENSIONS = new Set([
  '2.5.29.15',
  '2.5.29.17',
  '2.5.29.19',
  '2.5.29.30',
  '2.5.29.32',
  '2.5.29.37',
])

const NAME_CONSTRAINTS = '2.5.29.30'

/** Reports extensions that make a certificate useless for etcd or its clients. */
export function extensionFaults({ path, x509 }: ImportedCertificate): readonly Diagnostic[] {
  const target = inFile(path)
  const named = { path, title: titleOf(x509) }
  const extensions = extensionsOf(x509)
  const strange = extensions.filter(({ type, critical }) => critical && !KNOWN_EXTENSIONS.has(type))
  const usages = (x509.keyUsage ?? []).map(usageName)
  const isAny = usages.includes('2.5.29.37.0')
  const lacking = ['serverAuth', 'clientAuth'].filter((usage) => !usages.includes(usage))
  return [
    ...strange.map(({ type }) => report('import-extension-unknown', target, { ...named, extension: type })),
    ...(x509.ca && usages.length > 0 && !isAny && lacking.length > 0
      ? [report('import-ca-usages', target, { ...named, usages, lacking })]
      : []),
    ...(x509.ca && extensions.some(({ type }) => type === NAME_CONSTRAINTS)
      ? [report('import-name-constraints', target, named)]
      : []),
    ...leafFaults({ path, x509 }, extensions),
  ]
}

/** What is wrong with a leaf's extensions: half a CA, or a key that may not sign, which TLS needs. */
function leafFaults(
  { path, x509 }: ImportedCertificate,
  extensions: readonly Extension[],
): readonly Diagnostic[] {
  if (x509.ca) return []
  const named = { path, title: titleOf(x509) }
  const held = (wanted: string) => extensions.find(({ type }) => type === wanted)?.value
  const constraints = held('2.5.29.19')
  const usage = held('2.5.29.15')
  // The first byte of a bit string says how many of its last bits do not count.
  const bits = usage === undefined ? undefined : contents(usage).charCodeAt(1)
  const isHalf =
    children(constraints).some((value) => contents(value) === '\xff') || ((bits ?? 0) & 0x04) !== 0
  return [
    ...(isHalf ? [report('import-half-ca', inFile(path), named)] : []),
    ...(bits !== undefined && (bits & 0x80) === 0 ? [report('import-key-usage', inFile(path), named)] : []),
  ]
}
