import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import type { Span } from '../diagnostics/diagnostic.ts'
import type { Dialect } from './dialect.ts'
import type { Scalar } from './scalar.ts'

type Base = { readonly span: Span; readonly tag?: Span }

/** The YAML nodes of a text, with aliases unresolved. */
export type Tree =
  | (Base & { readonly kind: 'scalar'; readonly value: Scalar; readonly quoted: boolean })
  | (Base & { readonly kind: 'sequence'; readonly items: readonly Tree[] })
  | (Base & { readonly kind: 'mapping'; readonly entries: readonly Entry[] })
  | (Base & {
      readonly kind: 'alias'
      readonly name: string
      readonly target: Tree | 'unknown' | 'recursive'
    })

/** A field of a mapping. */
export type Entry = { readonly key: Tree; readonly value: Tree }

/** The root of each document in the events, without empty documents. */
export function buildTrees(text: string, events: readonly Event[], dialect: Dialect): Tree[] {
  return new Builder(text, events, dialect).documents()
}

class Builder {
  readonly #text: string
  readonly #events: readonly Event[]
  readonly #dialect: Dialect
  /** By name; `recursive` while the value itself is being built. */
  readonly #anchors = new Map<string, Tree | 'recursive'>()
  #next = 0
  /** The end of the last node. */
  #end = 0

  constructor(text: string, events: readonly Event[], dialect: Dialect) {
    this.#text = text
    this.#events = events
    this.#dialect = dialect
  }

  documents(): Tree[] {
    const roots: Tree[] = []
    while (this.#peek()) {
      this.#next++
      this.#anchors.clear()
      while (!this.#popped()) {
        const root = this.#node()
        if (root.kind !== 'scalar' || root.span.end > root.span.start) roots.push(root)
      }
    }
    return roots
  }

  #node(): Tree {
    const event = this.#events[this.#next++]
    switch (event?.type) {
      case EVENT_ID.SCALAR:
        return this.#anchored(event, () => this.#scalar(event))
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#sequence(event))
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#mapping(event))
      case EVENT_ID.ALIAS:
        return this.#alias(event)
      default:
        throw new Error(`no node begins with event ${event?.type}`)
    }
  }

  #anchored(event: ScalarEvent | SequenceEvent | MappingEvent, build: () => Tree): Tree {
    const name = event.anchorStart < 0 ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd)
    if (name !== undefined) this.#anchors.set(name, 'recursive')
    const tag = event.tagStart < 0 ? undefined : { start: event.tagStart, end: event.tagEnd }
    const tree: Tree = { ...build(), ...(tag && { tag }) }
    if (name !== undefined) this.#anchors.set(name, tree)
    return tree
  }

  #scalar(event: ScalarEvent): Tree {
    const source = getScalarValue(this.#text, event)
    const quoted = event.style !== SCALAR_STYLE.PLAIN
    const span = this.#scalarSpan(event)
    this.#end = span.end
    return { kind: 'scalar', value: quoted ? source : this.#dialect.scalar(source), quoted, span }
  }

  /** Includes quotes. A missing scalar has an empty span after the last node. */
  #scalarSpan({ style, valueStart, valueEnd }: ScalarEvent): Span {
    if (valueStart < 0) return { start: this.#end, end: this.#end }
    const inQuotes = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED
    const start = inQuotes ? valueStart - 1 : valueStart
    return { start, end: Math.max(start, inQuotes ? valueEnd + 1 : valueEnd) }
  }

  #sequence({ start, style }: SequenceEvent): Tree {
    this.#end = start + 1
    const items: Tree[] = []
    while (!this.#popped()) items.push(this.#node())
    return { kind: 'sequence', items, span: this.#collectionSpan(start, style, ']') }
  }

  #mapping({ start, style }: MappingEvent): Tree {
    this.#end = style === COLLECTION_STYLE.FLOW ? start + 1 : start
    const entries: Entry[] = []
    while (!this.#popped()) entries.push({ key: this.#node(), value: this.#node() })
    return { kind: 'mapping', entries, span: this.#collectionSpan(start, style, '}') }
  }

  /** A collection ends with its last entry or, in brackets, with the closing bracket. */
  #collectionSpan(start: number, style: number, closer: string): Span {
    const bracketed = style === COLLECTION_STYLE.FLOW && '[{'.includes(this.#text.charAt(start))
    if (bracketed) {
      // Only spaces, commas and comments are between the last entry and the bracket.
      const rest = /(?:[^#}\]]|#.*)*/y
      rest.lastIndex = this.#end
      const end = this.#end + (rest.exec(this.#text)?.[0].length ?? 0)
      if (this.#text.charAt(end) === closer) this.#end = end + 1
    }
    return { start, end: Math.max(start, this.#end) }
  }

  #alias({ anchorStart, anchorEnd }: AliasEvent): Tree {
    this.#end = anchorEnd
    const name = this.#text.slice(anchorStart, anchorEnd)
    const target = this.#anchors.get(name) ?? 'unknown'
    return { kind: 'alias', name, target, span: { start: anchorStart - 1, end: anchorEnd } }
  }

  #peek(): Event | undefined {
    return this.#events[this.#next]
  }

  /** Whether the collection or document ends here; consumes its end. */
  #popped(): boolean {
    if (this.#peek()?.type !== EVENT_ID.POP) return false
    this.#next++
    return true
  }
}
