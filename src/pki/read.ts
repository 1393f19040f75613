import { createPrivateKey, createPublicKey, type KeyObject, sign, verify, X509Certificate } from 'node:crypto'
import { certificateFile, keyFile, type StoredCredential } from './files.ts'
import { keyKind } from './key.ts'
import { type PemBlock, pemBlocks, pemLabels } from './pem.ts'
import { type PkiOutcome, type PkiProblem, pkiError } from './problem.ts'
import type { Validity } from './time.ts'

/** A certificate, and the very text that it was read from. */
export type ReadCertificate = {
  readonly x509: X509Certificate
  /** The text of the file; of its first certificate alone, where the file holds a chain. */
  readonly pem: string
  /** The certificates that follow in the file: who signed the one before, as far as it goes. */
  readonly chain: readonly X509Certificate[]
}

/** When an authority can be relied on: while it is valid, and all those above it are. */
export function validityOf({ x509, chain }: ReadCertificate): Validity {
  const all = [x509, ...chain]
  return {
    notBefore: x509.validFromDate,
    notAfter: new Date(Math.min(...all.map(({ validToDate }) => validToDate.getTime()))),
  }
}

/** A private key, and the very text that it was read from. */
export type ReadKey = { readonly object: KeyObject; readonly pem: string }

/** What lies on disk for one id, read. */
export type ReadCredential = {
  readonly certificate: ReadCertificate | undefined
  readonly key: ReadKey | undefined
}

const restore =
  'Restore it from a backup, or decrypt it if it has been encrypted by other means than the spec has it (git-crypt, SOPS).'

/**
 * Reads the texts of one id. Errors: a file that holds something else than certificates or one private key in PEM
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

const failed = (...problems: readonly PkiProblem[]) => ({ value: undefined, problems })

/** Reads a file of one certificate or of a chain, which begins with the certificate that the file is named for. */
export function readCertificate(file: string, pem: string | undefined): PkiOutcome<ReadCertificate> {
  if (pem === undefined) return failed()
  const labels = pemLabels(pem)
  if (labels.some((label) => label.endsWith('PRIVATE KEY')))
    return failed(
      pkiError(
        file,
        `${file} holds a private key, and whatever lies under pki/ is public.`,
        'Move the key to secrets/. If others have seen the file, replace the certificate and its key.',
      ),
    )
  if (labels.length === 0 || labels.some((label) => label !== 'CERTIFICATE'))
    return failed(pkiError(file, `${file} is not a certificate in PEM.`, restore))
  const parsed = pemBlocks(pem).map((block) => {
    const x509 = parseCertificate(block)
    return x509 && { x509, text: block.text }
  })
  const [first, ...chain] = parsed
  if (first === undefined || parsed.length !== labels.length || parsed.includes(undefined))
    return failed(pkiError(file, `${file} is damaged.`, restore))
  if (keyKind(first.x509.publicKey) === undefined)
    return failed(
      pkiError(
        file,
        `${file} is for a kind of key that etcd cannot use.`,
        'Move it and its key away: the next run then makes both anew.',
      ),
    )
  const above = chain.flatMap((each) => (each === undefined ? [] : [each.x509]))
  const value = { x509: first.x509, pem: above.length === 0 ? pem : first.text, chain: above }
  return { value, problems: [] }
}

/**
 * Reads a certificate; undefined where it is damaged. Of some parts, which node:crypto decodes only once they are asked
 * for, it throws as late as then: its key, its times.
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

/** Reads a file of one private key, as it lies on disk once it has been opened. */
export function readKey(file: string, pem: string | undefined): PkiOutcome<ReadKey> {
  if (pem === undefined) return failed()
  // OpenSSL's messages are left out on purpose: none of them is worth a look at what a key's file holds.
  const problem = (message: string, hint: string) => failed(pkiError(file, message, hint))
  // `openssl ecparam -genkey` writes the curve before the key, and etcd skips it.
  const labels = pemLabels(pem).filter((label) => label !== 'EC PARAMETERS')
  if (labels.includes('ENCRYPTED PRIVATE KEY') || /^Proc-Type:.*\bENCRYPTED\b/m.test(pem))
    return problem(
      `${file} is encrypted with a passphrase, and etcd reads plain keys only.`,
      'Decrypt it (openssl pkey), and have the spec encrypt what lies under secrets/ instead.',
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
    if (!isWhole(object)) return problem(`${file} is damaged.`, restore)
    return { value: { object, pem }, problems: [] }
  } catch {
    return problem(`${file} is damaged.`, restore)
  }
}

/** Whether a key is one: its file holds the public half as well, which tells nothing of the private one. */
export function isWhole(key: KeyObject): boolean {
  const text = Buffer.from('quorate')
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  return verify(digest, text, createPublicKey(key), sign(digest, text, key))
}
