import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { child, segments } from '../diagnostics/pointer.ts'
import { at, atKey, report } from '../diagnostics/report.ts'
import { cipherSuite, fromOpenssl } from '../etcd/cipher-suites.ts'
import { RECOMMENDED_VERSION } from '../etcd/releases.ts'
import type { SchemaError } from '../generated/validate-spec.js'
import { fieldAt, isRequired, titleAt } from './fields.ts'
import { adviceFor, adviceForNothing, found, switchAdvice, WANTED } from './found.ts'
import { hostsAdvice } from './hosts-advice.ts'
import { nearest } from './nearest.ts'
import { asList } from './rewrite.ts'
import type { SchemaNode } from './schema-node.ts'
import { suggest } from './suggest.ts'
import { isRange, isTemplate } from './template.ts'
import { nearVersion } from './versions.ts'
import { withUnit } from './without-unit.ts'

/**
 * The diagnostic for a schema error about one value.
 *
 * @param source the value as written in the text
 * @param spec the whole spec
 */
export function explainValue(error: SchemaError, value: unknown, source: string, spec: unknown): Diagnostic {
  if (typeof value === 'string' && error.keyword !== 'maxLength' && isTemplate(value))
    return report('value-is-template', at(error.instancePath), { value })
  if (typeof value === 'string' && error.keyword === 'pattern' && isRange(value))
    return report('value-is-range', at(error.instancePath), { value })
  const explain = EXPLANATIONS[error.keyword]
  // A test compares this table with the schema's keywords.
  if (!explain) throw new Error(`no text for the schema's keyword ${error.keyword}`)
  const pointer = error.instancePath
  const name = segments(pointer).at(-1) ?? ''
  return explain({
    error,
    pointer,
    name,
    value,
    source,
    spec,
    field: fieldAt(pointer) ?? {},
    title: titleAt(pointer),
  })
}

type Fault = {
  readonly error: SchemaError
  readonly pointer: string
  readonly name: string
  readonly value: unknown
  readonly source: string
  readonly spec: unknown
  readonly field: SchemaNode
  readonly title: string
}

/** All keywords of the schema except `required` and `additionalProperties`. */
const EXPLANATIONS: Readonly<Record<string, (fault: Fault) => Diagnostic>> = {
  type: wrongType,
  enum: unlisted,
  pattern: malformed,
  maxLength: tooLong,
  minLength: ({ pointer }) =>
    report('value-missing', at(pointer), { name: nameOf(pointer), advice: 'Write one, or remove it.' }),
  minimum: outOfRange,
  maximum: outOfRange,
  minItems: listEmpty,
  minProperties: listEmpty,
  maxItems: ({ error, pointer, name, value }) =>
    report('list-too-long', atKey(pointer), {
      name,
      length: (value as unknown[]).length,
      most: Number(error.params.limit),
    }),
  uniqueItems: ({ error, pointer, name, value }) => {
    const [first, second] = [Number(error.params.j), Number(error.params.i)].sort((one, other) => one - other)
    // The entries are texts: the schema has checked that.
    const entry = String((value as unknown[])[second ?? 0])
    return report('entry-repeated', at(child(pointer, second ?? 0), child(pointer, first ?? 0)), {
      name,
      value: entry,
    })
  },
}

function wrongType({ error, pointer, value, source, spec, field }: Fault): Diagnostic {
  const type = String(error.params.type)
  const name = nameOf(pointer)
  const index = Number(/\/(\d+)$/.exec(pointer)?.[1] ?? 0)
  if (value === null) {
    const advice = adviceForNothing(type, field)
    const otherwise = isRequired(pointer) ? '' : ', or remove it'
    return report('value-missing', at(pointer), { name, advice: `${advice}${otherwise}.` })
  }
  const number = typeof value === 'number' ? numberAsWritten(value, source) : source
  if (type === 'string' && typeof value === 'number') {
    const diagnostic = unfinished(pointer, number, field)
    if (diagnostic) return diagnostic
  }
  return report('type-wrong', at(pointer), {
    found: found(value, number),
    name,
    wanted: WANTED[type] ?? type,
    advice:
      (hasSwitch(field) ? switchAdvice(value, pointer) : undefined) ??
      (typeof value === 'object' ? undefined : hostsAdvice(String(value), pointer, spec)) ??
      adviceFor(value, number, type, field, index),
  })
}

