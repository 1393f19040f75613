import type { Pointer } from '../../diagnostics/diagnostic.ts'
import { clientInstallPaths } from '../certificate-files.ts'
import { titleAt } from '../fields.ts'
import type { LenientSpec, Subject } from '../lenient.ts'
import type { FilledFilesSpec, FilledTlsSpec } from '../spec.types.ts'
import { configuredPaths } from './configured-paths.ts'
import { clientsOf } from './rule.ts'

/** The files that a client has on each of its hosts. */
export const ROLES = ['certificate', 'key', 'authority'] as const

/** One file of a client, on all of its hosts. */
export type ClientFile = {
  readonly client: string
  readonly role: (typeof ROLES)[number]
  readonly path: string
  /** The field that sets its path, if the user wrote it, or else the nearest field. */
  readonly pointer: Pointer
  readonly isWritten: boolean
  /** Its name in a message. */
  readonly title: string
}

/** The files of one client on its hosts. */
export type Installed = {
  readonly client: string
  readonly pointer: Pointer
  readonly hosts: readonly string[]
  readonly owner: string | undefined
  readonly files: readonly ClientFile[]
}

/** The names of the certificate files; undefined if a field of tls.files is invalid. */
export function namingOf({
  tls,
}: LenientSpec): { readonly files: FilledFilesSpec; readonly layout: FilledTlsSpec['layout'] } | undefined {
  const { layout, files } = tls ?? {}
  const fields = ['naming', 'clientAuthority', 'peerAuthority', 'authority'] as const
  const others = ['server', 'peer', 'member', 'root'] as const
  if (!layout || !files || [...fields, ...others].some((field) => files[field] === undefined))
    return undefined
  return { layout, files: files as FilledFilesSpec }
}

/** The files of all clients on their hosts, including default paths. Leaves out clients with an invalid path. */
export function installedClients({ spec, isWritten }: Subject): Installed[] {
  const naming = namingOf(spec)
  const pki = configuredPaths(spec).find(({ name }) => name === 'pki')?.path
  if (!naming || pki === undefined) return []
  return clientsOf(spec).flatMap(({ client: { name, install }, pointer }): Installed[] => {
    const fieldOf = (role: string) => `${pointer}/install/${role}`
    const isUnclear = ROLES.some((role) => install?.[role] === undefined && isWritten(fieldOf(role)))
    if (name === undefined || !install || isUnclear) return []
    const paths = clientInstallPaths(install, name, pki, naming.files, naming.layout)
    const files = ROLES.map((role) => ({
      client: name,
      role,
      path: paths[role],
      pointer: [fieldOf(role), fieldOf('certificate'), `${pointer}/name`].find(isWritten) ?? pointer,
      isWritten: isWritten(fieldOf(role)),
      title: titleAt(fieldOf(role)),
    }))
    const hosts = (install.hosts ?? []).filter((host) => host !== undefined)
    return [{ client: name, pointer, hosts, owner: install.owner, files }]
  })
}
