import type { Diagnostic, Pointer, Span } from '../diagnostics/diagnostic.ts'
import { child } from '../diagnostics/pointer.ts'
import type { Place } from '../diagnostics/positions.ts'
import { at, atSpan, report } from '../diagnostics/report.ts'
import { looksOctal } from './scalar.ts'
import type { Entry, Tree } from './tree.ts'

/** How many values aliases may repeat. Nested aliases multiply, up to more than any memory holds. */
const MOST_REPEATED = 1000

/** A spec has a few hundred values; a file with more than this is something else. */
const MOST_VALUES = 10_000

/** A spec as a plain value. */
export type Composed = {
  readonly value: unknown
  readonly positions: Map<Pointer, Place>
  readonly diagnostics: readonly Diagnostic[]
  /** Values that something is wrong with already: nothing more is said about them. */
  readonly faulty: ReadonlySet<Pointer>
  /** Mappings with fields that could not be read: whether a field is missing cannot be told. */
  readonly partial: ReadonlySet<Pointer>
}

/**
 * Turns a tree into a plain value, with the place of everything in it. Aliases are replaced by what they refer to.
 *
 * @returns the diagnostics alone where there is more than any spec has
 */
export function compose(text: string, tree: Tree): Composed | Pick<Composed, 'diagnostics'> {
  const composer = new Composer(text)
  try {
    const value = composer.value(tree, '')
    return { ...composer, value }
  } catch (error) {
    if (error instanceof TooMuch) return { diagnostics: [error.diagnostic] }
    throw error
  }
}

/** Ends the composing at once: half a value would only give rise to faults that the spec does not have. */
class TooMuch extends Error {
  readonly diagnostic: Diagnostic

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

class Composer {
  readonly positions = new Map<Pointer, Place>()
  readonly diagnostics: Diagnostic[] = []
  readonly faulty = new Set<Pointer>()
  readonly partial = new Set<Pointer>()
  readonly #text: string
  #inAliases = 0
  #outermost: Span = { start: 0, end: 0 }
  #repeated = 0

  constructor(text: string) {
    this.#text = text
  }

  value(tree: Tree, pointer: Pointer, key?: Span): unknown {
    const span = this.#shownSpan(tree, key)
    this.positions.set(pointer, { value: span, ...(key && { key }) })
    if (this.#inAliases > 0) this.#repeated++
    if (this.positions.size > MOST_VALUES) {
      throw new TooMuch(report('values-too-many', atSpan(span.start, span.end), { limit: MOST_VALUES }))
    }
    if (tree.tag) {
      const tag = this.#text.slice(tree.tag.start, tree.tag.end)
      this.#fault(report('tag-refused', atSpan(tree.tag.start, tree.tag.end, pointer), { tag }))
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
    if (!tree.quoted && looksOctal(source)) {
      this.#fault(report('number-octal', at(pointer), { value: source, decimal: String(Number(source)) }))
    }
    return tree.value
  }

  #mapping(entries: readonly Entry[], pointer: Pointer): Record<string, unknown> {
    const result: Record<string, unknown> = {}
    for (const { key, value } of entries) {
      const name = this.#fieldName(key, pointer)
      if (name === undefined) continue
      const field = child(pointer, name)
      if (Object.hasOwn(result, name)) {
        const target = { ...atSpan(key.span.start, key.span.end, field), at: 'key' as const }
        const first = this.positions.get(field)?.key
        this.diagnostics.push({
          ...report('field-repeated', target, { name }),
          ...(first && { related: [field] }),
        })
        continue
      }
      // Not an assignment: `__proto__` is to be a field like any other, which the schema then refuses.
      Object.defineProperty(result, name, {
        value: this.value(value, field, key.span),
        enumerable: true,
        writable: true,
        configurable: true,
      })
    }
    return result
  }

  /** The name of a field, or undefined where it cannot be one; that has been reported then. */
  #fieldName(key: Tree, mapping: Pointer): string | undefined {
    const { start, end } = key.span
    if (key.kind === 'scalar' && !key.tag) {
      const source = key.quoted ? String(key.value) : this.#text.slice(start, end)
      if (source !== '<<' || key.quoted) return typeof key.value === 'string' ? key.value : source
      this.diagnostics.push(report('merge-refused', atSpan(start, end, mapping), {}))
    } else {
      this.diagnostics.push(this.#nameFault(start, end, mapping))
    }
    this.partial.add(mapping)
    return undefined
  }

  /** YAML takes `{{ x }}` for a mapping whose field's name is a mapping. */
  #nameFault(start: number, end: number, mapping: Pointer): Diagnostic {
    const isValue = start > 0 && this.#text.startsWith('{{', start - 1)
    if (!isValue && !this.#text.startsWith('{{', start)) {
      return report('field-name-not-text', atSpan(start, end, mapping), {})
    }
    if (isValue) this.faulty.add(mapping)
    const [from, to] = isValue ? [start - 1, end + 1] : [start, end]
    return report('value-is-template', atSpan(from, to, mapping), { value: this.#text.slice(from, to) })
  }

  #alias({ name, target, span }: Tree & { kind: 'alias' }, pointer: Pointer): unknown {
    if (target === 'unknown' || target === 'recursive') {
      this.#fault(report(`alias-${target}`, at(pointer), { name }))
      return null
    }
    if (this.#inAliases === 0) this.#outermost = span
    if (this.#repeated >= MOST_REPEATED) {
      const { start, end } = this.#outermost
      throw new TooMuch(report('alias-too-many', atSpan(start, end), { limit: MOST_REPEATED }))
    }
    const place = this.positions.get(pointer)
    this.#inAliases++
    const value = this.value(target, pointer)
    this.#inAliases--
    // The value's own parts are shown where they stand, the value itself where the alias does.
    if (place) this.positions.set(pointer, place)
    return value
  }

  /** A value that is not there is shown by its key, or by the dash before it. */
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
