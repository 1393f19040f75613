import type { Diagnostic, Pointer } from '../diagnostics/diagnostic.ts'
import { ancestry, child, dotted, segments } from '../diagnostics/pointer.ts'
import { at, atKey, report } from '../diagnostics/report.ts'
import { quote } from '../diagnostics/visible.ts'
import { type SchemaError, validate } from '../generated/validate-spec.js'
import type { Composed } from './compose.ts'
import { explainValue } from './explain.ts'
import { fieldAt } from './fields.ts'
import { unknownField } from './unknown-field.ts'

/** The schema's diagnostics about a spec, one for each cause. */
export type Checked = {
  readonly diagnostics: readonly Diagnostic[]
  /** Invalid or unknown values, which the rules do not see. */
  readonly faulty: ReadonlySet<Pointer>
}

/** Checks a spec against the schema. Skips values with known problems. */
export function checkShape(composed: Composed, text: string): Checked {
  if (validate(composed.value)) return { diagnostics: [], faulty: composed.faulty }
  const errors = validate.errors ?? []
  const format = wrongFormat(errors, composed.value)
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

class Checker {
  readonly #composed: Composed
  readonly #text: string
  readonly #diagnostics: Diagnostic[] = []
  readonly #faulty: Set<Pointer>
  /** Fields that the user wrote with a wrong name, so they are not missing. */
  readonly #meant = new Set<Pointer>()

  constructor(composed: Composed, text: string) {
    this.#composed = composed
    this.#text = text
    this.#faulty = new Set(composed.faulty)
  }

  check(errors: readonly SchemaError[]): Checked {
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
    const { diagnostic, meant } = unknownField(instancePath, name, this.#placeName(instancePath))
    this.#diagnostics.push(diagnostic)
    this.#faulty.add(pointer)
    if (meant) this.#meant.add(child(instancePath, meant))
  }

  #value(error: SchemaError): void {
    const pointer = error.instancePath
    if (this.#isFaulty(pointer)) return
    const value = valueAt(this.#composed.value, pointer)
    this.#diagnostics.push(explainValue(error, value, this.#sourceOf(pointer)))
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

function adviceToAdd(pointer: Pointer, name: string): string {
  const { const: wanted, examples, description = '' } = fieldAt(pointer) ?? {}
  const example = wanted ?? examples?.[0]
  if (typeof example !== 'object') return `Add a line such as "${name}: ${example}".`
  return `Add ${quote(name)}: ${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\..*/, '')}.`
}

function valueAt(value: unknown, pointer: Pointer): unknown {
  let at = value
  for (const segment of segments(pointer)) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, segment)) return undefined
    at = (at as Record<string, unknown>)[segment]
  }
  return at
}
