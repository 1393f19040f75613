/** A name without its case and without hyphens and underscores: `peer-port` and `peerPort` are the same then. */
export function folded(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

/**
 * The candidate that a misspelt name probably means: the nearest one, if it is near.
 *
 * @param most how many slips are allowed; a third of the name by default
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

/** Slips of the typing hand between two names: letters left out, added, replaced or swapped with their neighbour. */
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
