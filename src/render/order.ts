/** Compares two texts by code unit: an order that depends on no locale (and, as all our names are ASCII, on code points). */
export function byCodePoint(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
