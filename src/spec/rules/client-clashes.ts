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
  const clashes = [...onNodes, ...sound.flatMap(ownClashes), ...withOthers(sound)]
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

const placeOf = ({ path, role }: ClientFile) => ({ path, isCa: role === 'authority' })

const asItem = (file: ClientFile, title = `the ${titleOf(file)}`): Item => ({
  ...placeOf(file),
  title,
  pointer: file.pointer,
})

/** Clashes between the certificate, the key and the CA file of one client. */
function ownClashes({ files, hosts }: Installed): Clash[] {
  return files.flatMap((file, index) =>
    files.slice(0, index).flatMap((other): Clash[] => {
      if (!clash(file, placeOf(other))) return []
      // Report the path that the user wrote.
      const [changed, kept] = other.isWritten && !file.isWritten ? [other, file] : [file, other]
      return [{ file: changed, other: asItem(kept, `its ${kept.title}`), host: hosts[0] }]
    }),
  )
}

type Owned = { readonly owner: Installed; readonly file: ClientFile; readonly order: number }

/**
 * Files of one client that clash with a file of another client before it; each only with the first of those. There may be
 * a thousand clients, so the files are found by host and path.
 */
function withOthers(installed: readonly Installed[]): Clash[] {
  const exact = new Map<string, Owned[]>()
  const inside = new Map<string, Owned[]>()
  const names = new Set<string>()
  return installed.flatMap((owner, order) => {
    const clashes = owner.files.flatMap((file): Clash[] => {
      const found = owner.hosts.flatMap((host) => [
        ...[file.path, ...parents(file.path)].flatMap((path) => exact.get(`${host} ${path}`) ?? []),
        ...(inside.get(`${host} ${file.path}`) ?? []),
      ])
      const [first] = found
        // Two clients with the same name are reported by client-names.ts.
        .filter((each) => each.owner.client !== owner.client && clash(file, placeOf(each.file)))
        .sort((one, other) => one.order - other.order)
      if (!first) return []
      const host = owner.hosts.find((name) => first.owner.hosts.includes(name))
      return [{ file, other: asItem(first.file), host }]
    })
    if (!names.has(owner.client)) {
      for (const file of owner.files) register({ owner, file, order }, exact, inside)
      names.add(owner.client)
    }
    return clashes
  })
}

/** Remembers a file by its path and by the directories above it; of each kind only the first that is there. */
function register(owned: Owned, exact: Map<string, Owned[]>, inside: Map<string, Owned[]>): void {
  const isCa = ({ file }: Owned) => file.role === 'authority'
  const add = (found: Map<string, Owned[]>, key: string) => {
    const known = found.get(key) ?? []
    if (!known.some((each) => isCa(each) === isCa(owned))) found.set(key, [...known, owned])
  }
  for (const host of owned.owner.hosts) {
    add(exact, `${host} ${owned.file.path}`)
    for (const path of parents(owned.file.path)) add(inside, `${host} ${path}`)
  }
}

/** The directories above a path. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}

function withNodes(installed: readonly Installed[], { spec, isWritten }: Subject): Clash[] {
  const naming = namingOf(spec)
  const itemsOn = (node: string): Item[] =>
    nodePaths(spec, naming, node).map(({ pointer, ...place }) => ({
      ...place,
      title: `the ${place.title}`,
      pointer: pointer !== undefined && isWritten(pointer) ? pointer : undefined,
    }))
  const items = new Map(nodesOf(spec).flatMap(({ node: { name } }) => (name ? [[name, itemsOn(name)]] : [])))
  const isAlike = naming === undefined || !Object.values(naming.files).some((name) => name.includes('{node}'))
  return installed.flatMap(({ hosts, files }) => {
    const nodes = hosts.filter((name) => items.has(name))
    return files.flatMap((file): Clash[] => {
      for (const host of isAlike ? nodes.slice(0, 1) : nodes) {
        const clashing = items.get(host)?.filter((item) => clash(file, item)) ?? []
        const other = clashing.find(({ path }) => path === file.path) ?? clashing[0]
        if (other) return [{ file, other, host }]
      }
      return []
    })
  })
}

function clash(file: ClientFile, item: Pick<Item, 'path' | 'isCa' | 'isOpen'>): boolean {
  if (file.path === item.path) return !(file.role === 'authority' && item.isCa)
  return isInside(item.path, file.path) || (!item.isOpen && isInside(file.path, item.path))
}
