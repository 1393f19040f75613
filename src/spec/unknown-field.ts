import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { child, dotted, segments } from '../diagnostics/pointer.ts'
import { atKey, report } from '../diagnostics/report.ts'
import { fieldAt, sections } from './fields.ts'
import { folded, nearest } from './nearest.ts'
import { placeOfOption } from './option-spelling.ts'
import { MEMBER_COUNTS, OTHER_NAMES } from './other-names.ts'

/** The diagnostic about an unknown field. */
export type UnknownField = {
  readonly diagnostic: Diagnostic
  /** The field that is meant, if it is in the same section. */
  readonly meant: string | undefined
  /** Whether no field is near, in any section. */
  readonly isStrange: boolean
}

/**
 * Suggests a field for an unknown one: a similar name in the same section, the same name in another section, or another
 * tool's name.
 *
 * @param place what messages call the section
 */
export function unknownField(section: Pointer, name: string, place: string): UnknownField {
  const known = Object.keys(fieldAt(section)?.properties ?? {})
  const path = dotted(section).replace(/\[\d+\]/g, '[]')
  const target = atKey(child(section, name))
  const said = (near: string | undefined, elsewhere: readonly string[]): UnknownField => ({
    diagnostic: report('field-unknown', target, { name, place, near, elsewhere, known }),
    meant: near,
    isStrange: near === undefined && elsewhere.length === 0,
  })
  const slip = nearest(name, known, 1)
  if (slip) return said(slip, [])
  if (['', 'etcd'].includes(path) && MEMBER_COUNTS.includes(folded(name))) {
    return {
      diagnostic: report('field-counted', target, { name, place }),
      meant: undefined,
      isStrange: false,
    }
  }
  const own = otherName(`${path}.${folded(name)}`)
  const renamed = own ?? otherName(folded(name)) ?? placeOfOption(name)
  const elsewhere = sectionsWith(name)
  // At the top level, `hosts` means the nodes, although a client's install section has `hosts` too.
  if (renamed && (own || elsewhere.length === 0 || section === '' || isNearer(renamed, elsewhere, section))) {
    const meant = path !== '' && renamed.startsWith(`${path}.`) ? renamed.slice(path.length + 1) : renamed
    const shown = path.endsWith('[]') ? meant : renamed
    const values = fieldAt(pointerOf(renamed))?.enum ?? []
    const diagnostic = report('field-renamed', target, { name, place, path: shown, values })
    return { diagnostic, meant, isStrange: false }
  }
  return elsewhere.length > 0 ? said(undefined, elsewhere) : said(nearest(name, known), [])
}

/** The pointer to a field by its path, such as `nodes[].ansible.host`. */
function pointerOf(path: string): Pointer {
  return `/${path.replaceAll('[]', '.0').replaceAll('.', '/')}`
}

function otherName(spelling: string): string | undefined {
  return Object.hasOwn(OTHER_NAMES, spelling) ? OTHER_NAMES[spelling] : undefined
}

/** Whether the field belongs to the section where it is, and same-named fields belong elsewhere: etcd's configFile. */
function isNearer(renamed: string, elsewhere: readonly string[], section: Pointer): boolean {
  const part = `${segments(section)[0]}.`
  return renamed.startsWith(part) && !elsewhere.some((path) => path.startsWith(part))
}

const MOST_SECTIONS = 3

/** The sections with a field of this name; none if there are too many to list. */
function sectionsWith(name: string): string[] {
  const found = (placesByName().get(folded(name)) ?? []).map(({ path, field }) => {
    const spelling = field === name ? '' : ` as ${JSON.stringify(field)}`
    return `${sectionName(path)}${spelling}`
  })
  return found.length > MOST_SECTIONS ? [] : found
}

type Place = { readonly path: string; readonly field: string }

/** The sections that have a field, by its folded name. */
function placesByName(): ReadonlyMap<string, readonly Place[]> {
  if (places.size > 0) return places
  const all = [...sections()].flatMap(([path, fields]) => fields.map((field) => ({ path, field })))
  for (const [name, same] of Map.groupBy(all, ({ field }) => folded(field))) places.set(name, same)
  return places
}

const places = new Map<string, readonly Place[]>()

function sectionName(path: string): string {
  if (path === '') return 'the top level'
  return path.endsWith('[]') ? `each entry of ${path.slice(0, -2)}` : path
}
