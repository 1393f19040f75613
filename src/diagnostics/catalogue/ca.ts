import { listed } from '../visible.ts'
import { importCa, NEW_PKI, RESTORE } from './advice.ts'
import { error, warning } from './entry.ts'

type Ca = { readonly id: string; readonly file: string }
type Key = Ca & { readonly key: string }

const RESTORE_OR_NEW = `${RESTORE} If it is lost for good, ${NEW_PKI}`

/** What is wrong with a CA of the cluster: its certificate, its key, or what it may still sign. */
export const caCatalogue = {
  'ca-altered': error<Ca & { readonly provided: boolean }>(
    ({ file }) => `${file} is not the one that this folder was generated with (quorate.lock.json).`,
    ({ id, provided }) =>
      `Restore it from Git or a backup.${provided ? ` Import a renewed one: ${importCa(id)}` : ''}`,
  ),
  'ca-new-refused': error<
    Ca & {
      /** Whether the spec pins fingerprints; otherwise the command line forbids a new CA. */
      readonly pinned: boolean
    }
  >(
    ({ file, pinned }) =>
      `${file} is missing, and quorate makes no new CA: ${pinned ? 'it could not have a fingerprint of tls.authorityFingerprints' : '--no-new-ca is given'}.`,
    ({ pinned }) =>
      `If this cluster exists, run this where its folder is, name the directory with --out, or copy the folder here. For a new cluster, leave ${pinned ? 'tls.authorityFingerprints out of the spec' : '--no-new-ca out'}.`,
  ),
  'ca-not-pinned': error<Ca & { readonly fingerprint: string }>(
    ({ file, fingerprint }) =>
      `${file} has the SHA-256 fingerprint ${fingerprint}, which is not in tls.authorityFingerprints.`,
    'If it is the wrong CA, use the folder or the file of the right one. If it is right, write its fingerprint into the spec.',
  ),
  'ca-renewed-unpinned': warning<Ca & { readonly fingerprint: string }>(
    ({ file, fingerprint }) => `${file} is renewed, and has the SHA-256 fingerprint ${fingerprint} now.`,
    'Write it into tls.authorityFingerprints in the spec. The next run refuses the CA otherwise.',
  ),
  'ca-of-another-layout': error<Ca & { readonly layout: string; readonly others: readonly string[] }>(
    ({ file, layout, others }) =>
      `${file} is missing: the layout ${layout} needs it, and this PKI has ${listed(others)}.`,
    `Put back the tls.layout that this PKI was made with. For another layout, ${NEW_PKI}`,
  ),
  'ca-not-provided': error<Ca>(
    ({ file }) => `${file} is missing, and the spec says that you provide the CAs (tls.authority).`,
    ({ id }) => `Import it and its key: ${importCa(id)}`,
  ),
  'ca-missing': error<Ca>(
    ({ file }) => `${file} is missing, though its key is there.`,
    `${RESTORE} If it is lost for good, move everything except secrets/ aside. The next run then makes a new CA certificate for the same key, and all other files.`,
  ),
  'ca-and-key-missing': error<
    Key & {
      /** Whether the key is kept elsewhere anyway. */
      /** Whether another CA signs all certificates, so that quorate has no key of this one. */
      readonly external: boolean
      readonly others: boolean
    }
  >(
    ({ file, key, external, others }) =>
      `${external ? `${file} is` : `${file} and ${key} are`} missing, though ${others ? 'other parts of this PKI are there' : 'this cluster has been generated before'}.`,
    ({ id, external }) =>
      external
        ? `Restore it from a backup, or import it again: ${importCa(id)}`
        : `Restore both from a backup. If they are lost for good, ${NEW_PKI}`,
  ),
  'ca-not-ca': error<Ca>(({ file }) => `${file} is not a CA certificate (basicConstraints).`, RESTORE_OR_NEW),
  'ca-signature-wrong': error<Ca>(
    ({ file }) => `${file} is damaged: its own signature does not match.`,
    RESTORE_OR_NEW,
  ),
  'ca-chain-order': error<Ca & { readonly position: number }>(
    ({ file, position }) =>
      `${file} holds a chain, and its certificate ${position} was not signed by the one that follows.`,
    'Put the CA that signs first, then the CA that signed it, and so on.',
  ),
  'ca-expired': error<
    Ca & {
      readonly time: string
      /** Whether another CA signs all certificates, so that quorate has no key of this one. */
      readonly external: boolean
      /** The CAs that quorate renews itself, all at once; none where another CA signed this one. */
      readonly renewable: readonly string[]
    }
  >(
    ({ file, time }) => `${file} expired on ${time}, so no certificate that it has signed is valid any more.`,
    ({ id, external, renewable }) =>
      external
        ? 'Have it renewed with its key, have the requests in pki/requests/ signed again, and import all files at once: quorate pki import SPEC FILE…'
        : renewable.length > 0
          ? `Renew it with the key that it has: quorate pki renew SPEC ${renewable.join(' ')}`
          : `Have the CA above it renew it, then: ${importCa(id)}`,
  ),
  'ca-not-yet-valid': error<Ca & { readonly time: string }>(
    ({ file, time }) => `${file} is valid only from ${time} on.`,
    'Correct the clock of this machine, or wait until then.',
  ),
  'ca-renewed-elsewhere': error<Ca>(
    ({ file }) => `${file} was signed by another CA, and only that one can renew it.`,
    ({ id }) => `Have it renewed there, then: ${importCa(id)}`,
  ),
  'ca-renewal-key-missing': error<Key>(
    ({ file, key }) => `${key} is missing, and ${file} cannot be renewed without it.`,
    `Put it back, or restore it from a backup. If it is lost for good, ${NEW_PKI}`,
  ),
  'ca-keys-equal': error<{ readonly files: readonly string[] }>(
    ({ files }) => `${listed(files)} have the same key, so any client certificate could join as a peer.`,
    'Give each CA its own key, or choose the layout single-ca.',
  ),
  'ca-key-missing': warning<Key>(
    ({ file, key }) => `${key} is missing: nothing new can be signed by ${file}.`,
    'If you keep it elsewhere, put it back before you add nodes or clients, or renew certificates.',
  ),
  'ca-key-needed': error<Key & { readonly certificates: readonly string[] }>(
    ({ key, certificates }) => `${key} is missing, and it has to sign ${certificates.join(', ')}.`,
    `Put it back, or restore it from a backup. If it is lost for good, ${NEW_PKI}`,
  ),
  'ca-expires-first': warning<
    Ca & { readonly time: string; readonly signed: readonly string[]; readonly selfSigned: boolean }
  >(
    ({ file, time, signed }) =>
      `${file} expires on ${time}, and so do the certificates that it has signed now: ${signed.join(', ')}.`,
    ({ id, selfSigned }) =>
      selfSigned
        ? `Renew it before that day (quorate pki renew SPEC ${id}), or give certificates a shorter lifetime.`
        : 'Have the CA above it renew it before that day, or give certificates a shorter lifetime.',
  ),
  'ca-key-in-cloud-config': error<{ readonly id: string; readonly path: string }>(
    ({ id, path }) =>
      `Your own cloud-config holds the private key of the CA ${id}${path && `, under ${path}`}: everyone who can read a node's user-data could issue certificates.`,
    'Remove it. If others could read that cloud-config, do not trust the CA any more: replace it.',
  ),
}
