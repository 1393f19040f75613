import { constants, gunzipSync } from 'node:zlib'

/** A piece of a text that could be base64, with what breaks it up: line ends, quotes, and escapes of the shell and YAML. */
const RUN = /[A-Za-z0-9+/]+(?:(?:\\[nrt]|[\s\\"',])+[A-Za-z0-9+/]+)*/g
const BETWEEN = /\\[nrt]|[\s\\"',]+/g

/** What is shorter holds no key: the label of one alone takes 36 characters. */
const SHORTEST = 40

/** How often base64 and gzip may be around each other. */
const DEEPEST = 3

/** In bytes: of what unpacks to more than this, the beginning is looked at. */
const LARGEST = 4 * 2 ** 20

const GZIP = Buffer.from([0x1f, 0x8b, 0x08])

/** A piece of a text that could be base64, and what it says if it is; bytes that are no text as Latin-1. */
export type Encoded = { readonly start: number; readonly end: number; readonly decodings: Iterable<string> }

/** The pieces of a text that could be base64. */
export function encodedIn(text: string): Encoded[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index: start }) => {
    const encoded = run.length < SHORTEST ? '' : run.replace(BETWEEN, '')
    if (encoded.length < SHORTEST) return []
    return [{ start, end: start + run.length, decodings: decoded(encoded, DEEPEST) }]
  })
}

/**
 * What a text says: the text itself, and all that lies in it in base64, in gzip and base64, or several times so. Never
 * throws; what is not encoded after all comes out as noise.
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
  // Where base64 begins is not known: the words before it look the same.
  for (let start = 0; start < 4; start++) {
    const bytes = Buffer.from(encoded.slice(start), 'base64')
    yield* decodings(bytes.toString('latin1'), depth - 1)
    const compressed = bytes.indexOf(GZIP)
    if (compressed >= 0) yield* decodings(gunzipped(bytes.subarray(compressed)), depth - 1)
  }
}

/** What gzip has compressed, or its beginning, where it is very large or something else follows. */
function gunzipped(bytes: Buffer): string {
  for (let length = bytes.length; length > 0; length = Math.floor(length / 2)) {
    try {
      const options = { maxOutputLength: LARGEST, finishFlush: constants.Z_SYNC_FLUSH }
      return gunzipSync(bytes.subarray(0, length), options).toString('latin1')
    } catch {
      // Too large, or damaged further on: the first half may do.
    }
  }
  return ''
}
