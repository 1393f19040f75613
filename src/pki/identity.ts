import { X509Certificate } from 'node:crypto'
import { fingerprintOf } from './fingerprint.ts'
import { pemBlocks } from './pem.ts'
import { findSubjectKeyIdentifier } from './x509/extensions.ts'
import { extensionElements } from './x509/read.ts'

/** What a CA is known by in the DER of its certificate, whatever else a renewal changes. */
export type CaIdentity = {
  /** The SHA-256 of the certificate, as openssl prints it: `AB:CD:…`. */
  readonly fingerprint: string
  /** The same in small hexadecimal digits, and the key's identifier with its extension's head, which a renewal keeps. */
  readonly marks: readonly string[]
}

/** The CAs in a PEM text, in order. */
export function caIdentities(pem: string): CaIdentity[] {
  return pemBlocks(pem).map(({ text }) => {
    const certificate = new X509Certificate(text)
    const fingerprint = fingerprintOf(certificate)
    const keyIdentifier = findSubjectKeyIdentifier(extensionElements(certificate))
    return {
      fingerprint,
      marks: [
        fingerprint.replaceAll(':', '').toLowerCase(),
        ...(keyIdentifier === undefined ? [] : [keyIdentifierMark(keyIdentifier)]),
      ],
    }
  })
}

/** The extension's identifier 2.5.29.14 and its value, in DER (RFC 5280, 4.2.1.2). */
function keyIdentifierMark(identifier: string): string {
  const hexadecimal = Buffer.from(identifier, 'latin1').toString('hex')
  const byte = (value: number) => value.toString(16).padStart(2, '0')
  return `0603551d0e04${byte(identifier.length + 2)}04${byte(identifier.length)}${hexadecimal}`
}