/** The diagnostic for a list of mappings in which somebody wrote only text, such as `nodes: [a, b]`. */
export function explainEntries(pointer: string, values: readonly string[]): Diagnostic {
  const field = fieldAt(pointer) ?? {}
  const right = asList(values, field)
  return report('type-wrong', at(pointer), {
    found: `The entries of ${nameOf(pointer)} are text`,
    name: 'each',
    wanted: WANTED.object ?? '',
    advice:
      right === undefined ? `${adviceForNothing('object', field.items ?? {})}.` : `Write them as ${right}.`,
  })
}

/** Whether a section has a field `enabled`. */
function hasSwitch({ properties }: SchemaNode): boolean {
  return properties?.enabled?.type === 'boolean'
}

/** The diagnostic for a number without its unit, or for a part of a version: quotes alone would not correct it. */
function unfinished(
  pointer: string,
  value: string,
  { pattern, errorMessage }: SchemaNode,
): Diagnostic | undefined {
  if (/^\/nodes\/\d+\/(?:address|ipAddresses\/\d+)$/.test(pointer))
    return report('address-invalid', at(pointer), { value, near: undefined })
  if (pointer === '/etcd/version') {
    const parameters = { value, near: nearVersion(value), suggested: RECOMMENDED_VERSION }
    return report('version-malformed', at(pointer), parameters)
  }
  if (!pattern || !errorMessage || new RegExp(pattern, 'u').test(value)) return undefined
  return report('value-malformed', at(pointer), {
    value,
    title: titleAt(pointer),
    wanted: errorMessage,
    near: withUnit(value, pointer, pattern) ?? suggest(value, pattern),
  })
}

/** A number as written: `3.10` is parsed as 3.1. The value of an alias is not in the text. */
function numberAsWritten(value: number, source: string): string {
  return Number(source) === value ? source : String(value)
}

/** What messages call a field; an entry of a list by the list's name. */
function nameOf(pointer: string): string {
  const [parent = '', name = ''] = ['', ...segments(pointer)].slice(-2)
  return /^\d+$/.test(name) ? `an entry of "${parent}"` : `"${name}"`
}

function unlisted({ pointer, value, field, title }: Fault): Diagnostic {
  const known = field.enum ?? []
  return report('value-unlisted', at(pointer), {
    value: String(value),
    title,
    near: nearest(String(value), known) ?? known.find((one) => String(value).startsWith(one)),
    known,
  })
}

function malformed({ pointer, value, field, title }: Fault): Diagnostic {
  const { pattern = '', errorMessage = '' } = field
  return report('value-malformed', at(pointer), {
    value: String(value),
    title,
    wanted: errorMessage,
    near: nearValue(pointer, String(value), pattern),
  })
}

/** The suggestion for a text that does not match the pattern. */
function nearValue(pointer: string, value: string, pattern: string): string | undefined {
  if (!pointer.startsWith('/tls/cipherSuites/'))
    return withUnit(value, pointer, pattern) ?? suggest(value, pattern)
  const candidate = value.trim().toUpperCase().replaceAll('-', '_')
  return fromOpenssl(value.trim()) ?? (cipherSuite(candidate) && candidate)
}

function tooLong({ error, pointer, value, title }: Fault): Diagnostic {
  const text = String(value)
  const most = Number(error.params.limit)
  return report('text-too-long', at(pointer), { value: text, length: [...text].length, most, title })
}

function outOfRange({ pointer, source, field, title }: Fault): Diagnostic {
  const { minimum: least = 0, maximum: most = Number.MAX_SAFE_INTEGER } = field
  return report('number-out-of-range', at(pointer), { value: source, title, least, most })
}

function listEmpty({ pointer, name, field }: Fault): Diagnostic {
  const item = field.items ? titleAt(child(pointer, 0)) : 'field'
  return report('list-empty', at(pointer), { name, item, required: isRequired(pointer) })
}
