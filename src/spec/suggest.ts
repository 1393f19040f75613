/** Small corrections of an invalid value, in the order in which they are tried and combined. */
const REPAIRS: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/^\s+|\s+$/g, ''],
  [/^.*$/s, withoutQuotes],
  [/^(\d+(?:\.\d+)?)\s+(?=[A-Za-z]+$)/, '$1'],
  // Go prints durations with all their parts: 1h0m0s, 8760h0m0s.
  [/^(\d+h)0m0s$|^(\d+m)0s$/, '$1$2'],
  [/^(\d+)h(\d+)m(?:0s)?$/, (found) => `${sixties(found)}m`],
  [/^(\d+)m(\d+)s$/, (found) => `${sixties(found)}s`],
  [/^\d+\.\d+(?:s|m|h|[KMG]i?B?)$/i, smaller],
  [/^(\d+)(?:sec|secs|seconds?)$/i, '$1s'],
  [/^(\d+)(?:min|mins|minutes?)$/i, '$1m'],
  [/^(\d+)(?:hours?|hr)$/i, '$1h'],
  [/^(\d+)(?:days?)$/i, '$1d'],
  [/^(\d+)(?:y|years?)$/i, (found) => `${Number.parseInt(found, 10) * 365}d`],
  [/^(\d+)(?:m|months?)$/i, (found) => `${Number.parseInt(found, 10) * 30}d`],
  [/^(\d+)d$/i, (found) => `${Number.parseInt(found, 10) * 24}h`],
  [/^(\d+)h$/i, (found) => `${Math.max(1, Math.round(Number.parseInt(found, 10) / 24))}d`],
  [/^(\d+)g(?:i?b|i)?$/i, '$1GiB'],
  [/^(\d+)m(?:i?b|i)?$/i, '$1MiB'],
  [/^(\d+)k(?:i?b|i)?$/i, '$1KiB'],
  [/\/+$/, ''],
  [/\/{2,}/g, '/'],
  [/^sha256:/i, ''],
  [/[A-Z]+/g, (found) => found.toLowerCase()],
  [/[_\s]+/g, '-'],
  [/^[.-]+|[.-]+$/g, ''],
]

/** A suggestion for a value that does not match a pattern: the value after the fewest corrections that make it match. */
export function suggest(value: string, pattern: string): string | undefined {
  // A longer value is not a typing error.
  if (value.length > 256) return undefined
  const fits = new RegExp(pattern, 'u')
  const repaired = REPAIRS.map(([from, to]) => replaced(value, from, to))
  const single = repaired.find((candidate) => candidate !== value && fits.test(candidate))
  if (single) return single
  let piled = value
  for (const [from, to] of REPAIRS) {
    piled = replaced(piled, from, to)
    if (piled !== value && fits.test(piled)) return piled
  }
  return undefined
}

/** A text without typographic quotes around it, and without a comma at its end. */
export function withoutQuotes(text: string): string {
  return text.replace(/^[“”„‘’‚«»`]+|[“”„‘’‚«»`]*[,;]?$/g, '')
}

/** The minutes of `1h30m`, or the seconds of `1m30s`. */
function sixties(text: string): number {
  const [large = 0, small = 0] = (text.match(/\d+/g) ?? []).map(Number)
  return large * 60 + small
}

/** The next smaller unit of each unit, and how many of those it has. */
const SMALLER: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  s: ['ms', 1000],
  m: ['s', 60],
  h: ['m', 60],
  G: ['MiB', 1024],
  M: ['KiB', 1024],
}

/** A fraction in a smaller unit: `1.5GiB` is `1536MiB`. */
function smaller(text: string): string {
  const number = Number.parseFloat(text)
  const sign = text.replace(/^[\d.]+/, '').charAt(0)
  const [unit, factor] = SMALLER[/i?b$/i.test(text) ? sign.toUpperCase() : sign] ?? []
  const result = number * (factor ?? Number.NaN)
  return Number.isInteger(result) ? `${result}${unit}` : text
}

function replaced(value: string, from: RegExp, to: string | ((found: string) => string)): string {
  // TypeScript has no overload for either of the two.
  return typeof to === 'string' ? value.replace(from, to) : value.replace(from, (found) => to(found))
}
