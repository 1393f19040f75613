import type { Diagnostic, Pointer, Span } from '../diagnostics/diagnostic.ts'
import { child } from '../diagnostics/pointer.ts'
import type { FieldSpans } from '../diagnostics/positions.ts'
import { atSpan, report } from '../diagnostics/report.ts'
import { type Dialect, documentAt } from './dialect.ts'
import { fieldName } from './field-name.ts'
import type { Entry, Tree } from './tree.ts'

/** How many values aliases may repeat. Nested aliases multiply and could fill all memory ("billion laughs"). */
const MOST_REPEATED = 1000

/** A spec has a few hundred values; a larger file is not a spec. */
const MOST_VALUES = 10_000

/** A spec or a cloud-config as a plain value. */
export type Composed = {
  readonly value: unknown
  readonly positions: Map<Pointer, FieldSpans>
  readonly diagnostics: readonly Diagnostic[]
  /** Values that have been reported, so no more diagnostics about them. */
  readonly faulty: ReadonlySet<Pointer>
  /** Mappings with unreadable fields: a missing field may be one of these. */
  readonly partial: ReadonlySet<Pointer>
}

/**
 * Turns a tree into a plain value and its positions. Replaces aliases by the values that they refer to.
 *
 * @returns only diagnostics if there are more values than any spec has
 */
export function compose(
  text: string,
  tree: Tree,
  dialect: Dialect,
): Composed | Pick<Composed, 'diagnostics'> {
  const composer = new Composer(text, dialect)
  try {
    const value = composer.value(tree, '')
    return { ...composer, value }
  } catch (error) {
    if (error instanceof TooMuch) return { diagnostics: [error.diagnostic] }
    throw error
  }
}

/** A field's name and position. */
type Field = { readonly name: string; readonly pointer: Pointer }

type Alias = Tree & { readonly kind: 'alias' }

/** Stops at once: a partial value would lead to diagnostics about faults that the spec does not have. */
class TooMuch extends Error {
  readonly diagnostic: Diagnostic

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

class Composer {
  readonly positions = new Map<Pointer, FieldSpans>()
  readonly diagnostics: Diagnostic[] = []
  readonly faulty = new Set<Pointer>()
  readonly partial = new Set<Pointer>()
  readonly #text: string
  readonly #dialect: Dialect
  #values = 0
  #inAliases = 0
  #outermost: Span = { start: 0, end: 0 }
  #repeatedValues = 0

  constructor(text: string, dialect: Dialect) {
    this.#text = text
    this.#dialect = dialect
  }

  value(tree: Tree, pointer: Pointer, key?: Span): unknown {
    const span = this.#shownSpan(tree, key)
    this.positions.set(pointer, { value: span, ...(key && { key }) })
    this.#countRepeated()
    this.#count(span)
    if (tree.tag) {
      const tag = this.#text.slice(tree.tag.start, tree.tag.end)
      const document = documentAt(pointer, this.#dialect)
      this.#fault(report('tag-refused', atSpan(tree.tag.start, tree.tag.end, pointer), { document, tag }))
    }
    switch (tree.kind) {
      case 'scalar':
        return this.#scalar(tree, pointer)
      case 'sequence':
        return tree.items.map((item, index) => this.value(item, child(pointer, index)))
      case 'mapping':
        return this.#mapping(tree.entries, pointer)
      case 'alias':
        return this.#alias(tree, pointer)
    }
  }

  #scalar(tree: Tree & { kind: 'scalar' }, pointer: Pointer): unknown {
    const source = this.#text.slice(tree.span.start, tree.span.end)
    const refusal = tree.quoted ? undefined : this.#dialect.refuse(source, tree.value, pointer)
    if (refusal) this.#fault(refusal)
    return tree.value
  }

