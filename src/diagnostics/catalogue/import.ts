import { listed } from '../visible.ts'
import { NEW_PKI } from './advice.ts'
import { error, type Nothing, warning } from './entry.ts'

type File = { readonly path: string }

/** A certificate in a file, by the quoted name that it has. */
type Certificate = File & { readonly title: string }

/** A certificate for one of this cluster's requests. */
type Requested = File & { readonly request: string }

const named = ({ path, title }: Certificate) => `${path}: ${title}`
const requested = ({ path, request }: Requested) => `${path}: the certificate for ${request}`

const LEAVE_OUT = 'Leave it out.'
const AS_REQUESTED = 'Have the request signed as it is.'

/** What is wrong with the files that `quorate pki import` is given, before anybody asks what they are for. */
export const importFileCatalogue = {
  'import-file-missing': error<File>(({ path }) => `There is no file ${path}.`, 'Check the path.'),
  'import-file-unreadable': error<File & { readonly reason: string }>(
    ({ path, reason }) => `${path} cannot be read (${reason}).`,
    'Run quorate as a user who may read it, or give this user the right to read it.',
  ),
  'import-file-too-large': error<File>(
    ({ path }) => `${path} is too large for certificates.`,
    'Check the path.',
  ),
  'import-not-pem': error<File>(
    ({ path }) => `${path} holds nothing in PEM.`,
    'To turn a certificate in DER into PEM: openssl x509 -inform der -in FILE',
  ),
  'import-damaged': error<File & { readonly what: 'certificate' | 'private key' }>(
    ({ path, what }) => `${path} holds a ${what} that is damaged.`,
    'Get the file again from where you got it.',
  ),
  'import-key-passphrase': error<File>(
    ({ path }) => `${path} holds a private key that is encrypted with a passphrase.`,
    'Decrypt it, and import the new file: openssl pkey -in FILE -out NEW-FILE',
  ),
  'import-not-certificate': error<File & { readonly label: string }>(
    ({ path, label }) => `${path} holds a ${label}, which is neither a certificate nor a private key.`,
    LEAVE_OUT,
  ),
}

/** What keeps certificates that another CA has signed, or a CA, from being imported. */
export const importCatalogue = {
  'import-tls-off': error<Nothing>(
    'This cluster takes no certificates: the spec turns TLS off (tls.enabled: false).',
    'Turn it on first.',
  ),
  'import-not-external': error<{ readonly origin: string }>(
    ({ origin }) =>
      `quorate signs the certificates of this cluster itself, as the spec says (tls.authority: ${origin}).`,
    'To import a CA, name it: --authority ID. To have certificates signed elsewhere, set tls.authority: external.',
  ),
  'import-key-unexpected': error<File>(
    ({ path }) => `${path} holds a private key, and quorate made the keys of the requests itself.`,
    LEAVE_OUT,
  ),
  'import-nothing-requested': error<Nothing>(
    'None of the files holds a certificate that was requested; CA certificates do not count.',
    'To import a CA alone, name it: --authority ID.',
  ),
  'import-not-ours': error<Certificate>(
    (parameters) => `${named(parameters)} is not for any of this cluster's keys.`,
    'Have the requests under pki/requests/ of this cluster signed.',
  ),
  'import-signer-missing': error<Requested & { readonly issuer: string }>(
    ({ issuer, ...parameters }) =>
      `${requested(parameters)} was signed by ${issuer}, whose certificate is not in the files.`,
    'Give that as well.',
  ),
  'import-misfit': error<Requested & { readonly reason: string }>(
    ({ reason, ...parameters }) => `${requested(parameters)} cannot be used: ${reason}.`,
    'Have the request signed as it is, with all that it asks for.',
  ),
  'import-older': warning<Requested>(
    (parameters) => `${requested(parameters)} is older than the one that is there, and is not imported.`,
    LEAVE_OUT,
  ),
  'import-outlives-ca': warning<Requested & { readonly time: string; readonly caTime: string }>(
    ({ time, caTime, ...parameters }) =>
      `${requested(parameters)} expires on ${time}, after the CA that signed it, on ${caTime}.`,
    'It is not valid after the CA has expired. Have the CA renewed before that.',
  ),
  'import-layout': error<{ readonly id: string; readonly ids: readonly string[] }>(
    ({ id }) => `The layout of this PKI has no CA ${id}.`,
    ({ ids }) => `Use --authority ${listed(ids, 'or')}.`,
  ),
  'import-ca-generated': error<Nothing>(
    'quorate makes the CAs of this cluster itself, as the spec says (tls.authority: generated).',
    'Set tls.authority: provided, or external if the key of the CA stays elsewhere.',
  ),
  'import-not-ca': error<Certificate>(
    (parameters) => `${named(parameters)} is not a CA.`,
    'Leave it out, or leave out --authority.',
  ),
  'import-ca-missing': error<Nothing>('None of the files holds a CA certificate.', 'Give it as well.'),
  'import-keys-several': error<File>(
    'The files hold more than one private key.',
    'Give only the key of the CA.',
  ),
  'import-key-external': error<File>(
    ({ path }) =>
      `${path} holds a private key, and the spec says that the CA signs elsewhere (tls.authority: external).`,
    'Leave the key out, or set tls.authority: provided, so that quorate signs with it.',
  ),
  'import-key-mismatched': error<Certificate>(
    ({ path, title }) => `${path} is not the key of ${title}.`,
    'Give the key of that certificate.',
  ),
  'import-not-in-chain': error<Certificate & { readonly signing: string }>(
    ({ signing, ...parameters }) => `${named(parameters)} is not part of the chain of ${signing}.`,
    LEAVE_OUT,
  ),
  'import-ca-replaced': error<Certificate & { readonly file: string }>(
    ({ file, ...parameters }) =>
      `${named(parameters)} is not the CA in ${file}, which all members and clients trust.`,
    `An import does not replace a CA. If you have to, ${NEW_PKI}`,
  ),
}

