import { constants, gunzipSync } from 'node:zlib'

/** A piece of text that could be base64, including line breaks, quotes, and escapes of the shell and YAML. */
const RUN = /[A-Za-z0-9+/]+(?:(?:\\[nrt]|[\s\\"',])+[A-Za-z0-9+/]+)*/g
const BETWEEN = /\\[nrt]|[\s\\"',]+/g

/** Shorter pieces contain no key: the label of a key alone has 36 characters. */
const SHORTEST = 40

/** How many layers of base64 and gzip are decoded. */
const DEEPEST = 3

/** In bytes. Of data that decompresses to more, only the beginning is inspected. */
const LARGEST = 4 * 2 ** 20

const GZIP = Buffer.from([0x1f, 0x8b, 0x08])

/** A piece of text that could be base64, and what it decodes to. Binary bytes are decoded as Latin-1. */
export type Encoded = { readonly start: number; readonly end: number; readonly decodings: Iterable<string> }

/** All pieces of a text that could be base64. */
export function encodedIn(text: string): Encoded[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index: start }) => {
    const encoded = run.length < SHORTEST ? '' : run.replace(BETWEEN, '')
    if (encoded.length < SHORTEST) return []
    return [{ start, end: start + run.length, decodings: decoded(encoded, DEEPEST) }]
  })
}

/**
 * The text itself, and everything that its base64 and gzip decode to, up to three layers deep. Never throws; a piece that
 * is not encoded decodes to noise.
 */
export function* decodings(text: string, depth = DEEPEST): Generator<string> {
  yield text
  if (depth === 0) return
  for (const [run] of text.matchAll(RUN)) {
    const encoded = run.length < SHORTEST ? '' : run.replace(BETWEEN, '')
    if (encoded.length >= SHORTEST) yield* decoded(encoded, depth)
  }
}

function* decoded(encoded: string, depth: number): Generator<string> {
  // The start of the base64 is unknown: words before it look the same.
  for (let start = 0; start < 4; start++) {
    const bytes = Buffer.from(encoded.slice(start), 'base64')
    yield* decodings(bytes.toString('latin1'), depth - 1)
    const compressed = bytes.indexOf(GZIP)
    if (compressed >= 0) yield* decodings(gunzipped(bytes.subarray(compressed)), depth - 1)
  }
}

/** The decompressed data, or its beginning if it is very large or has trailing data. */
function gunzipped(bytes: Buffer): string {
  for (let length = bytes.length; length > 0; length = Math.floor(length / 2)) {
    try {
      const options = { maxOutputLength: LARGEST, finishFlush: constants.Z_SYNC_FLUSH }
      return gunzipSync(bytes.subarray(0, length), options).toString('latin1')
    } catch {
      // Too large, or damaged: try the first half.
    }
  }
  return ''
}
