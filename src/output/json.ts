// Locks and journals are JSON that anybody may have edited.

/** Larger than any lock or journal: each file of a cluster takes about 200 bytes. */
export const LARGEST_JSON = 16 * 2 ** 20

/** The value of a JSON text; undefined where it is not JSON, or larger than anything that quorate writes. */
export function parseJson(text: string): unknown {
  if (text.length > LARGEST_JSON) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a value is an object of JSON, and not a list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is a SHA-256 digest in hexadecimal. */
export const isDigest = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