/** What etcd, or its clients, would refuse in a certificate. */
export const importedCertificateCatalogue = {
  'import-expired': error<Certificate & { readonly time: string }>(
    ({ time, ...parameters }) => `${named(parameters)} expired on ${time}.`,
    'Give one that is valid.',
  ),
  'import-not-yet-valid': error<Certificate & { readonly time: string }>(
    ({ time, ...parameters }) => `${named(parameters)} is valid only from ${time} on.`,
    'Correct the clock of this machine, or wait until then.',
  ),
  'import-key-unusable': error<Certificate & { readonly problem: string }>(
    ({ problem, ...parameters }) => `${named(parameters)} has a key ${problem}.`,
    'Use RSA with 2048 bits or more, ECDSA (P-256, P-384, P-521) or Ed25519.',
  ),
  'import-signature-weak': error<Certificate>(
    (parameters) => `${named(parameters)} has a signature that etcd does not accept, or that can be forged.`,
    'Have it signed with SHA-256, SHA-384 or SHA-512, by an RSA, ECDSA or Ed25519 key.',
  ),
  'import-extension-unknown': error<Certificate & { readonly extension: string }>(
    ({ extension, ...parameters }) =>
      `${named(parameters)} has a critical extension that etcd does not know: ${extension}.`,
    'Have it signed without that extension.',
  ),
  'import-ca-usages': error<
    Certificate & { readonly usages: readonly string[]; readonly lacking: readonly string[] }
  >(
    ({ usages, lacking, ...parameters }) =>
      `${named(parameters)} is a CA for ${usages.join(', ')} alone (extendedKeyUsage), so nothing that it signs is good for ${listed(lacking)}.`,
    'Members need both. Use a CA without this extension, or with both usages.',
  ),
  'import-name-constraints': warning<Certificate>(
    (parameters) =>
      `${named(parameters)} may sign for certain names only (nameConstraints), which quorate does not compare with those of the members.`,
    'Check that they allow every SAN of the members, 127.0.0.1 and ::1 among them, or etcd refuses their certificates.',
  ),
  'import-half-ca': error<Certificate>(
    (parameters) => `${named(parameters)} is marked as a CA in only one of basicConstraints and keyUsage.`,
    AS_REQUESTED,
  ),
  'import-key-usage': error<Certificate>(
    (parameters) => `${named(parameters)} is for a key that may not sign (keyUsage), and TLS needs that.`,
    AS_REQUESTED,
  ),
}
