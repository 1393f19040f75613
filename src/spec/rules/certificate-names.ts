import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { at, atKey, report } from '../../diagnostics/report.ts'
import { type CertificateField, certificateFileNames, usedFields } from '../certificate-files.ts'
import { titleAt } from '../fields.ts'
import type { Subject } from '../lenient.ts'
import { namingOf } from './client-files.ts'
import type { Rule } from './rule.ts'

/** What the files are that a field names, in a sentence; authorities have no key on a node. */
const TITLES: Readonly<Record<CertificateField, string>> = {
  clientAuthority: 'client authority',
  peerAuthority: 'peer authority',
  authority: 'authority',
  server: 'server certificate',
  peer: 'peer certificate',
  member: 'shared certificate',
  root: "operator's certificate",
}
const AUTHORITIES: readonly CertificateField[] = ['clientAuthority', 'peerAuthority', 'authority']

/** Everything in the PKI directory has a name of its own, and a name is only given to what is there. */
export const certificateNames: Rule = (subject) => [...unusedNames(subject), ...sharedNames(subject)]

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
  const naming = namingOf(spec)
  if (!naming) return []
  const files = usedFields(naming.layout).flatMap((field) => {
    const { certificate, key } = certificateFileNames(naming.files.naming, naming.files[field])
    const title = TITLES[field]
    const own = { field, file: certificate, title }
    return AUTHORITIES.includes(field) ? [own] : [own, { field, file: key, title: `key of the ${title}` }]
  })
  const said = new Set<string>()
  return files.flatMap((one, index) =>
    files.slice(0, index).flatMap((other): Diagnostic[] => {
      // Where the certificates have one name, so have their keys.
      const pair = `${other.field} ${one.field}`
      if (one.file !== other.file || said.has(pair)) return []
      said.add(pair)
      const written = [one, other].map(({ field }) => `/tls/files/${field}`).filter(isWritten)
      const target = at(written[0] ?? '/tls/files', ...written.slice(1))
      return [
        report('certificate-name-shared', target, { file: one.file, title: one.title, other: other.title }),
      ]
    }),
  )
}
