import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { atSpan, report } from '../diagnostics/report.ts'
import type { Dialect } from './dialect.ts'
import type { Tree } from './tree.ts'

/** The text and the mapping that a field's name is in. */
type Context = { readonly text: string; readonly dialect: Dialect; readonly mapping: Pointer }

/** A name, or the diagnostic about it, and whether the whole mapping was meant as something else. */
type FieldName =
  | { readonly name: string; readonly diagnostic?: undefined; readonly isValue?: undefined }
  | { readonly name?: undefined; readonly diagnostic: Diagnostic; readonly isValue: boolean }

/** The name of a field, if it is valid. */
export function fieldName(key: Tree, { text, dialect, mapping }: Context): FieldName {
  const { start, end } = key.span
  if (key.kind !== 'scalar' || key.tag) return nameFault(key, { text, dialect, mapping })
  const source = key.quoted ? String(key.value) : text.slice(start, end)
  const refuse = (diagnostic: Diagnostic) => ({ diagnostic, isValue: false })
  if (source === '<<' && !key.quoted) return refuse(report('merge-refused', atSpan(start, end, mapping), {}))
  if (typeof key.value === 'string') return { name: key.value }
  if (dialect.anyNames) return { name: source }
  return refuse(report('field-name-not-text', atSpan(start, end, mapping), { name: source }))
}

/** YAML reads `{{ x }}` as a mapping whose field's name is a mapping. */
function nameFault({ span: { start, end } }: Tree, { text, dialect, mapping }: Context): FieldName {
  const isValue = start > 0 && text.startsWith('{{', start - 1)
  if (!isValue && !text.startsWith('{{', start)) {
    const target = atSpan(start, end, mapping)
    return { diagnostic: report('field-name-not-text', target, { name: undefined }), isValue }
  }
  const [from, to] = isValue ? [start - 1, end + 1] : [start, end]
  const { document } = dialect
  const value = text.slice(from, to)
  return { diagnostic: report('value-is-template', atSpan(from, to, mapping), { document, value }), isValue }
}
