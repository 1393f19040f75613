import { styleText } from 'node:util'

type Style = (text: string) => string

/** The colours of the parts of a printed diagnostic. */
export type Palette = {
  readonly error: Style
  readonly warning: Style
  /** File, line and column. */
  readonly place: Style
  readonly message: Style
  readonly code: Style
  /** Line numbers and the bar left of the user's text. */
  readonly gutter: Style
  readonly related: Style
  readonly hint: Style
}

const plain: Style = (text) => text

const style =
  (...formats: Parameters<typeof styleText>[0][]): Style =>
  (text) =>
    styleText(formats.flat() as Parameters<typeof styleText>[0], text, { validateStream: false })

const PLAIN: Palette = {
  error: plain,
  warning: plain,
  place: plain,
  message: plain,
  code: plain,
  gutter: plain,
  related: plain,
  hint: plain,
}

const COLOURED: Palette = {
  error: style('bold', 'red'),
  warning: style('bold', 'yellow'),
  place: style('bold'),
  message: style('bold'),
  code: style('dim'),
  gutter: style('blue'),
  related: style('cyan'),
  hint: style('green'),
}

/** The palette for a stream; the caller knows whether it wants colours (NO_COLOR, FORCE_COLOR, a terminal). */
export function palette(coloured: boolean): Palette {
  return coloured ? COLOURED : PLAIN
}
