import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { quote } from '../../diagnostics/visible.ts'
import type { Subject } from '../lenient.ts'
import { type ClientFile, type Installed, installedClients, namingOf } from './client-files.ts'
import { refusalOf } from './client-paths.ts'
import { isInside } from './configured-paths.ts'
import { nodePaths } from './node-paths.ts'
import { nodesOf, type Rule } from './rule.ts'

/** What a client's file may clash with: another client's file, or a file of the node. */
type Item = {
  readonly path: string
  /** Its name in a message, with an article. */
  readonly title: string
  /** The field that sets its path, if the user wrote it. */
  readonly pointer: Pointer | undefined
  /** Whether it is a directory that may contain other files. */
  readonly isOpen?: boolean
  /** Whether it is the client CA's certificate, which is the same everywhere. */
  readonly isCa: boolean
}

type Clash = { readonly file: ClientFile; readonly other: Item; readonly host: string | undefined }

/** No two files on a host have the same path. */
export const clientClashes: Rule = (subject) => {
  const installed = installedClients(subject).map((client) => ({
    ...client,
    files: client.files.filter(({ isWritten, path }) => !isWritten || refusalOf(path) === undefined),
  }))
  const onNodes = withNodes(installed, subject)
  // A file that clashes with a node's file is reported once, not again for another client.
  const faulty = new Set(onNodes.map(({ file }) => file))
  const sound = installed.map((client) => ({
    ...client,
    files: client.files.filter((file) => !faulty.has(file)),
  }))
  const clashes = [
    ...onNodes,
    ...sound.flatMap(ownClashes),
    ...sound.flatMap((one, index) => sound.slice(0, index).flatMap((other) => between(other, one))),
  ]
  const said = new Set<string>()
  return clashes.flatMap((clash): Diagnostic[] => {
    const cause = causeOf(clash)
    if (said.has(cause)) return []
    said.add(cause)
    return [diagnosticOf(clash)]
  })
}

/** A clash that only follows from another one, such as the default keys of two equal certificates, has the same cause. */
function causeOf({ file, other }: Clash): string {
  return `${file.pointer} ${other.pointer ?? (file.isWritten ? other.path : '')}`
}

function diagnosticOf({ file, other, host }: Clash): Diagnostic {
  const related = other.pointer === undefined || other.pointer === file.pointer ? [] : [other.pointer]
  return report('client-file-clash', at(file.pointer, ...related), {
    path: file.path,
    title: titleOf(file),
    other: other.title,
    otherPath: other.path,
    host,
    field: file.role,
  })
}

const titleOf = ({ title, client }: ClientFile) => `${title} of the client ${quote(client)}`

const asItem = (file: ClientFile, title = `the ${titleOf(file)}`): Item => ({
  path: file.path,
  title,
  pointer: file.pointer,
  isCa: file.role === 'authority',
})

/** Clashes between the certificate, the key and the CA file of one client. */
function ownClashes({ files, hosts }: Installed): Clash[] {
  return files.flatMap((file, index) =>
    files.slice(0, index).flatMap((other): Clash[] => {
      if (!clash(file, asItem(other))) return []
      // Report the path that the user wrote.
      const [changed, kept] = other.isWritten && !file.isWritten ? [other, file] : [file, other]
      return [{ file: changed, other: asItem(kept, `its ${kept.title}`), host: hosts[0] }]
    }),
  )
}

function between(other: Installed, one: Installed): Clash[] {
  const host = one.hosts.find((name) => other.hosts.includes(name))
  // Two clients with the same name are reported by client-names.ts.
  if (host === undefined || one.client === other.client) return []
  return one.files.flatMap((file) =>
    other.files
      .map((each) => asItem(each))
      .flatMap((item): Clash[] => (clash(file, item) ? [{ file, other: item, host }] : [])),
  )
}

function withNodes(installed: readonly Installed[], { spec, isWritten }: Subject): Clash[] {
  const nodes = new Set(nodesOf(spec).map(({ node }) => node.name))
  const items: Item[] = nodePaths(spec, namingOf(spec)).map(({ pointer, ...place }) => ({
    ...place,
    title: `the ${place.title}`,
    pointer: pointer !== undefined && isWritten(pointer) ? pointer : undefined,
  }))
  return installed.flatMap(({ hosts, files }) => {
    const host = hosts.find((name) => nodes.has(name))
    if (host === undefined) return []
    return files.flatMap((file): Clash[] => {
      const clashing = items.filter((item) => clash(file, item))
      const other = clashing.find(({ path }) => path === file.path) ?? clashing[0]
      return other ? [{ file, other, host }] : []
    })
  })
}

function clash(file: ClientFile, item: Item): boolean {
  if (file.path === item.path) return !(file.role === 'authority' && item.isCa)
  return isInside(item.path, file.path) || (!item.isOpen && isInside(file.path, item.path))
}
