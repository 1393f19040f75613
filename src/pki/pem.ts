/** A block of a PEM file (RFC 7468, 2): its label, and its text from BEGIN to END with the line's end. */
export type PemBlock = { readonly label: string; readonly text: string }

/** The blocks of a text, in order; what stands between them is left out. A block without its end has none of its own. */
export const pemBlocks = (text: string): readonly PemBlock[] =>
  [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g)].map(([block, label = '']) => ({
    label,
    text: `${block.replace(/\r\n?/g, '\n')}\n`,
  }))

/** The labels of all blocks that begin in a text, with or without their end. */
export const pemLabels = (text: string): readonly string[] =>
  [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)].map(([, label]) => label ?? '')
