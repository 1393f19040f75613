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
  const plain = folded(name)
  const plainCandidates = foldedAll(candidates)
  for (const [index, candidate] of candidates.entries()) {
    const distance = distanceOf(plain, plainCandidates[index] ?? '', slips)
    if (distance < slips || (distance === slips && best === undefined)) {
      best = candidate
      slips = distance
    }
  }
  return best
}

/** A file may have thousands of unknown names, which are all compared with the same candidates. */
const foldedLists = new WeakMap<readonly string[], readonly string[]>()

function foldedAll(candidates: readonly string[]): readonly string[] {
  const known = foldedLists.get(candidates) ?? candidates.map(folded)
  foldedLists.set(candidates, known)
  return known
}

/**
 * The number of typing errors between two names: missing, extra, wrong or swapped letters. Infinity if there are more than
 * `most`.
 */
function distanceOf(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY
  const tooMany = most + 1
  let beforePrevious = new Uint32Array(other.length + 1)
  let previous = beforePrevious.map((_, column) => column)
  let current = new Uint32Array(other.length + 1)
  let leastAbove = 0
  for (let row = 1; row <= one.length; row++) {
    current.fill(tooMany)
    current[0] = row
    let least = row
    // A cell further from the diagonal has more errors than that.
    const last = Math.min(other.length, row + most)
    for (let column = Math.max(1, row - most); column <= last; column++) {
      const same = one[row - 1] === other[column - 1]
      const swapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      const cell = Math.min(
        (previous[column] ?? tooMany) + 1,
        (current[column - 1] ?? tooMany) + 1,
        (previous[column - 1] ?? tooMany) + (same ? 0 : 1),
        swapped ? (beforePrevious[column - 2] ?? tooMany) + 1 : tooMany,
      )
      current[column] = cell
      least = Math.min(least, cell)
    }
    // A swap in the next row costs one more error than the row above this one.
    if (least > most && leastAbove >= most) return Number.POSITIVE_INFINITY
    leastAbove = least
    const unused = beforePrevious
    beforePrevious = previous
    previous = current
    current = unused
  }
  const distance = previous[other.length] ?? tooMany
  return distance > most ? Number.POSITIVE_INFINITY : distance
}
