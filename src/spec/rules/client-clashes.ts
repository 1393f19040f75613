import type { Diagnostic, Pointer } from '../../diagnostics/diagnostic.ts'
import { at, report } from '../../diagnostics/report.ts'
import { quote } from '../../diagnostics/visible.ts'
import type { Subject } from '../lenient.ts'
import { type ClientFile, type Installed, installedClients, namingOf } from './client-files.ts'
import { refusalOf } from './client-paths.ts'
import { isInside } from './configured-paths.ts'
import { nodePaths } from './node-paths.ts'
import { nodesOf, type Rule } from './rule.ts'

/** What a file of a client may clash with: another one, or what a node holds. */
type Item = {
  readonly path: string
  /** What it is called in a sentence, with its article. */
  readonly title: string
  /** What to point at, if the user wrote something about it. */
  readonly pointer: Pointer | undefined
  /** Whether it is a directory in which others may lie. */
  readonly isOpen?: boolean
  /** Whether it is the certificate of the servers' authority, which is the same wherever it lies. */
  readonly isAuthority: boolean
}

type Clash = { readonly file: ClientFile; readonly other: Item; readonly host: string | undefined }

/** No two things on one host take one path: neither files of clients, nor one of those and what a node holds. */
export const clientClashes: Rule = (subject) => {
  const installed = installedClients(subject).map((client) => ({
    ...client,
    files: client.files.filter(({ isWritten, path }) => !isWritten || refusalOf(path) === undefined),
  }))
  const onNodes = withNodes(installed, subject)
  // What is in a node's way already is not said to be in another client's as well.
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
    return [told(clash)]
  })
}

/** Where a path only follows from another, its clash does as well: that the keys beside two equal certificates are equal. */
function causeOf({ file, other }: Clash): string {
  return `${file.pointer} ${other.pointer ?? (file.isWritten ? other.path : '')}`
}

function told({ file, other, host }: Clash): Diagnostic {
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
  isAuthority: file.role === 'authority',
})

/** Certificate, key and authority of one client. */
function ownClashes({ files, hosts }: Installed): Clash[] {
  return files.flatMap((file, index) =>
    files.slice(0, index).flatMap((other): Clash[] => {
      if (!clash(file, asItem(other))) return []
      // The one that the user wrote is what is to be changed.
      const [changed, kept] = other.isWritten && !file.isWritten ? [other, file] : [file, other]
      return [{ file: changed, other: asItem(kept, `its ${kept.title}`), host: hosts[0] }]
    }),
  )
}

function between(other: Installed, one: Installed): Clash[] {
  const host = one.hosts.find((name) => other.hosts.includes(name))
  // Two clients of one name have been told so.
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
  if (file.path === item.path) return !(file.role === 'authority' && item.isAuthority)
  return isInside(item.path, file.path) || (!item.isOpen && isInside(file.path, item.path))
}
