import { dirname, parse } from 'node:path/posix'
import type { FilledFilesSpec, FilledTlsSpec } from './spec.types.ts'

type Naming = FilledFilesSpec['naming']
type Layout = FilledTlsSpec['layout']

/** A field of `tls.files` that names something. */
export type CertificateField = Exclude<keyof FilledFilesSpec, 'naming'>

/** What a certificate and its key are called. */
export type CertificateFileNames = { readonly certificate: string; readonly key: string }

/** By layout: the fields of `tls.files` that name what a node holds. With one certificate for all, two roles are one file. */
const FIELDS = {
  'separate-ca': {
    clientAuthority: 'clientAuthority',
    peerAuthority: 'peerAuthority',
    server: 'server',
    peer: 'peer',
  },
  'single-ca': { clientAuthority: 'authority', peerAuthority: 'authority', server: 'server', peer: 'peer' },
  'shared-certificate': {
    clientAuthority: 'authority',
    peerAuthority: 'authority',
    server: 'member',
    peer: 'member',
  },
} as const satisfies Readonly<Record<Layout, Readonly<Record<string, CertificateField>>>>

/** The fields of `tls.files` that a layout makes use of, each once: authorities, then certificates. */
export function usedFields(layout: Layout): readonly CertificateField[] {
  return [...new Set<CertificateField>([...Object.values(FIELDS[layout]), 'root'])]
}

/** The files of a certificate and its key: `crt` gives NAME.crt and NAME.key, `pem` gives NAME.pem and NAME-key.pem. */
export function certificateFileNames(naming: Naming, stem: string): CertificateFileNames {
  return naming === 'crt'
    ? { certificate: `${stem}.crt`, key: `${stem}.key` }
    : { certificate: `${stem}.pem`, key: `${stem}-key.pem` }
}

/** The file of the servers' authority, which is what clients trust. */
export function authorityFileName(files: FilledFilesSpec, layout: Layout): string {
  return certificateFileNames(files.naming, files[FIELDS[layout].clientAuthority]).certificate
}

/** What the files in the PKI directory of every node are called. What the layout has once is there twice, by one name. */
export function nodeFileNames(files: FilledFilesSpec, layout: Layout) {
  const named = (field: CertificateField) => certificateFileNames(files.naming, files[field])
  const { clientAuthority, peerAuthority, server, peer } = FIELDS[layout]
  return {
    clientAuthority: named(clientAuthority).certificate,
    peerAuthority: named(peerAuthority).certificate,
    server: named(server),
    peer: named(peer),
    root: named('root'),
  }
}

/** What a spec may say about where a client's files go. */
export type InstallPaths = {
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly authority?: string | undefined
}

/**
 * Where the files of a client go on its hosts, defaults included: the certificate into the PKI directory by the client's
 * name, its key and the servers' authority beside it.
 *
 * @param pkiDirectory that of the nodes; on a host of clients it is a directory like any other
 */
export function clientInstallPaths(
  install: InstallPaths,
  name: string,
  pkiDirectory: string,
  files: FilledFilesSpec,
  layout: Layout,
): { readonly certificate: string; readonly key: string; readonly authority: string } {
  const named = certificateFileNames(files.naming, name)
  const certificate = install.certificate ?? `${pkiDirectory}/${named.certificate}`
  const beside = dirname(certificate) === '/' ? '' : dirname(certificate)
  // The certificate's own extension says how its key is called; where it is neither of the two, the naming does.
  const { name: stem, ext } = parse(certificate)
  const naming = ext === '.crt' ? 'crt' : ext === '.pem' ? 'pem' : files.naming
  const { key } = certificateFileNames(naming, stem)
  return {
    certificate,
    key: install.key ?? `${beside}/${key}`,
    authority: install.authority ?? `${beside}/${authorityFileName(files, layout)}`,
  }
}
