import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { certificateFile, keyFile, type StoredCredential } from './files.ts'
import { keyKind } from './key.ts'
import { type PkiOutcome, pkiError } from './problem.ts'

/** A certificate, and the very text that it was read from. */
export type ReadCertificate = { readonly x509: X509Certificate; readonly pem: string }

/** A private key, and the very text that it was read from. */
export type ReadKey = { readonly object: KeyObject; readonly pem: string }

/** What lies on disk for one id, read. */
export type ReadCredential = {
  readonly certificate: ReadCertificate | undefined
  readonly key: ReadKey | undefined
}

const restore =
  'Restore it from a backup, or decrypt it if it has been encrypted (ansible-vault, SOPS, git-crypt).'

/**
 * Reads the texts of one id. Errors: a file that holds something else than one certificate or one private key in PEM
 * (RFC 7468), a key that is encrypted or of a kind that etcd cannot use, a key that does not belong to its certificate.
 */
export function readCredential(id: string, stored: StoredCredential | undefined): PkiOutcome<ReadCredential> {
  const certificate = readCertificate(certificateFile(id), stored?.certificatePem)
  const key = readKey(keyFile(id), stored?.keyPem)
  const problems = [...certificate.problems, ...key.problems]
  if (certificate.value && key.value && !certificate.value.x509.checkPrivateKey(key.value.object)) {
    const message = `${keyFile(id)} is not the key of ${certificateFile(id)}.`
    problems.push(pkiError(keyFile(id), message, 'Restore both files from the same backup.'))
  }
  const value = { certificate: certificate.value, key: key.value }
  return { value: problems.length === 0 ? value : undefined, problems }
}

function readCertificate(file: string, pem: string | undefined): PkiOutcome<ReadCertificate> {
  if (pem === undefined) return { value: undefined, problems: [] }
  const problem = (message: string, hint: string) => ({
    value: undefined,
    problems: [pkiError(file, message, hint)],
  })
  const labels = pemLabels(pem)
  if (labels.some((label) => label.endsWith('PRIVATE KEY')))
    return problem(
      `${file} holds a private key, and whatever lies under pki/ is public.`,
      'Move the key to secrets/. If others have seen the file, replace the certificate and its key.',
    )
  if (labels.length > 1)
    return problem(`${file} holds more than one certificate.`, 'Leave only the first, which is its own.')
  if (labels[0] !== 'CERTIFICATE') return problem(`${file} is not a certificate in PEM.`, restore)
  try {
    const x509 = new X509Certificate(pem)
    if (keyKind(x509.publicKey) === undefined)
      return problem(
        `${file} is for a kind of key that etcd cannot use.`,
        'Move it and its key away: the next run then makes both anew.',
      )
    return { value: { x509, pem }, problems: [] }
  } catch {
    return problem(`${file} is damaged.`, restore)
  }
}

function readKey(file: string, pem: string | undefined): PkiOutcome<ReadKey> {
  if (pem === undefined) return { value: undefined, problems: [] }
  // OpenSSL's messages are left out on purpose: none of them is worth a look at what a key's file holds.
  const problem = (message: string, hint: string) => ({
    value: undefined,
    problems: [pkiError(file, message, hint)],
  })
  // `openssl ecparam -genkey` writes the curve before the key, and etcd skips it.
  const labels = pemLabels(pem).filter((label) => label !== 'EC PARAMETERS')
  if (labels.includes('ENCRYPTED PRIVATE KEY') || /^Proc-Type:.*\bENCRYPTED\b/m.test(pem))
    return problem(
      `${file} is encrypted with a passphrase, and etcd reads plain keys only.`,
      'Decrypt it (openssl pkey), and protect the folder instead.',
    )
  if (labels.length > 1) return problem(`${file} holds more than a private key.`, 'Leave only the key in it.')
  if (!/^((EC|RSA) )?PRIVATE KEY$/.test(labels[0] ?? ''))
    return problem(`${file} is not a private key in PEM.`, restore)
  try {
    const object = createPrivateKey({ key: pem, format: 'pem' })
    if (keyKind(object) === undefined)
      return problem(
        `${file} is a kind of key that etcd cannot use.`,
        'Replace it by an RSA, ECDSA (P-256, P-384, P-521) or Ed25519 key.',
      )
    return { value: { object, pem }, problems: [] }
  } catch {
    return problem(`${file} is damaged.`, restore)
  }
}

/** The labels of the PEM blocks in a text (RFC 7468, 2). */
const pemLabels = (text: string): readonly string[] =>
  [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label]) => label ?? '')
