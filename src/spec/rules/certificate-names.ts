import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { type CertificateField, certificateFileNames, stemOn, usedFields } from '../certificate-files.ts'
import { titleAt } from '../fields.ts'
import type { Subject } from '../lenient.ts'
import { namingOf } from './client-files.ts'
import { nodesOf, type Rule } from './rule.ts'

/** What messages call the files of each field. CAs have no key on a node. */
const TITLES: Readonly<Record<CertificateField, string>> = {
  clientAuthority: 'client CA certificate',
  peerAuthority: 'peer CA certificate',
  authority: 'CA certificate',
  server: 'server certificate',
  peer: 'peer certificate',
  member: 'shared certificate',
  root: "operator's certificate",
}
const CAS: readonly CertificateField[] = ['clientAuthority', 'peerAuthority', 'authority']

/** Every file in the PKI directory has its own name, and the spec names only files that the layout has. */
export const certificateNames: Rule = (subject) => [
  ...unusedNames(subject),
  ...sharedNames(subject),
  ...longNames(subject),
]

function unusedNames({ spec, isWritten }: Subject): Diagnostic[] {
  const layout = spec.tls?.layout
  if (layout === undefined) return []
  const used = usedFields(layout)
  return Object.keys(TITLES).flatMap((field) => {
    const pointer = `/tls/files/${field}`
    if (used.includes(field as CertificateField) || !isWritten(pointer)) return []
    const reason = `the layout is "${layout}"`
    return [report('setting-unused', atKey(pointer), { title: titleAt(pointer), reason })]
  })
}

function sharedNames({ spec, isWritten }: Subject): Diagnostic[] {
  const said = new Set<string>()
  return filesOfNodes(spec).flatMap(({ node, files }) =>
    files.flatMap((one, index) =>
      files.slice(0, index).flatMap((other): Diagnostic[] => {
        // If two certificates have the same name, so do their keys: report the pair once.
        const pair = `${other.field} ${one.field}`
        if (one.file !== other.file || said.has(pair)) return []
        said.add(pair)
        const written = [one, other].map(({ field }) => `/tls/files/${field}`).filter(isWritten)
        const target = at(written[0] ?? '/tls/files', ...written.slice(1))
        return [
          report('certificate-name-shared', target, {
            file: one.file,
            title: one.title,
            other: other.title,
            node: one.isOfNode || other.isOfNode ? node : undefined,
          }),
        ]
      }),
    ),
  )
}

/** The longest name of a file on Linux (NAME_MAX). */
const longestFileName = 255

function longNames({ spec }: Subject): Diagnostic[] {
  const said = new Set<string>()
  return filesOfNodes(spec).flatMap(({ node, files }) =>
    files.flatMap(({ field, file, title }): Diagnostic[] => {
      if (file.length <= longestFileName || said.has(field)) return []
      said.add(field)
      return [
        report('certificate-name-long', at(`/tls/files/${field}`), { title, node, length: file.length }),
      ]
    }),
  )
}

/** The files in each node's PKI directory. Without a name, a node has none in its file names. */
function filesOfNodes(spec: Subject['spec']) {
  const naming = namingOf(spec)
  if (!naming) return []
  return nodesOf(spec).map(({ node: { name: node = '' } }) => ({
    node,
    files: usedFields(naming.layout).flatMap((field) => {
      const name = naming.files[field]
      const { certificate, key } = certificateFileNames(naming.files.naming, stemOn(node, name))
      const title = TITLES[field]
      const own = { field, file: certificate, title, isOfNode: name !== stemOn(node, name) }
      return CAS.includes(field) ? [own] : [own, { ...own, file: key, title: `key of the ${title}` }]
    }),
  }))
}
