import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts'
import { inFile, report } from '../../diagnostics/report.ts'
import { keyKind } from '../key.ts'
import { type PemBlock, pemBlocks } from '../pem.ts'
import { isWhole, parseCertificate } from '../read.ts'

/** A file that the user imports. */
export type ImportedFile = { readonly path: string; readonly text: string }

export type ImportedCertificate = { readonly path: string; readonly x509: X509Certificate }

/** What the files hold, read. */
export type Imported = {
  readonly authorities: readonly ImportedCertificate[]
  readonly leaves: readonly ImportedCertificate[]
  readonly keys: readonly { readonly path: string; readonly object: KeyObject; readonly pem: string }[]
}

/** Reads all files; of each certificate that stands in several, the first. */
export function readImported(files: readonly ImportedFile[]): Outcome<Imported> {
  const diagnostics: Diagnostic[] = []
  const certificates = new Map<string, ImportedCertificate>()
  const keys: { path: string; object: KeyObject; pem: string }[] = []
  for (const { path, text } of files) {
    const blocks = pemBlocks(text).filter(({ label }) => label !== 'EC PARAMETERS')
    if (blocks.length === 0) diagnostics.push(report('import-not-pem', inFile(path), { path }))
    for (const block of blocks) {
      if (block.label === 'CERTIFICATE') {
        const x509 = parseCertificate(block)
        if (x509 === undefined) diagnostics.push(damaged(path, 'certificate'))
        else if (!certificates.has(x509.fingerprint256)) certificates.set(x509.fingerprint256, { path, x509 })
      } else if (isEncryptedKey(block))
        diagnostics.push(report('import-key-passphrase', inFile(path), { path }))
      else if (/^((EC|RSA) )?PRIVATE KEY$/.test(block.label)) {
        const object = parseKey(block.text)
        if (object === undefined) diagnostics.push(damaged(path, 'private key'))
        else keys.push({ path, object, pem: block.text })
      } else diagnostics.push(report('import-not-certificate', inFile(path), { path, label: block.label }))
    }
  }
  if (diagnostics.length > 0) return { value: undefined, diagnostics }
  const all = [...certificates.values()]
  const value = {
    authorities: all.filter(({ x509 }) => x509.ca),
    leaves: all.filter(({ x509 }) => !x509.ca),
    keys,
  }
  return { value, diagnostics: [] }
}

/** With a passphrase: PKCS#8, and what came before it (RFC 1421, 4.6.1.1). */
const isEncryptedKey = ({ label, text }: PemBlock): boolean =>
  label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:.*\bENCRYPTED\b/m.test(text)

const damaged = (path: string, what: 'certificate' | 'private key'): Diagnostic =>
  report('import-damaged', inFile(path), { path, what })

export function parseKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: pem, format: 'pem' })
    return keyKind(key) === undefined || isWhole(key) ? key : undefined
  } catch {
    return undefined
  }
}

/** What a certificate is called in a sentence. */
export const titleOf = (x509: X509Certificate, whose: 'subject' | 'issuer' = 'subject'): string =>
  `"${(x509[whose] ?? '').replaceAll('\n', ', ')}"`
