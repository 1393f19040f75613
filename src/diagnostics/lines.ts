/** A position as in editors: line and column from 1. The column counts code points; a tab is one. */
export type Position = { readonly line: number; readonly column: number }

/** A text as lines, which end with LF, CRLF or a single CR, as in YAML 1.2 (section 5.4). */
export class Lines {
  readonly #text: string
  readonly #starts: readonly number[]
  /** The last offset that was looked up, so that offsets in one long line, in order, take linear time. */
  #last = { offset: 0, line: 1, column: 1 }

  constructor(text: string) {
    this.#text = text
    const starts = [0]
    for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length)
    this.#starts = starts
  }

  /** The number, from 1, of the line that contains an offset. */
  lineOf(offset: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.startOf(middle + 1) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }

  /** The offset where a line starts. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.#text.length
  }

  /** A line's text without its line break. */
  textOf(line: number): string {
    return this.#text.slice(this.startOf(line), this.startOf(line + 1)).replace(/[\r\n]+$/, '')
  }

  /** Line and column of an offset. */
  positionOf(offset: number): Position {
    const line = this.lineOf(offset)
    const { offset: from, line: same, column: counted } = this.#last
    const isAfter = same === line && from <= offset
    let column = isAfter ? counted : 1
    for (const _ of this.#text.slice(isAfter ? from : this.startOf(line), offset)) column++
    this.#last = { offset, line, column }
    return { line, column }
  }
}
