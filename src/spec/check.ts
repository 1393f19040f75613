import type { Diagnostic, Pointer, Span } from '../diagnostics/diagnostic.ts'
import { ancestry, child, dotted, parent, segments } from '../diagnostics/pointer.ts'
import { at, atKey, atSpan, report } from '../diagnostics/report.ts'
import { quote } from '../diagnostics/visible.ts'
import { type SchemaError, validate } from '../generated/validate-spec.js'
import { isBeforeComment } from './comment.ts'
import type { Composed } from './compose.ts'
import { explainEntries, explainValue } from './explain.ts'
import { fieldAt } from './fields.ts'
import { gapIn, oddSpaceIn, reportGap } from './respace.ts'
import { keyedEntry } from './rewrite.ts'
import { unknownField } from './unknown-field.ts'
import { valueAt } from './value-at.ts'
import { wrappedFields } from './wrapped.ts'

/** The schema's diagnostics about a spec, one for each cause. */
export type Checked = {
  readonly diagnostics: readonly Diagnostic[]
  /** Invalid or unknown values, which the rules do not see. */
  readonly faulty: ReadonlySet<Pointer>
}

/** Checks a spec against the schema. Skips values with known problems. */
export function checkShape(composed: Composed, text: string): Checked {
  const errors = validate(composed.value) ? [] : (validate.errors ?? [])
  const format = [...wrongFormat(errors, composed.value), ...oddSpaces(errors, composed)]
  return format.length > 0
    ? { diagnostics: format, faulty: new Set(['']) }
    : new Checker(composed, text).check(errors)
}

/** A document of another kind or format. No other diagnostics about it would help. */
function wrongFormat(errors: readonly SchemaError[], value: unknown): Diagnostic[] {
  return errors
    .filter(
      ({ keyword, instancePath }) => keyword === 'const' && typeof valueAt(value, instancePath) === 'string',
    )
    .map(({ instancePath, params }) => {
      const name = segments(instancePath).at(-1) ?? ''
      const wanted = String(params.allowedValue)
      return report('format-unknown', at(instancePath), {
        name,
        value: String(valueAt(value, instancePath)),
        wanted,
      })
    })
}

/** The first unknown field that YAML saw where a space of another kind is. Others only follow from it. */
function oddSpaces(errors: readonly SchemaError[], { positions }: Composed): Diagnostic[] {
  const found = errors.flatMap(({ keyword, instancePath, params }) => {
    const name = keyword === 'additionalProperties' ? String(params.additionalProperty) : ''
    const character = oddSpaceIn(name)
    const start = positions.get(child(instancePath, name))?.key?.start
    if (character === undefined || start === undefined) return []
    const offset = start + name.indexOf(character)
    return [report('yaml-odd-space', atSpan(offset, offset + 1), { character })]
  })
  found.sort((one, other) => (one.span?.start ?? 0) - (other.span?.start ?? 0))
  return found.slice(0, 1)
}

/** If a value has several faults, only the first of these is reported. */
const PRIORITY = [
  'type',
  'enum',
  'maxLength',
  'minLength',
  'pattern',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minProperties',
  'uniqueItems',
]

/** What messages call the entries of a list. */
const KINDS: Readonly<Record<string, string>> = {
  nodes: 'Node',
  clients: 'Client',
  clientHosts: 'Client host',
}

const LIST_FAULTS = ['minItems', 'maxItems', 'minProperties', 'uniqueItems']

/** What lacks a space is at the start of a line. */
const LONGEST_LINE = 2000

class Checker {
  readonly #composed: Composed
  readonly #text: string
  readonly #diagnostics: Diagnostic[] = []
  readonly #faulty: Set<Pointer>
  /** Fields that the user wrote with a wrong name, so they are not missing. */
  readonly #meant = new Set<Pointer>()
  /** Whether a mapping has a single field. */
  readonly #single = new Map<Pointer, boolean>()

  constructor(composed: Composed, text: string) {
    this.#composed = composed
    this.#text = text
    this.#faulty = new Set(composed.faulty)
  }

