import type { X509Certificate } from 'node:crypto'

/** SHA-256 of a certificate in DER, as `openssl x509 -noout -fingerprint -sha256` prints it: `AB:CD:…`, 32 pairs. */
export const fingerprintOf = (certificate: X509Certificate): string => certificate.fingerprint256

/** Whether a certificate is one of those that a plan pins; any is, where it pins none. */
export const isPinned = (pinned: readonly string[], certificate: X509Certificate): boolean =>
  pinned.length === 0 || pinned.includes(fingerprintOf(certificate))
