/** Small corrections of an invalid value, in the order in which they are tried and combined. */
const REPAIRS: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/^\s+|\s+$/g, ''],
  [/^(\d+)\s+(?=[A-Za-z]+$)/, '$1'],
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
  // Longer values are not typing errors.
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

function replaced(value: string, from: RegExp, to: string | ((found: string) => string)): string {
  return typeof to === 'string' ? value.replace(from, to) : value.replace(from, to)
}