  #mapping(entries: readonly Entry[], pointer: Pointer): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    for (const entry of this.#own(entries)) {
      const field = this.#field(entry, pointer)
      if (field && !Object.hasOwn(result, field.name)) {
        this.#set(result, field, entry)
        continue
      }
      this.#count(entry.key.span)
      if (field) this.#repeated(field, entry.key.span)
    }
    const [merge, second] = this.#merges(entries)
    if (merge) this.#merge(merge.value, pointer, result)
    if (second) this.#repeated({ name: '<<', pointer: child(pointer, '<<') }, second.key.span)
    return result
  }

  #set(result: Record<string, unknown>, { name, pointer }: Field, { key, value }: Entry): void {
    // Not an assignment, so that `__proto__` becomes a normal field, which the schema refuses.
    Object.defineProperty(result, name, {
      value: this.value(value, pointer, key.span),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }

  #repeated({ name, pointer }: Field, { start, end }: Span): void {
    const first = this.positions.get(pointer)?.key
    this.diagnostics.push({
      ...report('field-repeated', { ...atSpan(start, end, pointer), at: 'key' }, { name }),
      ...(first && { related: [pointer] }),
    })
  }

  #isMerge({ key }: Entry): boolean {
    return this.#dialect.merges && key.kind === 'scalar' && !key.quoted && key.value === '<<'
  }

  #own(entries: readonly Entry[]): Entry[] {
    return entries.filter((entry) => !this.#isMerge(entry))
  }

  #merges(entries: readonly Entry[]): Entry[] {
    return entries.filter((entry) => this.#isMerge(entry))
  }

  /** Adds the fields of other mappings that are not there yet: the first one wins (yaml.org/type/merge). */
  #merge(tree: Tree, pointer: Pointer, result: Record<string, unknown>): void {
    this.#countRepeated()
    switch (tree.kind) {
      case 'alias':
        this.#followed(tree, pointer, (target) => this.#merge(target, pointer, result))
        return
      case 'sequence':
        for (const item of tree.items) this.#merge(item, pointer, result)
        return
      case 'mapping':
        for (const entry of this.#own(tree.entries)) {
          this.#countRepeated()
          const field = this.#field(entry, pointer)
          if (field && !Object.hasOwn(result, field.name)) this.#set(result, field, entry)
        }
        for (const { value } of this.#merges(tree.entries)) this.#merge(value, pointer, result)
        return
      case 'scalar':
        this.diagnostics.push(report('merge-invalid', atSpan(tree.span.start, tree.span.end, pointer), {}))
    }
  }

  /** A field; undefined if its name is invalid, which has then been reported. */
  #field({ key }: Entry, mapping: Pointer): Field | undefined {
    const { name, diagnostic, isValue } = fieldName(key, {
      text: this.#text,
      dialect: this.#dialect,
      mapping,
    })
    if (name !== undefined) return { name, pointer: child(mapping, name) }
    this.diagnostics.push(diagnostic)
    this.partial.add(mapping)
    if (isValue) this.faulty.add(mapping)
    return undefined
  }

  #alias(alias: Alias, pointer: Pointer): unknown {
    const place = this.positions.get(pointer)
    const value = this.#followed(alias, pointer, (target) => this.value(target, pointer))
    // Parts of the value are shown at their own position, the value itself at the alias.
    if (place) this.positions.set(pointer, place)
    return value ?? null
  }

  /** The value that an alias refers to; undefined if there is none, which has then been reported. */
  #followed<Result>(
    { name, target, span }: Alias,
    pointer: Pointer,
    use: (target: Tree) => Result,
  ): Result | undefined {
    if (target === 'unknown' || target === 'recursive') {
      this.#fault(report(`alias-${target}`, atSpan(span.start, span.end, pointer), { name }))
      return undefined
    }
    if (this.#inAliases === 0) this.#outermost = span
    if (this.#repeatedValues >= MOST_REPEATED) {
      const { start, end } = this.#outermost
      const { document } = this.#dialect
      throw new TooMuch(report('alias-too-many', atSpan(start, end), { document, limit: MOST_REPEATED }))
    }
    this.#inAliases++
    const result = use(target)
    this.#inAliases--
    return result
  }

  /** Counts every value, those of repeated and invalid fields too. */
  #count({ start, end }: Span): void {
    this.#values++
    if (this.#values <= MOST_VALUES) return
    const { document } = this.#dialect
    throw new TooMuch(report('values-too-many', atSpan(start, end), { document, limit: MOST_VALUES }))
  }

  /** Counts values that a merge skips as well. */
  #countRepeated(): void {
    if (this.#inAliases > 0) this.#repeatedValues++
  }

  /** A missing value is shown at its key, or at the dash before it. */
  #shownSpan({ span }: Tree, key: Span | undefined): Span {
    if (span.end > span.start) return span
    if (key) return key
    const dash = this.#text.indexOf('-', span.start)
    return dash < 0 ? span : { start: dash, end: dash + 1 }
  }

  #fault(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic)
    this.faulty.add(diagnostic.pointer)
  }
}
