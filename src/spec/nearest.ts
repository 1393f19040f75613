/** A name in lower case without hyphens and underscores: `peer-port` and `peerPort` become equal. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/**
 * The candidate that is nearest to a misspelt name, if it is near enough.
 *
 * @param most the maximum number of typing errors; a third of the name by default
 */
export function nearest(
  name: string,
  candidates: readonly string[],
  most = Math.max(1, Math.floor(folded(name).length / 3)),
): string | undefined {
  let best: string | undefined
  let slips = most
  for (const candidate of candidates) {
    const distance = distanceOf(folded(name), folded(candidate), slips)
    if (distance < slips || (distance === slips && best === undefined)) {
      best = candidate
      slips = distance
    }
  }
  return best
}

/** The number of typing errors between two names: missing, extra, wrong or swapped letters. */
function distanceOf(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY
  let beforePrevious: number[] = []
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        valueAt(previous, column) + 1,
        valueAt(current, column - 1) + 1,
        valueAt(previous, column - 1) + (same ? 0 : 1),
        swapped ? valueAt(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforePrevious = previous
    previous = current
  }
  return valueAt(previous, other.length)
}

function valueAt(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
