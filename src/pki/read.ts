import { createPrivateKey, createPublicKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import type { Outcome } from '../diagnostics/diagnostic.ts'
import { failed, inFile, report } from '../diagnostics/report.ts'
import { certificateFile, keyFile, movingFile, type StoredCredential } from './files.ts'
import { keyKind } from './key.ts'
import { type PemBlock, pemBlocks, pemLabels } from './pem.ts'
import type { Validity } from './time.ts'

/** A certificate, and the very text that it was read from. */
export type ReadCertificate = {
  readonly x509: X509Certificate
  /** The text of the file; of its first certificate alone, where the file holds a chain. */
  readonly pem: string
  /** The certificates that follow in the file: who signed the one before, as far as it goes. */
  readonly chain: readonly X509Certificate[]
}

/** When a CA is valid: while it and all CAs above it are. */
export function validityOf({ x509, chain }: ReadCertificate): Validity {
  const all = [x509, ...chain]
  return {
    notBefore: x509.validFromDate,
    notAfter: new Date(Math.min(...all.map(({ validToDate }) => validToDate.getTime()))),
  }
}

/** A private key, and the very text that it was read from. */
export type ReadKey = { readonly object: KeyObject; readonly pem: string }

/** What is stored for one id, read. */
export type ReadCredential = {
  readonly certificate: ReadCertificate | undefined
  readonly key: ReadKey | undefined
  /** The certificate with old and new names, if it can be read: it can always be made again. */
  readonly moving: ReadCertificate | undefined
}

/**
 * Reads the texts of one id. Errors: a file that holds something else than certificates or one private key in PEM
 * (RFC 7468), a key that is encrypted or of a kind that etcd cannot use, a key that does not belong to its certificate.
 */
export function readCredential(id: string, stored: StoredCredential | undefined): Outcome<ReadCredential> {
  const certificate = readCertificate(certificateFile(id), stored?.certificatePem)
  const key = readKey(keyFile(id), stored?.keyPem)
  const diagnostics = [...certificate.diagnostics, ...key.diagnostics]
  if (certificate.value && key.value && !certificate.value.x509.checkPrivateKey(key.value.object)) {
    const file = keyFile(id)
    diagnostics.push(report('key-mismatched', inFile(file), { file, certificate: certificateFile(id) }))
  }
  const moving = readCertificate(movingFile(id), stored?.movingPem).value
  const value = { certificate: certificate.value, key: key.value, moving }
  return { value: diagnostics.length === 0 ? value : undefined, diagnostics }
}

/** Reads a file of one certificate or of a chain, which begins with the certificate that the file is named for. */
export function readCertificate(file: string, pem: string | undefined): Outcome<ReadCertificate> {
  if (pem === undefined) return failed()
  const labels = pemLabels(pem)
  if (labels.some((label) => label.endsWith('PRIVATE KEY')))
    return failed(report('certificate-holds-key', inFile(file), { file }))
  if (labels.length === 0 || labels.some((label) => label !== 'CERTIFICATE'))
    return failed(report('certificate-not-pem', inFile(file), { file }))
  const parsed = pemBlocks(pem).map((block) => {
    const x509 = parseCertificate(block)
    return x509 && { x509, text: block.text }
  })
  const [first, ...chain] = parsed
  if (first === undefined || parsed.length !== labels.length || parsed.includes(undefined))
    return failed(report('pki-file-damaged', inFile(file), { file }))
  if (keyKind(first.x509.publicKey) === undefined)
    return failed(report('certificate-key-unusable', inFile(file), { file }))
  const above = chain.flatMap((each) => (each === undefined ? [] : [each.x509]))
  const value = { x509: first.x509, pem: above.length === 0 ? pem : first.text, chain: above }
  return { value, diagnostics: [] }
}

/**
 * Reads a certificate; undefined where it is damaged. node:crypto decodes the key and the times only on access, and throws
 * only then.
 */
export function parseCertificate({ text }: PemBlock): X509Certificate | undefined {
  try {
    const x509 = new X509Certificate(text)
    const { publicKey, validFromDate, validToDate } = x509
    const isReadable =
      publicKey.type === 'public' && !Number.isNaN(validFromDate.getTime() + validToDate.getTime())
    return isReadable ? x509 : undefined
  } catch {
    return undefined
  }
}

/** Reads a file of one private key, once it is decrypted. */
export function readKey(file: string, pem: string | undefined): Outcome<ReadKey> {
  if (pem === undefined) return failed()
  // OpenSSL's messages are left out on purpose: they could quote the key.
  const problem = (code: KeyCode) => failed(report(code, inFile(file), { file }))
  // `openssl ecparam -genkey` writes the curve before the key, and etcd skips it.
  const labels = pemLabels(pem).filter((label) => label !== 'EC PARAMETERS')
  if (labels.includes('ENCRYPTED PRIVATE KEY') || /^Proc-Type:.*\bENCRYPTED\b/m.test(pem))
    return problem('key-passphrase')
  if (labels.length > 1) return problem('key-not-alone')
  if (!/^((EC|RSA) )?PRIVATE KEY$/.test(labels[0] ?? '')) return problem('key-not-pem')
  try {
    const object = createPrivateKey({ key: pem, format: 'pem' })
    if (keyKind(object) === undefined) return problem('key-unusable')
    return isWhole(object) ? { value: { object, pem }, diagnostics: [] } : problem('pki-file-damaged')
  } catch {
    return problem('pki-file-damaged')
  }
}

type KeyCode = 'key-passphrase' | 'key-not-alone' | 'key-not-pem' | 'key-unusable' | 'pki-file-damaged'

/** Whether the private half of a key is sound: its file holds the public half as well, which alone proves nothing. */
export function isWhole(key: KeyObject): boolean {
  const text = Buffer.from('quorate')
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return verify(digest, text, createPublicKey(key), sign(digest, text, key))
}
