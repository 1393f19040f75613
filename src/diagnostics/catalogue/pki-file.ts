import { NEW_PKI } from './advice.ts'
import { error, type Nothing } from './entry.ts'

type File = { readonly file: string }

const RESTORE_OR_DECRYPT = 'Restore it from a backup. If git-crypt or SOPS encrypted it, decrypt it first.'

/** What is wrong with a file under pki/ or secrets/ before anybody asks what it is for. */
export const pkiFileCatalogue = {
  'pki-file-link': error<File & { readonly directory: boolean }>(
    ({ file }) => `${file} is a symbolic link.`,
    ({ directory }) => `Put the ${directory ? 'directory' : 'file'} itself there: quorate follows no links.`,
  ),
  'keys-missing': error<Nothing>(
    'secrets/ has none of the private keys of this cluster, and its certificates are here.',
    `Git ignores plain private keys. Copy secrets/ from where this folder was generated, or from a backup; or encrypt the keys there (secrets.encryption) and commit them. If all keys are lost for good, ${NEW_PKI}`,
  ),
  'pki-file-special': error<File>(
    ({ file }) => `${file} is not a regular file.`,
    'Move it away, and restore the file from a backup.',
  ),
  'pki-file-too-large': error<File>(
    ({ file }) => `${file} is too large for a certificate or a key.`,
    'Restore the file from a backup.',
  ),
  'pki-file-unreadable': error<File & { readonly reason: string }>(
    ({ file, reason }) => `${file} cannot be read (${reason}).`,
    'Run quorate as a user who may read it, or give this user the right to read it.',
  ),
  'pki-file-damaged': error<File>(({ file }) => `${file} is damaged.`, RESTORE_OR_DECRYPT),
  'certificate-not-pem': error<File>(
    ({ file }) => `${file} is not a certificate in PEM.`,
    RESTORE_OR_DECRYPT,
  ),
  'certificate-holds-key': error<File>(
    ({ file }) => `${file} holds a private key, and everything under pki/ is public.`,
    'Move the key to secrets/. If others have seen the file, replace the certificate and its key.',
  ),
  'certificate-key-unusable': error<File>(
    ({ file }) => `${file} is for a kind of key that etcd cannot use.`,
    'Move it and its key away: the next run makes new ones.',
  ),
  'key-not-pem': error<File>(({ file }) => `${file} is not a private key in PEM.`, RESTORE_OR_DECRYPT),
  'key-passphrase': error<File>(
    ({ file }) => `${file} is encrypted with a passphrase, and etcd reads plain keys only.`,
    'Decrypt it (openssl pkey). To keep it encrypted, set secrets.encryption in the spec.',
  ),
  'key-not-alone': error<File>(
    ({ file }) => `${file} holds more than a private key.`,
    'Leave only the key in it.',
  ),
  'key-unusable': error<File>(
    ({ file }) => `${file} is a kind of key that etcd cannot use.`,
    'Replace it with an RSA, ECDSA (P-256, P-384, P-521) or Ed25519 key.',
  ),
  'key-mismatched': error<File & { readonly certificate: string }>(
    ({ file, certificate }) => `${file} is not the key of ${certificate}.`,
    'Restore both files from the same backup.',
  ),
  'key-shared': error<File & { readonly other: string }>(
    ({ file, other }) => `${file} is the key of ${other} as well.`,
    'Restore the right key from a backup, or remove this file: the next run makes a new key.',
  ),
  'key-of-ca': error<File & { readonly certificate: string; readonly ca: string }>(
    ({ file, ca }) => `${file} is the key of ${ca}, and the key of a CA never leaves this folder.`,
    ({ certificate }) =>
      `Restore the right key from a backup, or move this file and ${certificate} away: the next run makes new ones.`,
  ),
}