  check(errors: readonly SchemaError[]): Checked {
    this.#wrapped()
    this.#comments()
    for (const error of errors) if (error.keyword === 'additionalProperties') this.#unknown(error)
    const values = errors.filter(({ keyword }) => PRIORITY.includes(keyword))
    values.sort((one, other) => PRIORITY.indexOf(one.keyword) - PRIORITY.indexOf(other.keyword))
    for (const error of values) this.#value(error)
    for (const error of errors) if (error.keyword === 'required') this.#missing(error)
    return { diagnostics: this.#diagnostics, faulty: this.#faulty }
  }

  #unknown({ instancePath, params }: SchemaError): void {
    const name = String(params.additionalProperty)
    const pointer = child(instancePath, name)
    if (this.#isFaulty(pointer)) return
    const known = Object.keys(fieldAt(instancePath)?.properties ?? {})
    const missing = this.#missingSpace(pointer, this.#composed.positions.get(pointer)?.key, known)
    if (missing) {
      this.#meant.add(child(instancePath, missing))
      return
    }
    const { diagnostic, meant, isStrange } = unknownField(instancePath, name, this.#placeName(instancePath))
    if (isStrange && this.#keyedEntry(instancePath, name)) return
    this.#diagnostics.push(diagnostic)
    this.#faulty.add(pointer)
    if (meant) this.#meant.add(child(instancePath, meant))
  }

  #value(error: SchemaError): void {
    const pointer = error.instancePath
    if (this.#isFaulty(pointer)) return
    const value = valueAt(this.#composed.value, pointer)
    if (error.keyword === 'type' && this.#isWrittenTogether(error, value)) return
    this.#diagnostics.push(explainValue(error, value, this.#sourceOf(pointer), this.#composed.value))
    // The entries of a list that is too long or has duplicates can still be checked.
    if (!LIST_FAULTS.includes(error.keyword)) this.#faulty.add(pointer)
  }

  #missing({ instancePath, params }: SchemaError): void {
    const name = String(params.missingProperty)
    const pointer = child(instancePath, name)
    const { partial } = this.#composed
    if (this.#isFaulty(instancePath) || partial.has(instancePath) || this.#meant.has(pointer)) return
    const place = this.#placeName(instancePath)
    this.#diagnostics.push(
      report('field-missing', atKey(instancePath), { name, place, advice: adviceToAdd(pointer, name) }),
    )
  }

  /** Reports an entry of a list that is written as `- etcd-1: { … }`, with its name in place of a field. */
  #keyedEntry(entry: Pointer, name: string): boolean {
    const { required = [] } = fieldAt(entry) ?? {}
    if (!/\/\d+$/.test(entry) || !required.includes('name')) return false
    if (!this.#hasOneField(entry)) return false
    const value = valueAt(this.#composed.value, child(entry, name))
    if (typeof value !== 'string' && (value === null || typeof value !== 'object')) return false
    const right = keyedEntry(name, value, fieldAt(entry) ?? {})
    const target = right === undefined ? atKey(child(entry, name)) : at(entry)
    this.#diagnostics.push(report('entry-keyed', target, { name, right }))
    this.#faulty.add(entry)
    return true
  }

  /** Whether a mapping has a single field; counted once, for there may be thousands. */
  #hasOneField(pointer: Pointer): boolean {
    const known = this.#single.get(pointer)
    if (known !== undefined) return known
    const isSingle = Object.keys(valueAt(this.#composed.value, pointer) ?? {}).length === 1
    this.#single.set(pointer, isSingle)
    return isSingle
  }

  /** Reports fields that somebody wrote under `metadata` and `spec`, as in Kubernetes, or under a name of their own. */
  #wrapped(): void {
    const { value } = this.#composed
    const found = wrappedFields(value)
    const [first] = found?.wrappers ?? []
    if (!found || first === undefined) return
    this.#diagnostics.push(report('fields-wrapped', atKey(child('', first)), found))
    for (const wrapper of found.wrappers) this.#faulty.add(child('', wrapper))
    for (const field of found.fields) this.#meant.add(child('', field))
  }

  /** Reports values that go on with a "#", where a comment was meant: `10.0.0.1#x`. */
  #comments(): void {
    for (const [pointer, { key, value: span }] of this.#composed.positions) {
      if (span.end - span.start > LONGEST_LINE) continue
      const wrong = this.#text.slice(span.start, span.end)
      const value = wrong.replace(/#.*$/s, '')
      if (
        value === wrong ||
        valueAt(this.#composed.value, pointer) !== wrong ||
        !isBeforeComment(value, wrong, pointer)
      )
        continue
      const inBrackets = /^\s*[,\]}]/.test(this.#text.slice(span.end, span.end + LONGEST_LINE))
      const before = this.#text.slice(inBrackets ? span.start : (key?.start ?? span.start), span.start)
      const right = before + (inBrackets ? value : `${value} ${wrong.slice(value.length)}`)
      const target = atSpan(span.start - before.length, span.end, pointer)
      this.#diagnostics.push(report('yaml-comment', target, { wrong: before + wrong, right, inBrackets }))
      this.#faulty.add(pointer)
    }
  }

  /**
   * Reports a value that is only text since YAML did not see its fields or entries: for lack of a space, or as a list of
   * names.
   */
  #isWrittenTogether({ instancePath: pointer, params }: SchemaError, value: unknown): boolean {
    const { positions } = this.#composed
    const needs = String(params.type)
    const list = parent(pointer) ?? ''
    const entries = needs === 'object' ? valueAt(this.#composed.value, list) : undefined
    if (Array.isArray(entries) && entries.length > 1 && entries.every(isName)) {
      this.#diagnostics.push(explainEntries(list, entries))
      this.#faulty.add(list)
      return true
    }
    const known = Object.keys(fieldAt(pointer)?.properties ?? {})
    if (typeof value === 'string' && (needs === 'object' || (needs === 'array' && value.startsWith('-')))) {
      return this.#missingSpace(pointer, positions.get(pointer)?.value, known) !== undefined
    }
    if (needs !== 'array' || value === null || typeof value !== 'object') return false
    const [first] = Object.keys(value)
    const key = first?.startsWith('-') ? positions.get(child(pointer, first))?.key : undefined
    return this.#missingSpace(pointer, key, known) !== undefined
  }

  /**
   * Reports a text without the space or the colon that YAML needs; returns the name of the field that is meant.
   *
   * @param known the fields that may be there: only their names are fields without a colon
   */
  #missingSpace(pointer: Pointer, span: Span | undefined, known: readonly string[]): string | undefined {
    if (!span) return undefined
    const [line = ''] = this.#text.slice(span.start, span.start + LONGEST_LINE).split(/[\r\n]/, 1)
    const written = this.#text.slice(span.start, Math.min(span.end, span.start + LONGEST_LINE))
    // A bracket after the name starts a value that goes on after what YAML took for the name.
    const gap = gapIn(/^-|^[\w-]+:[{[]/.test(written) ? line : written.slice(0, line.length))
    const meant = gap?.right.replace(/^[\s-]*/, '').replace(/:.*/s, '')
    const isSpace = gap?.kind === 'space' || gap?.kind === 'blank'
    if (!gap || meant === undefined || !(isSpace || known.includes(meant))) return undefined
    this.#diagnostics.push({ ...reportGap(gap, span.start), pointer })
    this.#faulty.add(pointer)
    return meant
  }

  /** Whether the value or one of its parents has been reported. */
  #isFaulty(pointer: Pointer): boolean {
    return [...ancestry(pointer)].some((above) => this.#faulty.has(above))
  }

  #sourceOf(pointer: Pointer): string {
    const place = this.#composed.positions.get(pointer)
    return place ? this.#text.slice(place.value.start, place.value.end) : ''
  }

  /** What messages call a mapping: by its name if it has one. */
  #placeName(pointer: Pointer): string {
    if (pointer === '') return 'The spec'
    const name = valueAt(this.#composed.value, child(pointer, 'name'))
    const [list, index] = segments(pointer).slice(-2)
    const kind = Object.hasOwn(KINDS, list ?? '') ? KINDS[list ?? ''] : undefined
    if (!kind) return dotted(pointer)
    return typeof name === 'string' ? `${kind} ${quote(name)}` : `${kind} ${Number(index) + 1}`
  }
}

/** Whether an entry of a list is text, and not a field that lacks a space. */
function isName(entry: unknown): entry is string {
  return typeof entry === 'string' && gapIn(entry)?.kind !== 'space'
}

function adviceToAdd(pointer: Pointer, name: string): string {
  const { const: wanted, examples, description = '' } = fieldAt(pointer) ?? {}
  const example = wanted ?? examples?.[0]
  if (typeof example !== 'object') return `Add a line such as "${name}: ${example}".`
  return `Add ${quote(name)}: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\..*/, '')}.`
}
