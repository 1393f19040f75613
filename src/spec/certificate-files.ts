import { dirname, parse } from 'node:path/posix'
import type { FilledFilesSpec, FilledTlsSpec } from './spec.types.ts'

type Naming = FilledFilesSpec['naming']
type Layout = FilledTlsSpec['layout']

/** A field of `tls.files` with a file name. */
export type CertificateField = Exclude<keyof FilledFilesSpec, 'naming'>

/** The file names of a certificate and its key. */
export type CertificateFileNames = { readonly certificate: string; readonly key: string }

/** By layout: the fields of `tls.files` for each file on a node. In the layout shared-certificate, two roles share a file. */
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

/** The fields of `tls.files` that a layout uses, each once: CAs, then certificates. */
export function usedFields(layout: Layout): readonly CertificateField[] {
  return [...new Set<CertificateField>([...Object.values(FIELDS[layout]), 'root'])]
}

/** The files of a certificate and its key: `crt` gives NAME.crt and NAME.key, `pem` gives NAME.pem and NAME-key.pem. */
export function certificateFileNames(naming: Naming, stem: string): CertificateFileNames {
  return naming === 'crt'
    ? { certificate: `${stem}.crt`, key: `${stem}.key` }
    : { certificate: `${stem}.pem`, key: `${stem}-key.pem` }
}

/** The file names of the CAs, the same on every node. In some layouts, both are the same file. */
export function caFileNames(files: FilledFilesSpec, layout: Layout) {
  const named = (field: CertificateField) => certificateFileNames(files.naming, files[field]).certificate
  const { clientAuthority, peerAuthority } = FIELDS[layout]
  return { client: named(clientAuthority), peer: named(peerAuthority) }
}

/** The names of a node's certificates and keys in its PKI directory. If roles share a file, its name occurs twice. */
export function nodeFileNames(files: FilledFilesSpec, layout: Layout, node: string) {
  const named = (field: CertificateField) => certificateFileNames(files.naming, stemOn(node, files[field]))
  const { server, peer } = FIELDS[layout]
  return { server: named(server), peer: named(peer), root: named('root') }
}

/** What a file name without its extension is on one node. */
export function stemOn(node: string, name: string): string {
  return name.replaceAll('{node}', node)
}

/** The fields of a spec for the paths of a client's files. */
export type InstallPaths = {
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly authority?: string | undefined
}

/**
 * The paths of a client's files on its hosts. By default, the certificate is in the PKI directory with the client's name,
 * and its key and the client CA are next to it.
 *
 * @param pkiDirectory the nodes' PKI directory; client hosts use the same path
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
  const directory = dirname(certificate) === '/' ? '' : dirname(certificate)
  // The certificate's extension decides the key's name; if it is neither .crt nor .pem, tls.files.naming does.
  const { name: stem, ext } = parse(certificate)
  const naming = ext === '.crt' ? 'crt' : ext === '.pem' ? 'pem' : files.naming
  const { key } = certificateFileNames(naming, stem)
  return {
    certificate,
    key: install.key ?? `${directory}/${key}`,
    authority: install.authority ?? `${directory}/${caFileNames(files, layout).client}`,
  }
}
